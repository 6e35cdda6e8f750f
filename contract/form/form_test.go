package form_test

import (
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/har"
	"github.com/bylaw-dev/bylaw/contract/postman"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/scenario"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The format is told by the content, whatever the file is called.
func TestTell(t *testing.T) {
	for content, want := range map[string]form.Form{
		"bylaw: contract/v1\n":                                      form.Bylaw,
		`{"bylaw": "contract/v1"}`:                                  form.Bylaw,
		`{"consumer": {}, "provider": {}}`:                          form.Pact,
		`{"provider": {}, "interactions": []}`:                      form.Pact,
		`{"log": {"entries": []}}`:                                  form.HAR,
		"method: GET\npath: /\nrequest: {}\nresponse: {a: {{b}}}\n": form.Scenario,
		`{"item": [], "info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}}`: form.Postman,
		"openapi: 3.1.0\n": form.Unknown,
		"[]":               form.Unknown,
		"":                 form.Unknown,
		"{":                form.Unknown,
	} {
		file := source.NewFile("x.txt", []byte(content))
		if got := form.Tell(file); got != want {
			t.Errorf("%s is told as %s, want %s", content, got, want)
		}
		if _, findings := form.Read(file, recorded.Names{}); want == form.Unknown && len(findings) == 0 {
			t.Errorf("%s: nothing is said", content)
		}
	}
}

// Of a broken recording nothing is shown but where it is broken.
func TestBrokenRecording(t *testing.T) {
	file := source.NewFile("a.har", []byte(`{"log": {"entries": [{"request": {"headers": [{"name": "Cookie", "value": "sid=s3cr3t"} x`))
	c, findings := form.Read(file, recorded.Names{})
	if c != nil || len(findings) != 1 || findings[0].Span.IsZero() {
		t.Fatalf("%v, %v", c, findings)
	}
	if shown := string(findings[0].Span.File.Content); strings.Contains(shown, "s3cr3t") || len(shown) != len(file.Content) {
		t.Errorf("reports can show %s", shown)
	}
	if !strings.Contains(string(file.Content), "s3cr3t") {
		t.Error("the file itself was changed")
	}
}

type reader func(*source.File, recorded.Names) (*contract.Contract, []report.Finding)

// Values of every type stand in the place of each value of the recorded examples, one by one: nothing
// crashes, every finding has its place, and what is read without mistakes is a contract without mistakes.
func TestEveryMutation(t *testing.T) {
	n := 0
	for name, read := range map[string]reader{
		"../har/testdata/shop.har": har.Read, "../postman/testdata/orders.json": postman.Read, "../scenario/testdata/save-order.yaml": scenario.Read,
	} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		document, _ := scenario.Parse(source.NewFile("x", content))
		var walk func(v *spec.Value)
		walk = func(v *spec.Value) {
			for _, other := range []string{"null", "1e999", `""`, `"{{a}}"`, `"../é?#%zz"`, "[[]]", `{"value": "y"}`} {
				survives(t, read, string(content[:v.Span.Start])+other+string(content[v.Span.End:]))
				n++
			}
			for _, m := range v.Members {
				walk(m.Value)
			}
			for _, item := range v.Items {
				walk(item)
			}
		}
		walk(document.Root)
	}
	if n < 1500 {
		t.Errorf("only %d mutations", n)
	}
}

func survives(t *testing.T, read reader, content string) {
	t.Helper()
	c, findings := read(source.NewFile("x", []byte(content)), recorded.Names{Consumer: "c", Provider: "p"})
	broken := false
	for _, f := range findings {
		broken = broken || f.Severity == report.Error
		if f.Span.IsZero() || f.Message == "" {
			t.Fatalf("a finding without a place: %+v", f)
		}
	}
	if c == nil {
		return
	}
	written, _ := text.Write(c)
	if broken {
		return
	}
	if _, more := text.Read(source.NewFile("c.yaml", written)); len(more) > 0 {
		t.Fatalf("is read as a contract with mistakes: %s\n%s\n%s", more[0].Message, written, content)
	}
}
