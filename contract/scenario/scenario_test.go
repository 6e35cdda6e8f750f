package scenario_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/scenario"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func load(tb testing.TB, name string) []byte {
	tb.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

func messages(findings []report.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Message)
	}
	return strings.Join(all, "\n")
}

func TestRead(t *testing.T) {
	for name, said := range map[string][]string{
		"save-order": {
			`the parameter "session_token"`, `the header "Authorization"`, "$.customer.password in the body", "stands for it: authentication",
			"predicate is not taken", "wait_before_reply is not taken", "set_variables is not taken", "assertions is not taken",
			`the pattern for "missing.part" is not taken`, `the file "/etc/passwd" lies outside`, `the file "../secrets.txt" lies outside`,
		},
		"get-user": {},
	} {
		c, findings := scenario.Read(source.NewFile(name+".yaml", load(t, "testdata/"+name+".yaml")), recorded.Names{Consumer: "shop", Provider: "orders"})
		if c == nil {
			t.Fatal(messages(findings))
		}
		written, _ := text.Write(c)
		if want := load(t, "testdata/"+name+".contract.yaml"); !bytes.Equal(written, want) {
			t.Errorf("%s is read as\n%s", name, written)
		}
		for _, want := range said {
			if !strings.Contains(messages(findings), want) {
				t.Errorf("%s: does not say %q:\n%s", name, want, messages(findings))
			}
		}
		if len(said) == 0 && len(findings) > 0 {
			t.Errorf("%s: %s", name, messages(findings))
		}
		if all := string(written) + messages(findings) + string(c.File.Content); strings.Contains(all, "SECRET1") {
			t.Errorf("%s: a secret was copied:\n%s", name, all)
		}
		i := c.Interactions[0]
		if found := append(match.Request(i.Request, i.Request), match.Response(i.Response, i.Response)...); len(found) > 0 {
			t.Errorf("%s does not fit itself: %s at %s", name, found[0].Message, found[0].Path)
		}
		for _, f := range findings {
			if f.Span.File == nil || f.Span.File.Path != name+".yaml" || len(f.Span.File.Content) != len(load(t, "testdata/"+name+".yaml")) {
				t.Errorf("%s is at no place of the file", f.Message)
			}
		}
	}
}

// Templates that stand where YAML takes none are read, and the places in the file stay what they are.
func TestPlaces(t *testing.T) {
	content := "method: GET\nname: a\npath: /\nrequest:\n  headers:\n    A: {{.ETag}}\nresponse:\n  status_code: 99\n"
	_, findings := scenario.Read(source.NewFile("a.yaml", []byte(content)), recorded.Names{})
	if len(findings) != 1 || findings[0].Span.Text() != "99" || findings[0].Span.Position().Line != 8 {
		t.Errorf("%s at %v", messages(findings), findings)
	}
}

func TestHostile(t *testing.T) {
	frame := func(rest string) string {
		return "method: GET\nname: a\npath: /\nrequest: {}\nresponse:\n  status_code: 200\n" + rest
	}
	for name, test := range map[string]struct{ content, want string }{
		"empty":         {"", "the file says nothing"},
		"no scenario":   {"a: 1\n", "this is no scenario"},
		"a program":     {frame("  contents: \"{{range Iterate 1000000000}}x{{end}}\"\n"), "decides or repeats"},
		"YAML program":  {frame("{{if .x}}\n  b: 1\n{{end}}\n"), "colon"},
		"no name":       {strings.Replace(frame(""), "name: a\n", "", 1), "has no name"},
		"request: text": {strings.Replace(frame(""), "request: {}", "request: x", 1), `"request" is a string, but must be an object`},
		"patterns":      {frame("  assert_contents_pattern: nothing\n  contents: '{}'\n"), "no object of patterns"},
		"odd letters":   {frame("  contents: \u01de\n"), "U+01DE"},
		"bomb": {frame("  contents: '" + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + "'\n  headers: {Content-Type: application/json}\n"),
			"taken as text"},
	} {
		_, findings := scenario.Read(source.NewFile("a.yaml", []byte(test.content)), recorded.Names{})
		if !strings.Contains(messages(findings), test.want) {
			t.Errorf("%s: does not say %q: %s", name, test.want, messages(findings))
		}
	}
}

// FuzzRead reads anything: no input may crash it, and what is read can be written and read again.
func FuzzRead(f *testing.F) {
	f.Add(string(load(f, "testdata/save-order.yaml")))
	f.Add(string(load(f, "testdata/get-user.yaml")))
	f.Fuzz(func(t *testing.T, content string) {
		c, findings := scenario.Read(source.NewFile("c.yaml", []byte(content)), recorded.Names{Consumer: "c"})
		for _, finding := range findings {
			if finding.Span.IsZero() || finding.Message == "" {
				t.Fatalf("a finding without a place: %+v", finding)
			}
		}
		if c == nil {
			return
		}
		written, _ := text.Write(c)
		if again, more := text.Read(source.NewFile("c.yaml", written)); again == nil {
			t.Fatalf("can't be read: %s\n%s", messages(more), written)
		}
	})
}
