package pact_test

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func read(tb testing.TB, text string) *contract.Contract {
	tb.Helper()
	c, findings := pact.Read(source.NewFile("pact.json", []byte(text)))
	for _, f := range findings {
		tb.Errorf("%v: %s", f.Span.Position(), f.Message)
	}
	return c
}

func example(tb testing.TB) string {
	tb.Helper()
	text, err := os.ReadFile("testdata/v4.json")
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// bare is the contract without what says where it stands.
func bare(c *contract.Contract) *contract.Contract {
	strip(reflect.ValueOf(c))
	return c
}

func strip(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if v.Type() == reflect.TypeFor[*source.File]() {
			v.SetZero()
			return
		}
		strip(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			strip(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[source.Span]() {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			strip(v.Field(i))
		}
	}
}

func TestV4ComesBackAsItWas(t *testing.T) {
	before := read(t, example(t))
	text, lost := pact.WriteV4(before)
	if len(lost) > 0 {
		t.Errorf("lost: %v", messages(lost))
	}
	after := read(t, string(text))
	again, _ := pact.WriteV4(after)
	if !bytes.Equal(text, again) {
		t.Errorf("written again it is\n%s\nnot\n%s", again, text)
	}
	sortRules(before)
	sortRules(after)
	if !reflect.DeepEqual(bare(before), bare(after)) {
		t.Errorf("another contract came back:\n%s", text)
	}
}

// sortRules puts rules, generators and unknown members into one order, which means nothing.
func sortRules(c *contract.Contract) {
	for _, i := range c.Interactions {
		for _, rules := range rulesOf(i) {
			sortBy(*rules, func(r *contract.Rule) string { return r.Category.String() + r.Path.Text })
		}
		if i.Request != nil {
			sortBy(i.Request.Headers, func(v contract.Values) string { return v.Name })
			sortBy(i.Response.Generators, func(g *contract.Generator) string { return g.Path.Text })
			sortBy(i.Request.Generators, func(g *contract.Generator) string { return g.Category.String() })
		}
	}
	sortBy(c.Metadata, func(m spec.Member) string { return m.Key })
}

func sortBy[T any](list []T, key func(T) string) {
	for i := range list {
		for j := i; j > 0 && strings.Compare(key(list[j-1]), key(list[j])) > 0; j-- {
			list[j-1], list[j] = list[j], list[j-1]
		}
	}
}

func rulesOf(i *contract.Interaction) []*[]*contract.Rule {
	if i.Kind == contract.HTTP {
		return []*[]*contract.Rule{&i.Request.Rules, &i.Response.Rules}
	}
	return []*[]*contract.Rule{&i.Contents.Rules}
}

func messages(findings []report.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Message)
	}
	return strings.Join(all, "\n")
}

func TestV3SaysWhatItLoses(t *testing.T) {
	c := read(t, example(t))
	text, lost := pact.WriteV3(c)
	for _, want := range []string{
		"keys of interactions", "pending interactions", "comments", "matching rules for the status",
		"matcher boolean; the example at $.boolean is compared as it is", "matcher contentType", "matcher arrayContains",
		"matcher notEmpty", "matcher semver", "matcher eachKey", "matcher eachValue", "synchronous messages; the whole interaction",
	} {
		if !strings.Contains(messages(lost), want) {
			t.Errorf("does not say that %q is lost:\n%s", want, messages(lost))
		}
	}
	for _, f := range lost {
		if f.Rule != pact.Lost || f.Span.IsZero() {
			t.Errorf("without a place: %+v", f)
		}
	}
	after := read(t, string(text))
	if after.Version != contract.V3 || len(after.Interactions) != 2 || after.Interactions[1].Kind != contract.Message {
		t.Fatalf("not as it was:\n%s", text)
	}
	again, lost := pact.WriteV3(after)
	if len(lost) > 0 || !bytes.Equal(text, again) {
		t.Errorf("lost by writing again: %s\n%s", messages(lost), again)
	}
}

func TestBodiesOfBothVersions(t *testing.T) {
	headers := func(kind string) []contract.Values {
		return []contract.Values{{Name: "Content-Type", Values: []string{kind}}}
	}
	for name, b := range map[string]struct {
		kind string
		body contract.Body
	}{
		"missing":         {"text/plain", contract.Body{}},
		"empty":           {"text/plain", contract.Body{Presence: contract.Empty}},
		"null":            {"application/json", contract.Body{Presence: contract.Null}},
		"text":            {"text/plain", contract.Body{Presence: contract.Present, Content: []byte("größer")}},
		"JSON as a value": {"application/json", contract.Body{Presence: contract.Present, Content: []byte(`{"b":1.10,"a":[]}`), Encoded: "JSON"}},
		"JSON as text":    {"application/json", contract.Body{Presence: contract.Present, Content: []byte("{\"b\": 1 }")}},
		"JSON string":     {"application/json", contract.Body{Presence: contract.Present, Content: []byte(`"123"`), Encoded: "JSON"}},
		"XML":             {"application/xml", contract.Body{Presence: contract.Present, Content: []byte("<a>b</a>")}},
	} {
		t.Run(name, func(t *testing.T) {
			before := &contract.Contract{Consumer: "c", Provider: "p", Interactions: []*contract.Interaction{{
				Description: "d", Request: &contract.Request{Method: "GET", Path: "/"},
				Response: &contract.Response{Status: 200, Headers: headers(b.kind), Body: b.body},
			}}}
			for _, write := range []func(*contract.Contract) ([]byte, []report.Finding){pact.WriteV4, pact.WriteV3} {
				text, lost := write(before)
				after := read(t, string(text)).Interactions[0].Response.Body
				if len(lost) > 0 || after.Presence != b.body.Presence || !bytes.Equal(after.Content, b.body.Content) {
					t.Errorf("%s became %s %q: %s\n%s", name, after.Presence, after.Content, messages(lost), text)
				}
			}
		})
	}
}

func TestBytesOnlyInV4(t *testing.T) {
	raw := []byte{0x89, 'P', 'N', 'G', 0xff, 0}
	c := &contract.Contract{Consumer: "c", Provider: "p", Interactions: []*contract.Interaction{{
		Description: "d", Request: &contract.Request{Method: "GET", Path: "/"},
		Response: &contract.Response{Body: contract.Body{Presence: contract.Present, Content: raw, ContentType: "image/png"}},
	}}}
	text, lost := pact.WriteV4(c)
	if got := read(t, string(text)).Interactions[0].Response.Body; len(lost) > 0 || !bytes.Equal(got.Content, raw) || got.ContentType != "image/png" {
		t.Errorf("bytes became %q", got.Content)
	}
	if _, lost := pact.WriteV3(c); !strings.Contains(messages(lost), "content that is no text") {
		t.Errorf("version 3 lost bytes silently: %s", messages(lost))
	}
}

func TestInteractionsWithoutParts(t *testing.T) {
	c := &contract.Contract{Consumer: "c", Provider: "p", Interactions: []*contract.Interaction{
		{Kind: contract.HTTP, Description: "a"}, {Kind: contract.Message, Description: "b"}, {Kind: contract.SyncMessage, Description: "c"},
	}}
	text, _ := pact.WriteV4(c)
	if got := len(read(t, string(text)).Interactions); got != 3 {
		t.Errorf("%d interactions came back:\n%s", got, text)
	}
	text, _ = pact.WriteV3(c)
	if got := len(read(t, string(text)).Interactions); got != 2 {
		t.Errorf("%d interactions came back:\n%s", got, text)
	}
}
