package text_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func load(tb testing.TB, name string) string {
	tb.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return string(content)
}

func read(tb testing.TB, content string) *contract.Contract {
	tb.Helper()
	c, findings := text.Read(source.NewFile("contract.yaml", []byte(content)))
	for _, f := range findings {
		tb.Errorf("%v: %s (%s)", f.Span.Position(), f.Message, f.Cure)
	}
	if c == nil {
		tb.Fatalf("not read:\n%s", content)
	}
	return c
}

func readPact(tb testing.TB, content string) *contract.Contract {
	tb.Helper()
	c, findings := pact.Read(source.NewFile("pact.json", []byte(content)))
	for _, f := range findings {
		tb.Errorf("%v: %s", f.Span.Position(), f.Message)
	}
	return c
}

func messages(findings []report.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Message)
	}
	return strings.Join(all, "\n")
}

// Every matcher and generator of version 4 comes back: V4 → bylaw → V4 is equal byte by byte, and
// what bylaw's format is written as does not change by going over V4.
func TestV4AndBack(t *testing.T) {
	c := readPact(t, load(t, "../pact/testdata/v4.json"))
	before, _ := pact.WriteV4(c)
	written, lost := text.Write(c)
	if len(lost) > 0 {
		t.Errorf("lost: %s", messages(lost))
	}
	back := read(t, string(written))
	after, _ := pact.WriteV4(back)
	if !bytes.Equal(before, after) {
		t.Errorf("another contract came back:\n%s\nby\n%s", diff(before, after), written)
	}
	again, _ := text.Write(readPact(t, string(after)))
	if !bytes.Equal(written, again) {
		t.Errorf("written again it is\n%s", diff(written, again))
	}
	if os.Getenv("SHOW") != "" {
		t.Logf("\n%s", written)
	}
}

// diff shows the first lines that differ.
func diff(a, b []byte) string {
	before, after := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range before {
		if i >= len(after) || before[i] != after[i] {
			return "-" + strings.Join(before[i:min(i+6, len(before))], "\n-") + "\n+" + strings.Join(after[min(i, len(after)):min(i+6, len(after))], "\n+")
		}
	}
	return "+" + strings.Join(after[len(before):], "\n+")
}

// What people write comes back as it is: bylaw → V4 → bylaw is identical.
func TestOverV4(t *testing.T) {
	content := load(t, "testdata/orders.yaml")
	over, lost := pact.WriteV4(read(t, content))
	if len(lost) > 0 {
		t.Errorf("lost: %s", messages(lost))
	}
	back, lost := text.Write(readPact(t, string(over)))
	if len(lost) > 0 || string(back) != content {
		t.Errorf("lost: %s\n%s", messages(lost), diff([]byte(content), back))
	}
	if strings.Contains(string(back), "matchingRules") {
		t.Error("something is beside the values that could be in them")
	}
}

// The example above uses every word there is, so that none is only written about.
func TestEveryWordIsUsed(t *testing.T) {
	content := load(t, "testdata/orders.yaml")
	for _, w := range text.Words() {
		if !strings.Contains(content, "{"+w) && !strings.Contains(content, " "+w) && !strings.Contains(content, "("+w) {
			t.Errorf("the example does not have %s", w)
		}
	}
}
