package form_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/recorded"
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
