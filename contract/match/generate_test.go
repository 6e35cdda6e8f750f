package match_test

import (
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
	good map[string]string // generator → expression that what it makes matches as a whole
	bad  map[string]string // generator → what the error says
}{
	contract.RandomInt: {
		map[string]string{`{"type": "RandomInt", "min": -3, "max": -1}`: `-[123]`, `{"type": "RandomInt"}`: `\d{1,10}`, `{"type": "RandomInt", "min": 5, "max": 5}`: `5`},
		map[string]string{`{"type": "RandomInt", "min": 2, "max": 1}`: "no number between"},
	},
	contract.RandomDecimal: {
		map[string]string{`{"type": "RandomDecimal", "digits": 4}`: `\d\.\d{3}|[1-9]\d\.\d\d|[1-9]\d\d\.\d`},
		map[string]string{`{"type": "RandomDecimal", "digits": 1}`: "has from 2"},
	},
	contract.RandomHexadecimal: {
		map[string]string{`{"type": "RandomHexadecimal", "digits": 8}`: `"[0-9A-F]{8}"`},
		map[string]string{`{"type": "RandomHexadecimal", "digits": 1000000000}`: "from 1 to"},
	},
	contract.RandomString: {
		map[string]string{`{"type": "RandomString", "size": 5}`: `"[A-Za-z0-9]{5}"`},
		map[string]string{`{"type": "RandomString"}`: `"size" must be from 1`},
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
			`{"type": "DateTime", "format": "yyyy-MM-dd'T'HH:mm:ssX", "expression": "now + 2 weeks - 5 seconds"}`: `"2024-03-13T23:30:00\+02"`,
		},
		map[string]string{`{"type": "DateTime", "format": "yyyy-MM-dd'T"}`: "never closed"},
	},
	contract.ProviderState: {
		map[string]string{
			`{"type": "ProviderState", "expression": "id"}`: `7`, `{"type": "ProviderState", "expression": "${id}"}`: `7`,
			`{"type": "ProviderState", "expression": "/x/${id}/${name}"}`: `"/x/7/Ann"`, `{"type": "ProviderState", "expression": "id", "dataType": "STRING"}`: `"7"`,
			`{"type": "ProviderState", "expression": "${id}", "dataType": "DECIMAL"}`: `7`, `{"type": "ProviderState", "expression": "yes", "dataType": "BOOLEAN"}`: `true`,
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
