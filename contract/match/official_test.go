package match_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
	"github.com/bylaw-dev/bylaw/report"
)

// disagreements are the cases in which the official verifier says something else, and why ours is kept.
var disagreements = []struct{ in, why string }{
	{`{"match": "equality"} 10.50 → 10.500000000000000000001`, "it compares floats, we compare numbers"},
	{`{"match": "number"} 1 → 1e400`, "it can't read the number"},
	{`{"match": "boolean"} true → "true"`, "it takes a text for a boolean, which no typed consumer does"},
	{`{"match": "time", "format": "HH:mm"} "23:59" → "1:00"`, "two letters are two digits in Java's patterns"},
	{`{"match": "contentType", "value": "application/json"} "{}" → "[1]"`, "it goes by the first bytes, and [1] is JSON"},
	{`{"match": "integer"} header -7`, "it reads unsigned numbers only"},
	{`a form → 5`, "it refuses a field too many in an answer's form, though not in its JSON"},
	{`parts → 1`, "it knows no rules for what is in a part of a body"},
}

// exchange is an expected response and one that is given.
type exchange struct {
	name             string
	expected, actual *contract.Response
}

// TestLikeTheOfficialVerifier has the official verifier read contracts that we have written, and give
// its verdict on a server's responses: it must be ours, but for what is listed.
func TestLikeTheOfficialVerifier(t *testing.T) {
	pactcore.Folder(t)
	differ := 0
	for name, suite := range map[string]struct {
		exchanges []exchange
		write     func(*contract.Contract) ([]byte, []report.Finding)
	}{
		"bodies":             {bodyExchanges(t), pact.WriteV4},
		"our matchers":       {append(ownExchanges(t), headerExchanges(t)...), pact.WriteV4},
		"specification's V4": {specExchanges(t, "v4"), pact.WriteV4},
		"specification's V3": {specExchanges(t, "v3"), pact.WriteV3},
	} {
		t.Run(name, func(t *testing.T) {
			verdicts := official(t, suite.exchanges, suite.write)
			agreed := 0
			for i, e := range suite.exchanges {
				if ours := len(match.Response(e.expected, e.actual)) == 0; ours == verdicts[i] {
					agreed++
				} else if differ++; !known(e.name) {
					t.Errorf("%s: ours is %v, the official verdict is %v", e.name, ours, verdicts[i])
				}
			}
			t.Logf("%d of %d verdicts agree", agreed, len(suite.exchanges))
		})
	}
	if differ != len(disagreements) {
		t.Errorf("%d verdicts differ, %d are listed", differ, len(disagreements))
	}
}

func known(name string) bool {
	return slices.ContainsFunc(disagreements, func(d struct{ in, why string }) bool { return d.in == name })
}

// ownExchanges are the cases of every matcher that the official verifier has.
func ownExchanges(t *testing.T) []exchange {
	var all []exchange
	for kind := contract.Equality; kind < contract.IgnoreOrder; kind++ {
		for _, c := range matcherCases[kind] {
			values := slices.Clone(c.good)
			for value := range c.bad {
				values = append(values, value)
			}
			slices.Sort(values)
			for _, value := range values {
				typed := `"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"contentType": "application/json", "content": {"v": %s}}`
				all = append(all, exchange{
					c.matchers + " " + c.example + " → " + value,
					responseWith(t, fmt.Sprintf(typed, c.example)+`, "matchingRules": {"body": {"$.v": {"matchers": [`+c.matchers+`]}}}`),
					responseWith(t, fmt.Sprintf(typed, value)),
				})
			}
		}
	}
	return all
}

// headerExchanges hold texts in headers against matchers, and statuses against classes.
func headerExchanges(t *testing.T) []exchange {
	var all []exchange
	for _, m := range []string{`"regex", "regex": "\\d+"`, `"integer"`, `"number"`, `"decimal"`, `"boolean"`, `"type"`, `"include", "value": "1"`, `"notEmpty"`, `"semver"`, `"date", "format": "yyyy-MM-dd"`, `"equality"`} {
		m = `{"match": ` + m + `}`
		expected := responseWith(t, `"status": 200, "headers": {"X-Id": "123"}, "matchingRules": {"header": {"X-Id": {"matchers": [`+m+`]}}}`)
		for _, value := range []string{"123", "12a", "1.5", "true", "1.0.0", "2024-01-01", "-7"} {
			actual := &contract.Response{Status: 200, Headers: []contract.Values{{Name: "x-id", Values: []string{value}}}}
			all = append(all, exchange{m + " header " + value, expected, actual})
		}
	}
	for _, class := range []string{"info", "success", "redirect", "clientError", "serverError", "nonError", "error"} {
		expected := responseWith(t, `"status": 200, "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "`+class+`"}]}}`)
		for _, status := range []int{200, 201, 302, 404, 503} {
			all = append(all, exchange{fmt.Sprint(class, " ", status), expected, &contract.Response{Status: status}})
		}
	}
	return all
}

// specExchanges are the specification's cases of responses. HTTP has no line breaks in headers and no
// response without a status, and a content type only in a header.
func specExchanges(t *testing.T, version string) []exchange {
	var all []exchange
	eachCase(t, func(v, part, name string, c specCase) {
		if v != version || part != "response" {
			return
		}
		expected, _ := read(t, v, part, c.Expected)
		actual, _ := read(t, v, part, c.Actual)
		for _, r := range []*contract.Response{expected.Response, actual.Response} {
			for _, h := range r.Headers {
				h.Values[0] = strings.Join(strings.Fields(h.Values[0]), " ")
			}
			if r.Status == 0 {
				r.Status = 200
			}
		}
		if _, said := contract.Header(actual.Response.Headers, "Content-Type"); !said && actual.Response.Body.ContentType != "" {
			actual.Response.Headers = append(actual.Response.Headers, contract.Values{Name: "Content-Type", Values: []string{actual.Response.Body.ContentType}})
		}
		all = append(all, exchange{name, expected.Response, actual.Response})
	})
	return all
}

// official writes a contract of all exchanges, serves the given responses and returns the verdicts.
func official(t *testing.T, exchanges []exchange, write func(*contract.Contract) ([]byte, []report.Finding)) []bool {
	t.Helper()
	c := &contract.Contract{Consumer: "consumer", Provider: "provider"}
	var described []string
	for i, e := range exchanges {
		described = append(described, fmt.Sprintf("case %04d", i))
		c.Interactions = append(c.Interactions, &contract.Interaction{
			Description: described[i], Response: e.expected,
			Request: &contract.Request{Method: "GET", Path: "/" + strconv.Itoa(i)},
		})
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i, err := strconv.Atoi(strings.Trim(r.URL.Path, "/"))
		if err != nil || i >= len(exchanges) {
			http.NotFound(w, r)
			return
		}
		serve(w, exchanges[i].actual)
	}))
	defer server.Close()
	text, lost := write(c)
	if len(lost) > 0 {
		t.Errorf("lost: %v", lost)
	}
	file := filepath.Join(t.TempDir(), "pact.json")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	said := pactcore.Verify(t, pactcore.Options{Provider: "provider", ProviderBaseURL: server.URL, PactURLs: []string{file}}, described)
	verdicts := make([]bool, len(described))
	for i, d := range described {
		verdicts[i] = said[d]
	}
	return verdicts
}

func serve(w http.ResponseWriter, r *contract.Response) {
	w.Header()["Content-Type"] = nil // none is guessed
	for _, h := range r.Headers {
		w.Header().Set(h.Name, strings.Join(h.Values, ", "))
	}
	w.WriteHeader(r.Status)
	w.Write(r.Body.Content)
}
