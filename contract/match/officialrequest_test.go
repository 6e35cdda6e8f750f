package match_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
)

// otherRequests are the requests of which the official mock server says something else, and why ours is kept.
var otherRequests = map[string]string{
	`body {"match": "equality"} 10.50 → 10.500000000000000000001`:             "it compares floats, we compare numbers",
	`body {"match": "number"} 1 → 1e400`:                                      "it can't read the number",
	`body {"match": "boolean"} true → "true"`:                                 "it takes a text for a boolean, which no typed provider does",
	`body {"match": "time", "format": "HH:mm"} "23:59" → "1:00"`:              "two letters are two digits in Java's patterns",
	`body {"match": "contentType", "value": "application/json"} "{}" → "[1]"`: "it goes by the first bytes, and [1] is JSON",
	`query "integer" → -7`:                                                    "it reads unsigned numbers only",
	`header "integer" → -7`:                                                   "it reads unsigned numbers only",
	`one value of two by a pattern`:                                           "it knows no rule for one of several values, and compares by equality",
}

// sentRequest is a request that is expected and one that is sent.
type sentRequest struct {
	name             string
	expected, actual *contract.Request
}

// TestRequestsLikeTheOfficialMockServer has the mock server of the official library give its verdict on requests.
func TestRequestsLikeTheOfficialMockServer(t *testing.T) {
	pactcore.Folder(t)
	all := slices.Concat(bodyRequests(t), textRequests(t), namedRequests(t))
	verdicts := officialMock(t, all)
	agreed := 0
	for i, r := range all {
		ours := len(match.Request(r.expected, r.actual)) == 0
		if (ours == verdicts[i]) != (otherRequests[r.name] == "") {
			t.Errorf("%s: ours is %v, the official verdict is %v; it is listed as %q", r.name, ours, verdicts[i], otherRequests[r.name])
			continue
		}
		if ours == verdicts[i] {
			agreed++
		}
	}
	if agreed+len(otherRequests) != len(all) {
		t.Errorf("%d of %d agree, but %d are listed", agreed, len(all), len(otherRequests))
	}
	t.Logf("%d of %d verdicts agree", agreed, len(all))
}

// bodyRequests have values in bodies, for each matcher.
func bodyRequests(t *testing.T) []sentRequest {
	var all []sentRequest
	for kind := contract.Equality; kind < contract.IgnoreOrder; kind++ {
		for _, c := range matcherCases[kind] {
			for _, value := range slices.Concat(c.good, slices.Sorted(maps.Keys(c.bad))) {
				typed := `"method": "POST", "path": "/x", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"v": %s}}`
				all = append(all, sentRequest{
					"body " + c.matchers + " " + c.example + " → " + value,
					requestWith(t, fmt.Sprintf(typed, c.example)+`, "matchingRules": {"body": {"$.v": {"matchers": [`+c.matchers+`]}}}`),
					requestWith(t, fmt.Sprintf(typed, value)),
				})
			}
		}
	}
	return all
}

// textMatchers are those that texts outside of bodies are held against.
var textMatchers = []string{
	`"regex", "regex": "\\d+"`, `"integer"`, `"number"`, `"decimal"`, `"boolean"`, `"type"`, `"include", "value": "1"`, `"notEmpty"`, `"semver"`,
	`"date", "format": "yyyy-MM-dd"`, `"time", "format": "HH:mm"`, `"timestamp", "timestamp": "yyyy-MM-dd'T'HH:mm"`, `"equality"`, `"null"`,
}

var texts = []string{"123", "12a", "1.5", "true", "1.0.0", "2024-01-01", "23:59", "2024-01-01T23:59", "-7"}

// textRequests have texts in parameters and headers, for each matcher.
func textRequests(t *testing.T) []sentRequest {
	var all []sentRequest
	for _, m := range textMatchers {
		for _, value := range texts {
			request := `"method": "GET", "path": "/x", "%s": {"X-Id": ["%s"]}`
			for part, category := range map[string]string{"query": "query", "headers": "header"} {
				rules := `, "matchingRules": {"` + category + `": {"X-Id": {"matchers": [{"match": ` + m + `}]}}}`
				all = append(all, sentRequest{
					category + " " + m + " → " + value,
					requestWith(t, fmt.Sprintf(request, part, "123")+rules), requestWith(t, fmt.Sprintf(request, part, value)),
				})
			}
		}
	}
	slices.SortFunc(all, func(a, b sentRequest) int { return strings.Compare(a.name, b.name) })
	return all
}

// namedRequests are about what belongs together, or not.
func namedRequests(t *testing.T) []sentRequest {
	var all []sentRequest
	for name, c := range map[string][2]string{
		"the same":                      {`"method": "GET", "path": "/a", "query": {"q": ["1"]}`, `"method": "GET", "path": "/a", "query": {"q": ["1"]}`},
		"another method":                {`"method": "GET", "path": "/a"`, `"method": "POST", "path": "/a"`},
		"another path":                  {`"method": "GET", "path": "/a"`, `"method": "GET", "path": "/b"`},
		"a path by a pattern":           {`"method": "GET", "path": "/a/1", "matchingRules": {"path": {"matchers": [{"match": "regex", "regex": "/a/\\d+"}]}}`, `"method": "GET", "path": "/a/22"`},
		"a path that breaks a pattern":  {`"method": "GET", "path": "/a/1", "matchingRules": {"path": {"matchers": [{"match": "regex", "regex": "/a/\\d+"}]}}`, `"method": "GET", "path": "/a/x"`},
		"a path by type":                {`"method": "GET", "path": "/a", "matchingRules": {"path": {"matchers": [{"match": "type"}]}}`, `"method": "GET", "path": "/b/c"`},
		"a parameter that is missing":   {`"method": "GET", "path": "/a", "query": {"q": ["1"]}`, `"method": "GET", "path": "/a"`},
		"a parameter too many":          {`"method": "GET", "path": "/a"`, `"method": "GET", "path": "/a", "query": {"q": ["1"]}`},
		"another parameter":             {`"method": "GET", "path": "/a", "query": {"q": ["1"]}`, `"method": "GET", "path": "/a", "query": {"p": ["1"]}`},
		"two values":                    {`"method": "GET", "path": "/a", "query": {"q": ["1", "2"]}`, `"method": "GET", "path": "/a", "query": {"q": ["1", "2"]}`},
		"two values the other way":      {`"method": "GET", "path": "/a", "query": {"q": ["1", "2"]}`, `"method": "GET", "path": "/a", "query": {"q": ["2", "1"]}`},
		"a value too many":              {`"method": "GET", "path": "/a", "query": {"q": ["1"]}`, `"method": "GET", "path": "/a", "query": {"q": ["1", "2"]}`},
		"a value too many by type":      {`"method": "GET", "path": "/a", "query": {"q": ["1"]}, "matchingRules": {"query": {"q": {"matchers": [{"match": "type"}]}}}`, `"method": "GET", "path": "/a", "query": {"q": ["3", "2"]}`},
		"one value of two by a pattern": {`"method": "GET", "path": "/a", "query": {"q": ["1", "2"]}, "matchingRules": {"query": {"$.q[0]": {"matchers": [{"match": "regex", "regex": "\\d"}]}}}`, `"method": "GET", "path": "/a", "query": {"q": ["7", "2"]}`},
		"a header too many":             {`"method": "GET", "path": "/a"`, `"method": "GET", "path": "/a", "headers": {"X-A": ["1"]}`},
		"a header that is missing":      {`"method": "GET", "path": "/a", "headers": {"X-A": ["1"]}`, `"method": "GET", "path": "/a"`},
		"a header's name in capitals":   {`"method": "GET", "path": "/a", "headers": {"X-A": ["1"]}`, `"method": "GET", "path": "/a", "headers": {"x-a": ["1"]}`},
		"another value of a header":     {`"method": "GET", "path": "/a", "headers": {"X-A": ["a"]}`, `"method": "GET", "path": "/a", "headers": {"X-A": ["A"]}`},
		"blanks after a comma":          {`"method": "GET", "path": "/a", "headers": {"X-A": ["a, b"]}`, `"method": "GET", "path": "/a", "headers": {"X-A": ["a,b"]}`},
		"a body too many":               {`"method": "POST", "path": "/a"`, `"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {}}`},
		"a body that is missing":        {`"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"a": 1}}`, `"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}`},
		"a key too many":                {`"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"a": 1}}`, `"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"a": 1, "b": 2}}`},
		"a key too few":                 {`"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"a": 1, "b": 2}}`, `"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"a": 1}}`},
		"a character set":               {`"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"a": 1}}`, `"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json; charset=utf-8"]}, "body": {"contentType": "application/json", "content": {"a": 1}}`},
		"another type of content":       {`"method": "POST", "path": "/a", "headers": {"Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"a": 1}}`, `"method": "POST", "path": "/a", "headers": {"Content-Type": ["text/plain"]}, "body": {"contentType": "text/plain", "content": "x"}`},
	} {
		all = append(all, sentRequest{name, requestWith(t, c[0]), requestWith(t, c[1])})
	}
	slices.SortFunc(all, func(a, b sentRequest) int { return strings.Compare(a.name, b.name) })
	return all
}

// wire is a request as the script sends it.
type wire struct {
	Method  string              `json:"method"`
	Path    string              `json:"path"`
	Headers map[string][]string `json:"headers"` // a line each
	Body    string              `json:"body"`
}

// officialMock returns the verdicts of the official mock server.
func officialMock(t *testing.T, all []sentRequest) []bool {
	t.Helper()
	c := &contract.Contract{Consumer: "consumer", Provider: "provider"}
	var sent []wire
	for i, r := range all {
		c.Interactions = append(c.Interactions, &contract.Interaction{Description: fmt.Sprintf("case %04d", i), Request: r.expected, Response: &contract.Response{Status: 200}})
		w := wire{Method: r.actual.Method, Path: r.actual.Path, Headers: map[string][]string{}, Body: string(r.actual.Body.Content)}
		for i, q := range r.actual.Query {
			for j, value := range q.Values {
				w.Path += map[bool]string{true: "?", false: "&"}[i+j == 0] + q.Name + "=" + url.QueryEscape(value)
			}
		}
		for _, h := range r.actual.Headers {
			w.Headers[h.Name] = h.Values
		}
		sent = append(sent, w)
	}
	text, lost := pact.WriteV4(c)
	if len(lost) > 0 {
		t.Errorf("lost: %v", lost)
	}
	actual, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, content := range map[string][]byte{"pact.json": text, "actual.json": actual} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := pactcore.Node(t, "testdata/requests.js", filepath.Join(folder, "pact.json"), filepath.Join(folder, "actual.json"))
	_, list, _ := strings.Cut(out, "verdicts:")
	var verdicts []bool
	if err := json.Unmarshal([]byte(list), &verdicts); err != nil || len(verdicts) != len(all) {
		t.Fatalf("%d verdicts on %d requests, %v: %s", len(verdicts), len(all), err, out[:min(len(out), 2000)])
	}
	return verdicts
}

// TestAnyRequestLikeTheOfficialMockServer holds made up parameters and headers against made up rules.
func TestAnyRequestLikeTheOfficialMockServer(t *testing.T) {
	pactcore.Folder(t)
	d := &dreamer{Rand: rand.New(rand.NewPCG(8, 9))}
	var all []sentRequest
	for range 400 {
		all = append(all, d.request(t))
	}
	agreed, held := 0, 0
	for i, official := range officialMock(t, all) {
		found := match.Request(all[i].expected, all[i].actual)
		if official {
			held++
		}
		if official == (len(found) == 0) {
			agreed++
			continue
		}
		t.Errorf("%s: the official verdict is %v, ours: %s", all[i].name, official, says(found))
	}
	t.Logf("%d of %d verdicts agree, %d hold", agreed, len(all), held)
}

// request has some parameters and headers, some of which have a rule; what is sent is often something else.
func (d *dreamer) request(t *testing.T) sentRequest {
	expected, actual, rules := []string{`"method": "GET", "path": "/x"`}, []string{`"method": "GET", "path": "/x"`}, []string{}
	for part, category := range []string{"query", "header"} {
		var wanted, sent, asked []string
		for _, name := range []string{"X-A", "X-B"} {
			if d.IntN(2) == 0 {
				continue
			}
			values := []string{d.text()}
			if d.IntN(3) == 0 {
				values = append(values, d.text())
			}
			wanted = append(wanted, fmt.Sprintf("%q: %s", name, listOf(values)))
			if d.IntN(2) == 0 {
				asked = append(asked, fmt.Sprintf(`%q: {"matchers": [{"match": %s}]}`, name, d.one(`"type"`, `"regex", "regex": "[a-z]+"`, `"regex", "regex": "\\d+"`, `"include", "value": "a"`, `"number"`, `"equality"`)))
			}
			if d.IntN(3) == 0 {
				values[d.IntN(len(values))] = d.text()
			}
			switch d.IntN(12) {
			case 0:
				values = append(values, d.text())
			case 1:
				values = values[1:]
			}
			if len(values) > 0 {
				sent = append(sent, fmt.Sprintf("%q: %s", name, listOf(values)))
			}
		}
		expected = append(expected, fmt.Sprintf("%q: {%s}", []string{"query", "headers"}[part], strings.Join(wanted, ", ")))
		actual = append(actual, fmt.Sprintf("%q: {%s}", []string{"query", "headers"}[part], strings.Join(sent, ", ")))
		rules = append(rules, fmt.Sprintf("%q: {%s}", category, strings.Join(asked, ", ")))
	}
	expected = append(expected, `"matchingRules": {`+strings.Join(rules, ", ")+"}")
	name := strings.Join(expected, ", ") + " → " + strings.Join(actual[1:], ", ")
	return sentRequest{name, requestWith(t, strings.Join(expected, ", ")), requestWith(t, strings.Join(actual, ", "))}
}

func (d *dreamer) text() string { return d.one("a", "b", "abc", "12", "7", "x y", "1.5") }

func listOf(values []string) string { return `["` + strings.Join(values, `", "`) + `"]` }
