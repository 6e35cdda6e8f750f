package match_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/spec"
)

func dice() match.Source {
	return match.Source{
		Now:    time.Date(2024, 2, 28, 23, 30, 5, 123456789, time.FixedZone("", 2*3600)),
		Random: rand.New(rand.NewPCG(1, 2)),
		States: map[string]*spec.Value{
			"id": contract.Whole(7), "name": contract.Text("Ann"), "whole": contract.Object(), "yes": contract.Text("true"),
		},
		Server: "http://127.0.0.1:1234",
	}
}

// generatorCases are generators at $.v, what is sent in place of the example, and what can't be made.
var generatorCases = map[contract.GeneratorKind]struct {
	good map[string]string // generator → pattern of all that is sent in place of the text "example"
	bad  map[string]string // generator → what the error says
}{
	contract.RandomInt: {
		map[string]string{`{"type": "RandomInt", "min": -3, "max": -1}`: `"-[123]"`, `{"type": "RandomInt"}`: `"\d{1,10}"`, `{"type": "RandomInt", "min": 5, "max": 5}`: `"5"`},
		map[string]string{`{"type": "RandomInt", "min": 2, "max": 1}`: "no number between"},
	},
	contract.RandomDecimal: {
		map[string]string{`{"type": "RandomDecimal", "digits": 4}`: `"(\d\.\d{3}|[1-9]\d\.\d\d|[1-9]\d\d\.\d)"`, `{"type": "RandomDecimal"}`: `"[\d.]{11}"`},
		map[string]string{`{"type": "RandomDecimal", "digits": 1}`: "has from 2"},
	},
	contract.RandomHexadecimal: {
		map[string]string{`{"type": "RandomHexadecimal", "digits": 8}`: `"[0-9A-F]{8}"`, `{"type": "RandomHexadecimal"}`: `"[0-9A-F]{10}"`},
		map[string]string{`{"type": "RandomHexadecimal", "digits": 1000000000}`: "from 1 to"},
	},
	contract.RandomString: {
		map[string]string{`{"type": "RandomString", "size": 5}`: `"[A-Za-z0-9]{5}"`, `{"type": "RandomString"}`: `"[A-Za-z0-9]{10}"`},
		map[string]string{`{"type": "RandomString", "size": 70000}`: `"size" must be from 1`},
	},
	contract.RandomRegex: {
		map[string]string{`{"type": "Regex", "regex": "[a-c]{2,4}(x|yy)\\d+\\.?"}`: `"[a-c]{2,4}(x|yy)\d+\.?"`},
		map[string]string{`{"type": "Regex", "regex": "(?=a)"}`: "nothing can be made", `{"type": "Regex", "regex": "a^b"}`: "nothing was found"},
	},
	contract.RandomUUID: {
		map[string]string{
			`{"type": "Uuid"}`: `"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"`, `{"type": "Uuid", "format": "simple"}`: `"[0-9a-f]{32}"`,
			`{"type": "Uuid", "format": "upper-case-hyphenated"}`: `"[0-9A-F-]{36}"`, `{"type": "Uuid", "format": "URN"}`: `"urn:uuid:[0-9a-f-]{36}"`,
		},
		map[string]string{`{"type": "Uuid", "format": "short"}`: `the format "short"`},
	},
	contract.RandomBoolean: {map[string]string{`{"type": "RandomBoolean"}`: `true|false`}, nil},
	contract.CurrentDate: {
		map[string]string{
			`{"type": "Date"}`: `"2024-02-28"`, `{"type": "Date", "format": "d.M.yy", "expression": "tomorrow + 1 day"}`: `"1\.3\.24"`,
			`{"type": "Date", "expression": "next fri"}`: `"2024-03-01"`, `{"type": "Date", "expression": "last wednesday"}`: `"2024-02-21"`,
			`{"type": "Date", "expression": "yesterday - 1 year"}`: `"2023-02-27"`, `{"type": "Date", "expression": "last month"}`: `"2024-01-28"`,
			`{"type": "Date", "format": "EEEE, d MMMM ''yy"}`: `"Wednesday, 28 February '24"`,
		},
		map[string]string{`{"type": "Date", "expression": "someday"}`: "not known at", `{"type": "Date", "format": "YYYY"}`: "YYYY is not known"},
	},
	contract.CurrentTime: {
		map[string]string{`{"type": "Time"}`: `"23:30:05"`, `{"type": "Time", "format": "hh:mm a", "expression": "+ 1 hour"}`: `"12:30 AM"`},
		map[string]string{`{"type": "Time", "expression": "now + x hours"}`: "not known"},
	},
	contract.CurrentDateTime: {
		map[string]string{
			`{"type": "DateTime"}`: `"2024-02-28T23:30:05\.123\+02:00"`,
			`{"type": "DateTime", "format": "yyyy-MM-dd'T'HH:mm:ssX", "expression": "now + 2 weeks @ - 5 seconds"}`: `"2024-03-13T23:30:00\+02"`,
		},
		map[string]string{`{"type": "DateTime", "format": "yyyy-MM-dd'T"}`: "never closed", `{"type": "DateTime", "expression": "now - 5 seconds"}`: `not known at "seconds"`},
	},
	contract.ProviderState: {
		map[string]string{
			`{"type": "ProviderState", "expression": "id"}`: `7`, `{"type": "ProviderState", "expression": "${id}"}`: `7`,
			`{"type": "ProviderState", "expression": "/x/${id}/${name}"}`: `"/x/7/Ann"`, `{"type": "ProviderState", "expression": "id", "dataType": "STRING"}`: `"7"`,
			`{"type": "ProviderState", "expression": "${id}", "dataType": "DECIMAL"}`: `7\.0`, `{"type": "ProviderState", "expression": "yes", "dataType": "BOOLEAN"}`: `true`,
			`{"type": "ProviderState", "expression": "whole", "dataType": "RAW"}`: `\{\}`,
		},
		map[string]string{
			`{"type": "ProviderState", "expression": "other"}`: `returned no "other"`, `{"type": "ProviderState", "expression": "${other}"}`: `returned no "other"`,
			`{"type": "ProviderState", "expression": "x${id"}`: "never closed", `{"type": "ProviderState", "expression": "name", "dataType": "INTEGER"}`: `"Ann" is no integer`,
		},
	},
	contract.MockServerURL: {
		map[string]string{`{"type": "MockServerURL", "regex": ".*(/orders/\\d+)$", "example": "http://localhost:1/orders/5"}`: `"http://127\.0\.0\.1:1234/orders/5"`},
		map[string]string{`{"type": "MockServerURL", "regex": ".*", "example": "x"}`: "keeps nothing"},
	},
}

func TestEveryGenerator(t *testing.T) {
	for kind := contract.RandomInt; kind <= contract.MockServerURL; kind++ {
		cases := generatorCases[kind]
		if len(cases.good) == 0 || len(cases.bad) == 0 && kind != contract.RandomBoolean {
			t.Errorf("the generator of kind %d lacks cases", kind)
		}
		for generator, want := range cases.good {
			text, errors := fill(t, kind, generator)
			if len(errors) > 0 || !regexp.MustCompile(`^\{"v":(?:`+want+`)\}$`).MatchString(text) {
				t.Errorf("%s makes %s, want %s; %v", generator, text, want, errors)
			}
		}
		for generator, want := range cases.bad {
			text, errors := fill(t, kind, generator)
			if text != `{"v":"example"}` || len(errors) != 1 || !strings.Contains(errors[0].Error(), want) {
				t.Errorf("%s makes %s and says %v, want %q", generator, text, errors, want)
			}
		}
	}
}

func fill(t *testing.T, kind contract.GeneratorKind, generator string) (string, []error) {
	t.Helper()
	r := responseWith(t, `"status": 200, "body": {"contentType": "application/json", "content": {"v": "example"}}, "generators": {"body": {"$.v": `+generator+`}}`)
	if r.Generators[0].Kind != kind {
		t.Errorf("%s is read as kind %d, not %d", generator, r.Generators[0].Kind, kind)
	}
	filled, errors := match.FillResponse(r, dice())
	if string(r.Body.Content) != `{"v":"example"}` {
		t.Errorf("%s changed the contract itself", generator)
	}
	return string(filled.Body.Content), errors
}

// Numbers stay numbers where the example is one.
func TestGeneratedNumbers(t *testing.T) {
	q := requestWith(t, `"method": "GET", "path": "/", "body": {"contentType": "application/json", "content": {"a": 1, "b": 1.5, "c": "1"}},
		"generators": {"body": {"$.a": {"type": "RandomInt", "min": 7, "max": 7}, "$.b": {"type": "RandomDecimal", "digits": 2}, "$.c": {"type": "RandomInt", "min": 7, "max": 7}}}`)
	filled, errors := match.FillRequest(q, dice())
	if text := string(filled.Body.Content); len(errors) > 0 || !regexp.MustCompile(`^\{"a":7,"b":\d\.\d,"c":"7"\}$`).MatchString(text) {
		t.Errorf("got %s, %v", text, errors)
	}
}

// expressions are those of dates and times, and what they mean on Wednesday, 28 February 2024, 23:30:05; "" is what isn't
// known.
var expressions = map[contract.GeneratorKind]map[string]string{
	contract.CurrentDate: {
		"": "2024-02-28", "now": "2024-02-28", "today": "2024-02-28", "yesterday": "2024-02-27", "tomorrow": "2024-02-29", "+ 1 day": "2024-02-29",
		"+1day": "2024-02-29", "- 2 weeks": "2024-02-14", "+ 4 years": "2028-02-28", "tomorrow+ 4 years": "2028-02-29", "tomorrow + 1 year": "2025-02-28",
		"+ 1 day + 1 month": "2024-03-29", "+ 2 days - 1 month": "2024-02-01", "+ 32 days - 1 month": "2024-02-29", "next week": "2024-03-06",
		"last month": "2024-01-28", "next fortnight": "2024-03-13", "next wednesday": "2024-03-06", "last wed": "2024-02-21", "next thurs": "2024-02-29",
		"last thurs": "2024-02-22", "next tues": "2024-03-05", "next feb": "2025-02-01", "last february": "2023-02-01", "next mar": "2024-03-01",
		"last december + 2 weeks + 4 days": "2023-12-19", "next sept": "2024-09-01", "last year": "2023-02-28", "- 14 months": "2022-12-28",
		"1 day": "", "+ 1": "", "next": "", "next + 1 day": "", "today tomorrow": "", "tomorrow next week": "", "+ 1 hour": "", "@ noon": "", "+ 10 days 2 weeks": "",
		"+ 1000000 days": "", "next nobody": "",
	},
	contract.CurrentTime: {
		"": "23:30:05", "now": "23:30:05", "midnight": "00:00:00", "noon": "12:00:00", "1 o'clock": "01:00:00", "1o'clock": "01:00:00", "1 o'clock am": "01:00:00",
		"1 o'clock pm": "13:00:00", "12 o'clock am": "12:00:00", "+ 1 hour": "00:30:05", "- 2 minutes": "23:28:05", "+ 3 seconds": "23:30:08", "+ 400 milliseconds": "23:30:05",
		"next hour": "00:30:05", "last minute": "23:29:05", "next second": "23:30:06", "midnight + 1 hour - 2 minutes": "00:58:00", "noon - 13 hours": "23:00:00",
		"1 o'clock pm + 1 minute": "13:01:00", "noon+25 hours": "13:00:00", "noon + 1 day": "", "today": "", "13 o'clock": "", "0 o'clock": "", "1 pm": "", "noon next hour": "",
		"next noon": "",
	},
	contract.CurrentDateTime: {
		"": "2024-02-28T23:30:05", "now": "2024-02-28T23:30:05", "today @ noon": "2024-02-28T12:00:00", "today@noon": "2024-02-28T12:00:00", "@ midnight": "2024-02-28T00:00:00",
		"@": "2024-02-28T23:30:05", "now @ now": "2024-02-28T23:30:05", "tomorrow": "2024-02-29T23:30:05", "tomorrow @ 1 o'clock pm": "2024-02-29T13:00:00",
		"+ 1 day @ noon + 13 hours": "2024-03-01T01:00:00", "today @ midnight - 1 hour": "2024-02-27T23:00:00", "+ 1 hour": "", "noon": "", "today @ noon @ noon": "",
		"today @ tomorrow": "",
	},
}

var expressionTypes = map[contract.GeneratorKind][2]string{
	contract.CurrentDate: {"Date", "yyyy-MM-dd"}, contract.CurrentTime: {"Time", "HH:mm:ss"}, contract.CurrentDateTime: {"DateTime", "yyyy-MM-dd'T'HH:mm:ss"},
}

func expressionGenerator(kind contract.GeneratorKind, expression string) string {
	return fmt.Sprintf(`{"type": %q, "format": %q, "expression": %q}`, expressionTypes[kind][0], expressionTypes[kind][1], expression)
}

func TestExpressions(t *testing.T) {
	for kind, all := range expressions {
		for expression, want := range all {
			text, errors := fill(t, kind, expressionGenerator(kind, expression))
			if want == "" {
				if want = "example"; len(errors) != 1 || !strings.Contains(errors[0].Error(), "is not known at") {
					t.Errorf("%q: says %v", expression, errors)
				}
			}
			if text != `{"v":"`+want+`"}` {
				t.Errorf("%q: got %s, want %s", expression, text, want)
			}
		}
	}
}

func TestGeneratorsEverywhere(t *testing.T) {
	q := requestWith(t, `"method": "GET", "path": "/x", "query": {"q": ["a", "b"]}, "headers": {"X-Id": ["1"]},
		"body": {"contentType": "application/json", "content": {"list": [{"n": 1}, {"n": 2}], "other": 1}},
		"generators": {
			"path": {"type": "ProviderState", "expression": "/x/${id}"},
			"query": {"$.q[1]": {"type": "ProviderState", "expression": "name"}},
			"header": {"x-id": {"type": "ProviderState", "expression": "id"}},
			"body": {"$.list[*].n": {"type": "ProviderState", "expression": "id"}, "$.none": {"type": "RandomBoolean"}}
		}`)
	filled, errors := match.FillRequest(q, dice())
	if filled.Path != "/x/7" || strings.Join(filled.Query[0].Values, " ") != "a Ann" || filled.Headers[0].Values[0] != "7" {
		t.Errorf("got %+v", filled)
	}
	if got := string(filled.Body.Content); got != `{"list":[{"n":7},{"n":7}],"other":1}` {
		t.Errorf("got %s", got)
	}
	if len(errors) != 1 || !strings.Contains(errors[0].Error(), "no value there") {
		t.Errorf("got %v", errors)
	}
	if q.Query[0].Values[1] != "b" || q.Headers[0].Values[0] != "1" {
		t.Error("the contract itself was changed")
	}
}
