package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// load reads an OpenAPI document that has to be good.
func load(t testing.TB, text string) *spec.API {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": text}), Roots: []string{"api.yaml"}})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%s: %s", f.Rule, f.Message)
		}
	}
	if len(apis) != 1 {
		t.Fatalf("%d APIs are read", len(apis))
	}
	return apis[0]
}

// hold holds a contract against a document.
func hold(t testing.TB, api, contract string) check.Result {
	t.Helper()
	checker, err := check.New([]check.Spec{{API: load(t, api)}}, check.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, findings := pact.Read(source.NewFile("pact.json", []byte(contract)))
	for _, f := range findings {
		t.Fatalf("the contract: %s at %s", f.Message, f.Span.Text())
	}
	return checker.Check(c)
}

// told returns the findings as lines: "error response $.total …".
func told(r check.Result) []string {
	var lines []string
	for _, f := range r.Findings {
		lines = append(lines, fmt.Sprintf("%s %s %s", f.Severity, strings.TrimPrefix(f.Rule, "contract/"), f.Message))
	}
	for _, n := range r.NotChecked {
		lines = append(lines, "not checked "+n.Why)
	}
	return lines
}

// expect compares lines with what each has to contain, in order.
func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		for part := range strings.SplitSeq(want[i], " … ") {
			ok = ok && strings.Contains(got[i], part)
		}
	}
	if !ok {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
