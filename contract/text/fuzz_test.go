package text_test

import (
	"bytes"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func errors(findings []report.Finding) int {
	n := 0
	for _, f := range findings {
		if f.Severity == report.Error {
			n++
		}
	}
	return n
}

// FuzzRead reads anything: no input may crash the reader or the writer, every finding has its place, and
// what is written of a contract without mistakes is read again as the same, over V4 as well.
func FuzzRead(f *testing.F) {
	f.Add(load(f, "testdata/orders.yaml"))
	f.Add(frame)
	f.Add("bylaw: contract/v1\nconsumer: c\nprovider: p\ninteractions:\n- description: d\n  message: {body: {'a {{each}}': ['{{uuid}}', b]}}\n")
	f.Fuzz(func(t *testing.T, content string) { survives(t, content) })
}

func survives(t *testing.T, content string) {
	t.Helper()
	c, findings := text.Read(source.NewFile("c.yaml", []byte(content)))
	for _, finding := range findings {
		if finding.Span.IsZero() || finding.Message == "" {
			t.Fatalf("a finding without a place: %+v", finding)
		}
	}
	if c == nil {
		return
	}
	written, _ := text.Write(c)
	if errors(findings) > 0 {
		return
	}
	again, more := text.Read(source.NewFile("again.yaml", written))
	if again == nil || errors(more) > 0 {
		t.Fatalf("can't be read again: %s\n%s\n%s", messages(more), written, content)
	}
	if rewritten, _ := text.Write(again); !bytes.Equal(written, rewritten) {
		t.Fatalf("written again it is\n%s\nnot\n%s", rewritten, written)
	}
	over, _ := pact.WriteV4(c)
	back, more := pact.Read(source.NewFile("pact.json", over))
	if back == nil || errors(more) > 0 {
		t.Fatalf("can't be read over V4: %s\n%s\n%s", messages(more), over, content)
	}
	if rewritten, _ := text.Write(back); !bytes.Equal(written, rewritten) {
		t.Fatalf("over V4 it is\n%s\nnot\n%s", rewritten, written)
	}
}

// FuzzV4 writes any Pact file without mistakes in bylaw's format and back: V4 is the same, byte by byte.
func FuzzV4(f *testing.F) {
	f.Add(load(f, "../pact/testdata/v4.json"))
	f.Fuzz(func(t *testing.T, content string) { comesBack(t, content) })
}

func comesBack(t *testing.T, content string) {
	t.Helper()
	c, findings := pact.Read(source.NewFile("pact.json", []byte(content)))
	if c == nil {
		return
	}
	written, _ := text.Write(c)
	if errors(findings) > 0 {
		return
	}
	back, more := text.Read(source.NewFile("c.yaml", written))
	if back == nil || errors(more) > 0 {
		t.Fatalf("can't be read: %s\n%s\n%s", messages(more), written, content)
	}
	before, _ := pact.WriteV4(c)
	if after, _ := pact.WriteV4(back); !bytes.Equal(before, after) {
		t.Fatalf("another contract came back:\n%s\nby\n%s", diff(before, after), written)
	}
}

// TestEveryMutation puts values of every type in the place of each value of both examples, one by one.
func TestEveryMutation(t *testing.T) {
	n := mutate(t, load(t, "testdata/orders.yaml"), survives) + mutate(t, load(t, "../pact/testdata/v4.json"), comesBack)
	if n < 1500 {
		t.Errorf("only %d mutations", n)
	}
}

func mutate(t *testing.T, content string, check func(*testing.T, string)) int {
	document, _ := tree.Parse(source.NewFile("x", []byte(content)))
	n := 0
	var walk func(v *spec.Value)
	walk = func(v *spec.Value) {
		for _, other := range []string{"null", "-1", "1e999", `""`, `"{{uuid}}"`, "[[]]", "{}"} {
			check(t, content[:v.Span.Start]+other+content[v.Span.End:])
			n++
		}
		for _, m := range v.Members {
			check(t, content[:m.KeySpan.Start]+`"x"`+content[m.KeySpan.End:])
			check(t, content[:m.KeySpan.Start]+`"a{{b}}"`+content[m.KeySpan.End:])
			walk(m.Value)
		}
		for _, item := range v.Items {
			walk(item)
		}
	}
	walk(document.Root)
	return n
}
