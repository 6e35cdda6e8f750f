package declared

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"

	"github.com/bylaw-dev/bylaw/config"
)

// template is a text with expressions in it.
type template []part

// part is a piece of text, or an expression whose value is written there.
type part struct {
	text    string
	program cel.Program // nil: the text
}

// template reads a text in which {…} holds expressions. A brace of the text itself is doubled.
func (c *compiler) template(text config.Text) template {
	var t template
	var plain strings.Builder
	for at := 0; at < len(text.Value); {
		switch rest := text.Value[at:]; {
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			plain.WriteByte(rest[0])
			at += 2
		case rest[0] == '{':
			length := expressionLength(rest[1:])
			if length < 0 {
				c.fail(text, at, "this brace opens an expression that nothing closes: write {{ for a brace")
				return t
			}
			t = append(t, part{text: plain.String()}, part{program: c.compile(text, at+1, rest[1:1+length], nil)})
			plain.Reset()
			at += length + 2
		default:
			plain.WriteByte(rest[0])
			at++
		}
	}
	return append(t, part{text: plain.String()})
}

// expressionLength returns how long the expression is that a brace opens; -1 if none closes it.
// Braces within quotes, and those of maps in CEL, are its own.
func expressionLength(text string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case quote != 0 && b == '\\':
			i++
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '{':
			depth++
		case b == '}' && depth == 0:
			return i
		case b == '}':
			depth--
		}
	}
	return -1
}

// print writes the text for an element. What can't be worked out is a question mark: the finding
// stands even where its words don't come out.
func (t template) print(vars map[string]any) string {
	var out strings.Builder
	for _, p := range t {
		if p.program == nil {
			out.WriteString(p.text)
			continue
		}
		value, _, err := p.program.Eval(vars)
		if err != nil {
			out.WriteByte('?')
			continue
		}
		out.WriteString(printed(value))
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func printed(value interface{ Value() any }) string {
	if e, ok := value.(element); ok {
		return nameOf(e)
	}
	if text, ok := value.Value().(string); ok {
		return text
	}
	return fmt.Sprint(value.Value())
}
