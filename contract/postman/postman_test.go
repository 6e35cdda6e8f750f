package postman_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/postman"
	"github.com/bylaw-dev/bylaw/contract/recorded"
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
	c, findings := postman.Read(source.NewFile("orders.json", load(t, "testdata/orders.json")), recorded.Names{Consumer: "shop"})
	written, _ := text.Write(c)
	if want := load(t, "testdata/orders.yaml"); !bytes.Equal(written, want) {
		t.Errorf("read as\n%s", written)
	}
	for _, want := range []string{
		"a script (prerequest) is not run and not taken", "a script (test) is not run and not taken",
		`the variable "api_token"`, `the variable "harmless"`, "what auth sends (bearer)", "what auth sends (apikey)",
		`the header "X-Api-Key"`, `the parameter "api_key"`, "$.session_token in the body", `the field "password" of the form`,
		`the variable "user" has no value`, `the file "../../../etc/passwd" lies outside`, `the file "picture.png" is not opened`,
		"several parts is not taken", `"Orders / Never saved" has no saved example`,
	} {
		if !strings.Contains(messages(findings), want) {
			t.Errorf("does not say %q:\n%s", want, messages(findings))
		}
	}
	v4, _ := pact.WriteV4(c)
	for _, out := range []string{string(written), string(v4), messages(findings), string(findings[0].Span.File.Content)} {
		if i := strings.Index(out, "SECRET"); i >= 0 {
			t.Errorf("a secret was copied: …%s", out[max(0, i-60):i+8])
		}
	}
	for _, i := range c.Interactions {
		if found := match.Request(i.Request, i.Request); len(found) > 0 {
			t.Errorf("%s does not fit itself: %s", i.Description, found[0].Message)
		}
	}
}

func TestHostile(t *testing.T) {
	frame := func(items string) string {
		return `{"info": {"name": "n", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [` + items + `]}`
	}
	for name, test := range map[string]struct{ content, want string }{
		"empty":           {"", "the file says nothing"},
		"no collection":   {`{"a": 1}`, "no Postman collection"},
		"version 1":       {`{"info": {"schema": "https://schema.getpostman.com/json/collection/v1.0.0/"}, "item": []}`, "not say that it is of version 2"},
		"no examples":     {frame(`{"name": "a", "request": "/"}`), "no saved example"},
		"items of text":   {frame(`"x"`), "an item is an object"},
		"deep folders":    {frame(strings.Repeat(`{"name": "f", "item": [`, 100) + strings.Repeat(`]}`, 100)), "more than 50 deep"},
		"no request":      {frame(`{"name": "a", "request": 7, "response": [{"code": 200}]}`), "the item has no request"},
		"no URL":          {frame(`{"name": "a", "request": {}, "response": [{"code": 200}]}`), "the request has no URL"},
		"status of text":  {frame(`{"name": "a", "request": "/", "response": [{"code": "x"}]}`), "a status is a number"},
		"status too long": {frame(`{"name": "a", "request": "/", "response": [{"code": 2000}]}`), "a status is a number"},
		"unknown body":    {frame(`{"name": "a", "request": {"url": "/", "body": {"mode": "magic"}}, "response": [{"code": 200}]}`), `bodies of the mode "magic"`},
	} {
		_, findings := postman.Read(source.NewFile("c.json", []byte(test.content)), recorded.Names{})
		if !strings.Contains(messages(findings), test.want) {
			t.Errorf("%s: does not say %q: %s", name, test.want, messages(findings))
		}
	}
}

// FuzzRead reads anything: no input may crash it, and what is read can be written and read again.
func FuzzRead(f *testing.F) {
	f.Add(string(load(f, "testdata/orders.json")))
	f.Fuzz(func(t *testing.T, content string) {
		c, findings := postman.Read(source.NewFile("c.json", []byte(content)), recorded.Names{Consumer: "c"})
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
