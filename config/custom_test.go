package config

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestCustomRules reads what is declared before what names it, wherever it stands, and places the
// mistakes of expressions in every way that YAML writes text.
func TestCustomRules(t *testing.T) {
	const text = `version: 1
rules:
  x-one: error
  x-two: "off"
  x/*: info
custom_rules:
  x-one: {title: one, for: field, assert: 'abc WRONG def'}
  x-two: {title: two, for: type, assert: 'true'}
  x-three:
    title: three
    for: type
    assert: >
      folded
      WRONG here
  x-four:
    title: four
    for: type
    assert: |-
      first

      second WRONG here
`
	catalog := Catalog{CheckCustom: func(c *CustomRule) []Mistake {
		if at := strings.Index(c.Assert.Value, "WRONG"); at >= 0 {
			return []Mistake{{Text: c.Assert, Offset: at, Message: "it is wrong"}}
		}
		return nil
	}}
	c, findings := Parse(source.NewFile("bylaw.yaml", []byte(text)), catalog)
	var got []string
	for _, f := range findings {
		got = append(got, f.Message+" at "+f.Span.Text())
	}
	want := "it is wrong at WRONG def|it is wrong at >|it is wrong at WRONG here"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "|"), want)
	}
	if len(c.Custom) != 1 || c.Custom[0].ID.Value != "x-two" {
		t.Errorf("of the rules %v are taken", c.Custom)
	}
	if settings := c.Profile("api.yaml").Settings; len(settings) != 0 {
		t.Errorf("x-two is off, and yet %v", settings)
	}
}

func TestCustomRulesThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"custom_rules: []": "custom_rules must be a mapping from rule IDs to rules, not a list",
		"custom_rules: {x-a: {for: field, assert: 'true'}}":                                      "a custom rule needs title, for, assert",
		"custom_rules: {x-a: {title: t, for: fild, assert: 'true'}}":                             `unknown kind of element "fild"`,
		"custom_rules: {x_a: {title: t, for: field, assert: 'true'}}":                            `"x_a" is no ID of a custom rule`,
		"custom_rules: {x-a: {title: t, for: field, assert: true}}":                              "assert must be text, not true",
		"custom_rules: {x-a: {title: t, for: field, assert: a, when: 3}}":                        "when must be text, not 3",
		"custom_rules: {x-a: {title: t, for: field, assert: a, to: none}}":                       `unknown key "to"`,
		"custom_rules: {x-a: {title: t, for: field, assert: a, formats: [wsdl]}}":                `unknown format "wsdl"`,
		"custom_rules: {x-a: {title: t, for: field, assert: " + strings.Repeat("a", 5000) + "}}": "assert is longer than 4096 bytes",
	} {
		_, findings := Parse(source.NewFile("bylaw.yaml", []byte("version: 1\n"+text)), Catalog{})
		if len(findings) == 0 || !strings.Contains(findings[0].Message, want) {
			t.Errorf("%s: got %+v, want %q", text, findings, want)
		}
	}
}
