package text

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
)

// maker is a generator as placeholders name it: the words of its parameters in the order they have, ""
// for one that needs none.
type maker struct {
	text   string
	kind   contract.GeneratorKind
	name   string // as version 4 writes it
	params []string
}

var makers = []maker{
	{"random_int", contract.RandomInt, "RandomInt", []string{"min", "max"}},
	{"random_decimal", contract.RandomDecimal, "RandomDecimal", []string{"digits"}},
	{"random_hexadecimal", contract.RandomHexadecimal, "RandomHexadecimal", []string{"digits"}},
	{"random_string", contract.RandomString, "RandomString", []string{"size"}},
	{"random_regex", contract.RandomRegex, "Regex", []string{"regex"}},
	{"random_uuid", contract.RandomUUID, "Uuid", []string{"format"}},
	{"random_boolean", contract.RandomBoolean, "RandomBoolean", nil},
	{"current_date", contract.CurrentDate, "Date", []string{"format", "moved"}},
	{"current_time", contract.CurrentTime, "Time", []string{"format", "moved"}},
	{"current_datetime", contract.CurrentDateTime, "DateTime", []string{"format", "moved"}},
	{"state", contract.ProviderState, "ProviderState", []string{"value", "as"}},
	{"mock_url", contract.MockServerURL, "MockServerURL", []string{"regex", "example"}},
}

// generator reads a generator: its name, and each parameter behind its word.
func (p *parser) generator() (*contract.Generator, error) {
	for _, m := range makers {
		if !p.skip(aWord, m.text) {
			continue
		}
		g := &contract.Generator{Kind: m.kind, Name: m.name}
		for _, param := range m.params {
			if p.skip(aWord, param) {
				if err := p.parameter(g, param); err != nil {
					return nil, err
				}
			}
		}
		return g, nil
	}
	if p.now.kind == aWord {
		return nil, fmt.Errorf("%q is no generator: write one of %s", p.now.text, makerNames())
	}
	return nil, p.unexpected("a generator behind <-, such as random_uuid")
}

func makerNames() string {
	var all []string
	for _, m := range makers {
		all = append(all, m.text)
	}
	return strings.Join(all, ", ")
}

// parameter reads the value of one parameter.
func (p *parser) parameter(g *contract.Generator, name string) error {
	if to := textParameter(g, name); to != nil {
		if p.now.kind != aString {
			return p.unexpected("a text in quotes behind " + name)
		}
		*to = p.now.text
		p.advance()
		return nil
	}
	n, err := strconv.ParseInt(p.now.text, 10, 64)
	if p.now.kind != aNumber || err != nil {
		return p.unexpected("a whole number behind " + name)
	}
	p.advance()
	return setNumber(g, name, n)
}

// textParameter returns where a parameter that is a text belongs, nil for one that is a number.
func textParameter(g *contract.Generator, name string) *string {
	switch name {
	case "regex":
		return &g.Regex
	case "format":
		return &g.Format
	case "moved", "value":
		return &g.Expression
	case "as":
		return &g.DataType
	case "example":
		return &g.Example
	}
	return nil
}

func setNumber(g *contract.Generator, name string, n int64) error {
	switch name {
	case "min":
		g.Min = &n
	case "max":
		g.Max = &n
	case "digits", "size":
		if n < 1 || n > 1<<31-1 {
			return fmt.Errorf("%s %d is out of range", name, n)
		}
		g.Digits = int(n)
		if name == "size" {
			g.Digits, g.Size = 0, int(n)
		}
	}
	return nil
}

// generatorText writes a generator as parser.generator reads it, "" where that can't say it.
func generatorText(g *contract.Generator) string {
	for _, m := range makers {
		if m.kind == g.Kind && m.name == g.Name && len(g.Unknown) == 0 {
			text := m.text
			for _, param := range m.params {
				text += parameterText(g, param)
			}
			return text
		}
	}
	return ""
}

func parameterText(g *contract.Generator, name string) string {
	if text := textParameter(g, name); text != nil {
		if *text == "" {
			return ""
		}
		return " " + name + " " + quote(*text)
	}
	switch {
	case name == "min" && g.Min != nil:
		return " min " + strconv.FormatInt(*g.Min, 10)
	case name == "max" && g.Max != nil:
		return " max " + strconv.FormatInt(*g.Max, 10)
	case name == "digits" && g.Digits > 0:
		return " digits " + strconv.Itoa(g.Digits)
	case name == "size" && g.Size > 0:
		return " size " + strconv.Itoa(g.Size)
	}
	return ""
}

func quote(text string) string { return string(contract.AppendString(nil, text)) }
