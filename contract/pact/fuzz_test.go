package pact_test

import (
	"bytes"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// FuzzRead reads anything: no input may crash the reader or the writers, every finding has its place,
// and what is written of a contract without mistakes is read again as the same.
func FuzzRead(f *testing.F) {
	f.Add(example(f))
	f.Add(around("1.0.0", `{"description": "d", "request": {"query": "a=1"}, "response": {"body": "x"}}`))
	f.Add(around("2.0.0", `{"description": "d", "request": {"matchingRules": {"$.body.a": {"match": "type"}}}, "response": {"body": {"a": 1.50}}}`))
	f.Add(around("3.0.0", `{"description": "d", "request": {"query": {"a": ["1"]}}, "response": {"matchingRules": {"body": {"$": {"matchers": [{"min": 1}]}}}}}`))
	f.Add(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "messages": [{"description": "d", "contents": "x", "metaData": {"a": null}}]}`)
	f.Fuzz(func(t *testing.T, text string) { survives(t, text) })
}

// TestEveryMutation puts values of every type in the place of each value of the example, one by one.
func TestEveryMutation(t *testing.T) {
	text := example(t)
	document, _ := tree.Parse(source.NewFile("pact.json", []byte(text)))
	n := 0
	var walk func(v *spec.Value)
	walk = func(v *spec.Value) {
		for _, other := range []string{"null", "true", "-1", "1e999", `"x"`, `""`, "[]", "[[]]", "{}", `{"match": "type"}`} {
			survives(t, text[:v.Span.Start]+other+text[v.Span.End:])
			n++
		}
		for _, m := range v.Members {
			survives(t, text[:m.KeySpan.Start]+`"x"`+text[m.KeySpan.End:])
			walk(m.Value)
		}
		for _, item := range v.Items {
			walk(item)
		}
	}
	walk(document.Root)
	if n < 2000 {
		t.Errorf("only %d mutations", n)
	}
}

// survives reads, writes and reads again.
func survives(t *testing.T, text string) {
	t.Helper()
	c, findings := pact.Read(source.NewFile("pact.json", []byte(text)))
	for _, finding := range findings {
		if finding.Span.IsZero() || finding.Message == "" {
			t.Fatalf("a finding without a place: %+v", finding)
		}
	}
	if c == nil {
		return
	}
	pact.WriteV3(c)
	written, _ := pact.WriteV4(c)
	again, more := pact.Read(source.NewFile("again.json", written))
	if again == nil {
		t.Fatalf("can't be read again: %+v\n%s", more, written)
	}
	if errors(findings) > 0 {
		return
	}
	if errors(more) > 0 {
		t.Fatalf("has mistakes once it is written: %+v\n%s\n%s", more, written, text)
	}
	if rewritten, _ := pact.WriteV4(again); !bytes.Equal(written, rewritten) {
		t.Fatalf("written again it is\n%s\nnot\n%s", rewritten, written)
	}
}

func errors(findings []report.Finding) int {
	n := 0
	for _, f := range findings {
		if f.Severity == report.Error {
			n++
		}
	}
	return n
}
