package match_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/report"
)

// officialVersion is the one that the verdicts were compared with.
const officialVersion = "19.2.0"

// disagreements are the cases in which the official verifier says something else, and why ours is kept.
var disagreements = []struct{ in, why string }{
	{`{"match": "equality"} 10.50 → 10.500000000000000000001`, "it compares floats, we compare numbers"},
	{`{"match": "number"} 1 → 1e400`, "it can't read the number"},
	{`{"match": "boolean"} true → "true"`, "it takes a text for a boolean, which no typed consumer does"},
	{`{"match": "time", "format": "HH:mm"} "23:59" → "1:00"`, "two letters are two digits in Java's patterns"},
	{`{"match": "contentType", "value": "application/json"} "{}" → "[1]"`, "it goes by the first bytes, and [1] is JSON"},
	{`{"match": "integer"} header -7`, "it reads unsigned numbers only"},
}

// exchange is an expected response and one that is given.
type exchange struct {
	name             string
	expected, actual *contract.Response
}

// TestLikeTheOfficialVerifier has the official verifier read contracts that we have written, and give
// its verdict on a server's responses: it must be ours, but for what is listed.
func TestLikeTheOfficialVerifier(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("installs the official Pact verifier from npm: run with BYLAW_PROOF=1")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm isn't there to install the verifier with: apt-get install npm")
	}
	dir := installOfficial(t)
	differ := 0
	for name, suite := range map[string]struct {
		exchanges []exchange
		write     func(*contract.Contract) ([]byte, []report.Finding)
	}{
		"our matchers":       {append(ownExchanges(t), headerExchanges(t)...), pact.WriteV4},
		"specification's V4": {specExchanges(t, "v4"), pact.WriteV4},
		"specification's V3": {specExchanges(t, "v3"), pact.WriteV3},
	} {
		t.Run(name, func(t *testing.T) {
			verdicts := official(t, dir, suite.exchanges, suite.write)
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

func installOfficial(t *testing.T) string {
	dir := filepath.Join(os.TempDir(), "bylaw-pact-core-"+officialVersion)
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "@pact-foundation", "pact-core")); err == nil {
		return dir
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", ".", "@pact-foundation/pact-core@"+officialVersion)
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v\n%s", err, out)
	}
	return dir
}

// official writes a contract of all exchanges, serves the given responses and returns the verdicts.
func official(t *testing.T, dir string, exchanges []exchange, write func(*contract.Contract) ([]byte, []report.Finding)) []bool {
	c := &contract.Contract{Consumer: "consumer", Provider: "provider"}
	for i, e := range exchanges {
		c.Interactions = append(c.Interactions, &contract.Interaction{
			Description: fmt.Sprintf("case %04d", i), Response: e.expected,
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
	script := fmt.Sprintf(`const {default: pact} = require("@pact-foundation/pact-core");
pact.verifyPacts({provider: "provider", providerBaseUrl: %q, pactUrls: [%q], logLevel: "error"}).catch(() => {}).finally(() => process.exit(0))`, server.URL, file)
	run := exec.Command("node", "-e", script)
	run.Dir = dir
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	return verdicts(t, string(out), len(exchanges))
}

func serve(w http.ResponseWriter, r *contract.Response) {
	w.Header()["Content-Type"] = nil // none is guessed
	for _, h := range r.Headers {
		w.Header().Set(h.Name, strings.Join(h.Values, ", "))
	}
	w.WriteHeader(r.Status)
	w.Write(r.Body.Content)
}

// verdicts reads what the verifier prints of each case, up to where it lists the failures once more.
func verdicts(t *testing.T, out string, n int) []bool {
	t.Helper()
	out, _, _ = strings.Cut(out, "\nFailures:")
	parts := regexp.MustCompile(`(?m)^ +case \d{4} `).Split(out, -1)
	if len(parts) != n+1 {
		t.Fatalf("%d verdicts on %d cases:\n%s", len(parts)-1, n, short(out))
	}
	all := make([]bool, n)
	for i, part := range parts[1:] {
		all[i] = !strings.Contains(part, "FAILED")
	}
	return all
}

func short(text string) string { return text[:min(len(text), 2000)] }
