package match_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
)

// otherValues are the generators of which the official verifier makes something else, and why ours is kept.
var otherValues = map[string]string{
	`{"type": "RandomDecimal", "digits": 1}`:              "it makes an integer, which matchers of decimals then refuse",
	`{"type": "RandomHexadecimal", "digits": 1000000000}`: "it makes 16 digits, without a word",
	`{"type": "RandomString", "size": 70000}`:             "it makes so many; ours are bounded",
	`{"type": "Uuid", "format": "short"}`:                 "it takes the usual format, without a word",
	`{"type": "Date", "format": "YYYY"}`:                  "it writes the year of the week, which dates have no use for",
	`{"type": "DateTime"}`:                                "its usual format has an offset without a colon, which RFC 3339 doesn't know",
	`{"type": "DateTime", "format": "yyyy-MM-dd'T'HH:mm:ssX", "expression": "now + 2 weeks @ - 5 seconds"}`: "it writes +00:00 for X, which in Java's patterns is Z",
	`{"type": "Date", "format": "yyyy-MM-dd", "expression": "+ 1000000 days"}`:                              "ours is bounded at 100,000, so that years have four digits",
	`{"type": "MockServerURL", "regex": ".*(/orders/\\d+)$", "example": "http://localhost:1/orders/5"}`:     "it has no mock server; ours sends the address of the provider",
}

// TestGeneratorsLikeTheOfficialVerifier has the official verifier send generated values: they must be such as we
// send, and the example must be sent where we can make nothing of it.
func TestGeneratorsLikeTheOfficialVerifier(t *testing.T) {
	pactcore.Folder(t)
	patterns := map[string]string{} // of random values, by generator
	kinds := map[string]contract.GeneratorKind{}
	for kind, cases := range generatorCases {
		for _, g := range slices.Concat(slices.Collect(maps.Keys(cases.good)), slices.Collect(maps.Keys(cases.bad))) {
			kinds[g], patterns[g] = kind, cases.good[g]
		}
	}
	for kind, all := range expressions {
		for expression := range all {
			kinds[expressionGenerator(kind, expression)] = kind
		}
	}
	delete(kinds, `{"type": "RandomInt", "min": 2, "max": 1}`) // it ends the whole verifier
	generators := slices.Sorted(maps.Keys(kinds))
	agreed := 0
	for i, sent := range officiallySent(t, generators) {
		g := generators[i]
		if isMoment(kinds[g]) {
			patterns[g] = momentsAround(t, kinds[g], g, sent.at)
		}
		if patterns[g] == "" {
			patterns[g] = `"example"`
		}
		like := regexp.MustCompile(`^\{"v":(?:` + patterns[g] + `)\}$`).MatchString(sent.body)
		if why := otherValues[g]; like != (why == "") {
			t.Errorf("%s: the official verifier sends %s, ours match %s; it is listed as %q", g, sent.body, patterns[g], why)
			continue
		}
		if like {
			agreed++
		}
	}
	if agreed+len(otherValues) != len(generators) {
		t.Errorf("%d of %d are alike, but %d are listed", agreed, len(generators), len(otherValues))
	}
	t.Logf("%d of %d generators are alike", agreed, len(generators))
}

func isMoment(kind contract.GeneratorKind) bool {
	return kind == contract.CurrentDate || kind == contract.CurrentTime || kind == contract.CurrentDateTime
}

// momentsAround returns a pattern of what is made in the second in which the verifier sent something, or just before.
func momentsAround(t *testing.T, kind contract.GeneratorKind, generator string, sent time.Time) string {
	t.Helper()
	var made []string
	for _, at := range []time.Time{sent, sent.Add(-time.Second)} {
		source := dice()
		source.Now = at
		r := responseWith(t, `"status": 200, "generators": {"body": {"$.v": `+generator+`}}`)
		v, err := match.Generate(r.Generators[0], contract.Text("example"), source)
		if err != nil {
			return ""
		}
		made = append(made, regexp.QuoteMeta(string(contract.AppendJSON(nil, v))))
	}
	return strings.Join(made, "|")
}

type sentBody struct {
	body string
	at   time.Time
}

// officiallySent returns what the official verifier sends in place of the example.
func officiallySent(t *testing.T, generators []string) []sentBody {
	t.Helper()
	c := &contract.Contract{Consumer: "consumer", Provider: "provider"}
	var described []string
	for i, g := range generators {
		q := requestWith(t, `"method": "POST", "path": "/`+strconv.Itoa(i)+`", "headers": {"Content-Type": "application/json"},
			"body": {"contentType": "application/json", "content": {"v": "example"}}, "generators": {"body": {"$.v": `+g+`}}`)
		described = append(described, fmt.Sprintf("case %04d", i))
		c.Interactions = append(c.Interactions, &contract.Interaction{
			Description: described[i], States: []contract.State{{Name: "s"}}, Request: q, Response: &contract.Response{Status: 200},
		})
	}
	sent := make([]sentBody, len(generators))
	var mutex sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		if r.URL.Path == "/states" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"id": 7, "name": "Ann", "whole": {}, "yes": "true"}`)
			return
		}
		mutex.Lock()
		defer mutex.Unlock()
		if i, err := strconv.Atoi(strings.Trim(r.URL.Path, "/")); err == nil && i < len(sent) {
			sent[i] = sentBody{string(content), time.Now()}
		}
	}))
	defer server.Close()
	text, lost := pact.WriteV4(c)
	if len(lost) > 0 {
		t.Errorf("lost: %v", lost)
	}
	file := filepath.Join(t.TempDir(), "pact.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	pactcore.Verify(t, pactcore.Options{Provider: "provider", ProviderBaseURL: server.URL, PactURLs: []string{file}, StatesURL: server.URL + "/states"}, described)
	return sent
}
