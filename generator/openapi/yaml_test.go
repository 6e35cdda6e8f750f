package openapi

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	yaml4 "go.yaml.in/yaml/v4"
)

// FuzzText has two readers of YAML read a text back, as a key and as a value, and one of JSON.
func FuzzText(f *testing.F) {
	for _, text := range nasty {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { holdText(t, text) })
}

var nasty = []string{
	"", " ", "~", "null", "Null", "yes", "NO", "on", "y", "true", "1", "1.5", "0x1f", "1e3", "1_000", "12:30:45", "2026-01-31", ".inf", "-", "- a", "?", "? a", ":", "a:", "a: b",
	"a #b", "#a", "&a", "*a", "!a", "!!str a", "|", ">", "%a", "@a", "`a`", "{a}", "[a]", "a, b", "'a'", "\"a\"", "it's \"a\" \\ b", "a\\b", "<<", "=", "---", "...", "--- a",
	"a\nb", "a\n\nb", "a\n  b\nc", " a\nb", "a \nb", "a\nb ", "a\n", "\na", "a\tb", "\ta", "a\n\tb", "a\r\nb", "a\rb", "a\u0085b", "a\u2028b", "\ufeffa", "a\u00a0b", "\x00", "\x1b[0m", "\x7f", "é", "日本語", "🦊",
	"a\nb: c\n# d\n- e", strings.Repeat("a word ", 60) + "end", strings.Repeat("a  word ", 60) + "end", strings.Repeat("x", 400), strings.Repeat("a word ", 40) + "\n" + strings.Repeat("b", 300),
	strings.Repeat("k", 1500), "a" + strings.Repeat(" ", 200) + "b",
}

func holdText(t *testing.T, value string) {
	t.Helper()
	want := strings.ToValidUTF8(value, "\uFFFD")
	d := &Document{Root: object().
		put("plain", text(value)).
		put("flow", list(text(value), null(), number("1"))).
		put("deep", object().put("deep", object().put("list", list(object().put("a", text(value)).put("b", text(value)).value(), list(text(value)))).value()).value()).
		put("x"+value, boolean(true)).
		value()}
	var plain, fourth, fromJSON map[string]any
	if err := yaml.Unmarshal(d.YAML(), &plain); err != nil {
		t.Fatalf("%q: %v\n%s", value, err, d.YAML())
	}
	if err := yaml4.Unmarshal(d.YAML(), &fourth); err != nil {
		t.Fatalf("%q: %v\n%s", value, err, d.YAML())
	}
	if err := json.Unmarshal(d.JSON(), &fromJSON); err != nil {
		t.Fatalf("%q: %v", value, err)
	}
	for _, read := range []map[string]any{plain, fourth, fromJSON} {
		inner := read["deep"].(map[string]any)["deep"].(map[string]any)["list"].([]any)
		for _, got := range []any{read["plain"], read["flow"].([]any)[0], inner[0].(map[string]any)["a"], inner[0].(map[string]any)["b"], inner[1].([]any)[0]} {
			if got != want {
				t.Fatalf("%q is read back as %q\n%s", want, got, d.YAML())
			}
		}
		if read["x"+want] != true {
			t.Fatalf("the key %q is lost\n%s", want, d.YAML())
		}
	}
}

// TestText tries the nasty texts, and texts put together of their parts.
func TestText(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, text := range nasty {
		holdText(t, text)
	}
	for range 3000 {
		var b bytes.Buffer
		for range 1 + random.IntN(4) {
			b.WriteString(nasty[random.IntN(len(nasty))])
			b.WriteString([]string{"", " ", "\n", "\n\n", ": "}[random.IntN(5)])
		}
		holdText(t, b.String())
	}
}

// TestHostile has comments, names and options that would like to be more than texts.
func TestHostile(t *testing.T) {
	for _, text := range nasty {
		comment := strings.NewReplacer("\n", "\n// ", "\r", "", "\x00", "").Replace(text)
		if !strings.Contains(text, "\ufeff") {
			d, _ := exportOf(t, "syntax = \"proto3\";\npackage hostile.v1;\nimport \"google/api/annotations.proto\";\n// "+comment+
				"\nservice S {\n// "+comment+"\nrpc Get(M) returns (M) { option (google.api.http) = {get: \"/v1/x\"}; }\n}\n// "+comment+"\nmessage M {\n// "+comment+"\nstring a = 1;\n}\n")
			back, findings := readBack(t, d.YAML())
			if len(findings) > 0 || countOperations(back) != 1 {
				t.Errorf("%q: %v", text, findings)
			}
		}
	}
}
