package httpapi

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/spec"
)

func TestWords(t *testing.T) {
	for _, test := range []struct {
		name string
		of   Subject
		want Word
	}{
		{"message", WholeError, Message}, {"message", OneViolation, ViolationDescription},
		{"title", WholeError, Title}, {"title", OneViolation, ViolationDescription},
		{"reason", WholeError, Message}, {"reason", OneViolation, ViolationCode},
		{"key", WholeError, Code}, {"key", OneViolation, ViolationField},
		{"id", WholeError, RequestID}, {"id", OneViolation, NoWord},
		{"status", WholeError, Status}, {"in", OneViolation, ViolationLocation}, {"in", WholeError, NoWord},
	} {
		if got := TextWord(test.name, test.of); got != test.want {
			t.Errorf("%s of %d: %d, want %d", test.name, test.of, got, test.want)
		}
	}
	for name, want := range map[string]Word{"retryable": Retryable, "ok": Success, "success": Success, "deleted": NoWord} {
		if got := FlagWord(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestFitText(t *testing.T) {
	limit := func(n uint64) *spec.Limit { return &spec.Limit{N: n} }
	short := limit(9)
	for _, test := range []struct {
		name   string
		format string
		c      *spec.Constraints
		word   Word
		want   Fitted
		ok     bool
	}{
		{"any text", "", nil, Message, Fitted{Word: Message}, true},
		{"a format that nobody checks", "password", nil, Message, Fitted{Word: Message}, true},
		{"nothing to say", "", nil, NoWord, Fitted{}, false},
		{"too short", "", &spec.Constraints{MaxLength: short}, Message, Fitted{Word: Message, Most: short}, true},
		{"not empty", "", &spec.Constraints{MinLength: limit(1)}, Code, Fitted{Word: Code}, true},
		{"long", "", &spec.Constraints{MinLength: limit(2)}, Code, Fitted{}, false},
		{"pattern", "", &spec.Constraints{Pattern: "^E"}, Code, Fitted{}, false},
		{"date", "date", nil, Message, Fitted{}, false},
		{"code as a URI", "uri", nil, Code, Fitted{Word: AboutBlank}, true},
		{"no room for about:blank", "uri-reference", &spec.Constraints{MaxLength: limit(10)}, AboutBlank, Fitted{}, false},
		{"room for about:blank", "uri-reference", &spec.Constraints{MaxLength: limit(11)}, Code, Fitted{Word: AboutBlank}, true},
		{"message as a URI", "uri", nil, Message, Fitted{}, false},
		{"UUID", "uuid", nil, RequestID, Fitted{Word: RequestID, UUID: true}, true},
		{"UUID with a pattern", "uuid", &spec.Constraints{Pattern: "^0"}, RequestID, Fitted{}, false},
		{"code as a UUID", "uuid", nil, Code, Fitted{}, false},
	} {
		got, ok := FitText(&spec.Type{Kind: spec.KindString, Format: test.format, Constraints: test.c}, test.word)
		if got != test.want || ok != test.ok {
			t.Errorf("%s: %v %v", test.name, got, ok)
		}
	}
}

func TestAdmitsStatus(t *testing.T) {
	bound := func(text string, exclusive bool) *spec.Bound { return &spec.Bound{Text: text, Exclusive: exclusive} }
	for _, test := range []struct {
		c    *spec.Constraints
		want bool
	}{
		{nil, true},
		{&spec.Constraints{Minimum: bound("400", false), Maximum: bound("599", false)}, true},
		{&spec.Constraints{Minimum: bound("400", true)}, false},
		{&spec.Constraints{Minimum: bound("399", true), Maximum: bound("6e2", true)}, true},
		{&spec.Constraints{Maximum: bound("599", true)}, false},
		{&spec.Constraints{Maximum: bound("500", false)}, false},
		{&spec.Constraints{Minimum: bound("much", false)}, false},
		{&spec.Constraints{MultipleOf: bound("1", false)}, false},
		{&spec.Constraints{Const: &spec.Value{Kind: spec.Num, Text: "400"}}, false},
	} {
		if got := AdmitsStatus(&spec.Type{Kind: spec.KindInteger, Constraints: test.c}); got != test.want {
			t.Errorf("%+v: %v", test.c, got)
		}
	}
}

func TestNeeds(t *testing.T) {
	part := &spec.Type{Kind: spec.KindObject, Schema: &spec.Schema{Required: []spec.RequiredName{{Name: "code"}}}}
	whole := &spec.Type{Kind: spec.KindObject, Schema: &spec.Schema{AllOf: []*spec.Type{part}}, Fields: fields("code", "message", "secret")}
	whole.Fields[2].Required, whole.Fields[2].Behavior = true, spec.BehaviorInputOnly
	for i, want := range []bool{true, false, false} {
		if f := whole.Fields[i]; Needs(whole, f) != want {
			t.Errorf("%s: %v", f.Name, !want)
		}
	}
	whole.Fields[2].Behavior = 0
	if !Needs(whole, whole.Fields[2]) {
		t.Error("the object itself demands nothing")
	}
}

func TestHoldsProblem(t *testing.T) {
	for _, test := range []struct {
		t    *spec.Type
		want bool
	}{
		{&spec.Type{Kind: spec.KindAny}, true},
		{&spec.Type{Kind: spec.KindObject}, true},
		{&spec.Type{Kind: spec.KindObject, Constraints: &spec.Constraints{}}, false},
		{&spec.Type{Kind: spec.KindMap, Items: &spec.Type{Kind: spec.KindAny}}, true},
		{&spec.Type{Kind: spec.KindMap, Items: text}, false},
		{text, false},
	} {
		if got := HoldsProblem(test.t); got != test.want {
			t.Errorf("%+v: %v", test.t, got)
		}
	}
}

func TestMeanings(t *testing.T) {
	meanings, otherwise := Meanings([]string{"NotFound", "BAD_REQUEST", "invalid", "UNKNOWN_ERROR", "forbidden"})
	want := []Meaning{{errors.CodeInvalidRequest, "BAD_REQUEST"}, {errors.CodeNotFound, "NotFound"}, {errors.CodePermissionDenied, "forbidden"}}
	if !slices.Equal(meanings, want) || otherwise != "UNKNOWN_ERROR" {
		t.Errorf("%v, otherwise %s", meanings, otherwise)
	}
	if meanings, otherwise = Meanings([]string{"conflict", "internal"}); !slices.Equal(meanings, []Meaning{{errors.CodeConflict, "conflict"}}) || otherwise != "internal" {
		t.Errorf("%v, otherwise %s: it needs no meaning of its own", meanings, otherwise)
	}
	if meanings, otherwise = Meanings([]string{"red", "green"}); meanings != nil || otherwise != "red" {
		t.Errorf("%v, otherwise %s", meanings, otherwise)
	}
}

// Every code of the boundary is found by its own name, and none by that of another.
func TestCodes(t *testing.T) {
	for _, code := range []string{
		errors.CodeInvalidRequest, errors.CodeUnauthenticated, errors.CodePermissionDenied, errors.CodeNotFound, errors.CodeMethodNotAllowed, errors.CodeNotAcceptable,
		errors.CodeConflict, errors.CodePreconditionFailed, errors.CodePayloadTooLarge, errors.CodeUnsupportedMediaType, errors.CodeUnprocessable,
		errors.CodeTooManyRequests, errors.CodeInternal, errors.CodeUnimplemented, errors.CodeUnavailable, errors.CodeDeadlineExceeded,
	} {
		if got, _ := Meanings([]string{"unknown", code}); !slices.Equal(got, []Meaning{{code, code}}) {
			t.Errorf("%s: %v", code, got)
		}
	}
	known := map[string]bool{}
	for _, synonyms := range codes() {
		for _, name := range synonyms[1:] {
			if known[name] || name != Canonical(name) {
				t.Errorf("%s stands for two codes, or isn't canonical", name)
			}
			known[name] = true
		}
	}
}

func TestStringValues(t *testing.T) {
	value := func(kind spec.ValueKind, text string) *spec.EnumValue {
		return &spec.EnumValue{Value: &spec.Value{Kind: kind, Text: text}}
	}
	enum := &spec.Type{Kind: spec.KindEnum, Values: []*spec.EnumValue{value(spec.Str, "a"), value(spec.Null, ""), {}, value(spec.Str, "b")}}
	if got := StringValues(enum); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%q", got)
	}
	enum.Constraints = &spec.Constraints{Const: &spec.Value{Kind: spec.Str, Text: "b"}}
	if got := StringValues(enum); !slices.Equal(got, []string{"b"}) {
		t.Errorf("%q", got)
	}
}

func TestPlaces(t *testing.T) {
	in := func(places ...spec.Location) *spec.Operation {
		o := &spec.Operation{}
		for _, place := range places {
			o.Parameters = append(o.Parameters, &spec.Parameter{In: place})
		}
		return o
	}
	got := Places([]*spec.Operation{in(spec.InQuery, spec.InPath), in(), in(spec.InQueryString, spec.InPath, spec.InHeader)})
	if !slices.Equal(got, []string{"body", "query", "path", "header"}) {
		t.Errorf("%q", got)
	}
	if !NamesPlaces([]string{"path", "query", "body"}, []string{"body", "path"}) || NamesPlaces([]string{"path"}, []string{"body", "path"}) {
		t.Error("the values of an enum are not held against the places")
	}
}

func TestNames(t *testing.T) {
	for _, test := range []struct {
		name                 string
		status, wraps, lists bool
	}{
		{"code", true, false, false}, {"httpstatus", true, false, false}, {"error", false, true, false}, {"details", false, false, true},
		{"errordetail", false, true, false}, {"errordetails", false, false, true}, {"id", false, false, false},
	} {
		if HoldsStatus(test.name) != test.status || WrapsError(test.name) != test.wraps || ListsViolations(test.name) != test.lists {
			t.Errorf("%s is taken for something else", test.name)
		}
	}
}

func TestIsProblem(t *testing.T) {
	for _, test := range []struct {
		fields []string
		want   bool
	}{
		{[]string{"type", "title", "detail"}, true}, {[]string{"type", "title"}, false}, {[]string{"detail"}, false}, {nil, false},
	} {
		if got := IsProblem(&spec.Type{Kind: spec.KindObject, Fields: fields(test.fields...)}); got != test.want {
			t.Errorf("%v: %v", test.fields, got)
		}
	}
}

func TestItemLimits(t *testing.T) {
	for _, test := range []struct {
		c           *spec.Constraints
		least, most uint64
	}{
		{nil, 0, 0}, {&spec.Constraints{}, 0, 0}, {&spec.Constraints{MinItems: &spec.Limit{N: 1}, MaxItems: &spec.Limit{N: 3}}, 1, 3},
	} {
		if least, most := ItemLimits(&spec.Type{Kind: spec.KindArray, Constraints: test.c}); least != test.least || most != test.most {
			t.Errorf("%+v: %d to %d", test.c, least, most)
		}
	}
}
