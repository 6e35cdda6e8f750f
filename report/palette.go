package report

import (
	"strings"

	"github.com/fatih/color"
)

// style is what is printed before and after a piece of text to give it a colour.
type style struct{ open, close string }

func (s style) paint(text string) string { return s.open + text + s.close }

// palette is the colours of text output; the zero palette has none.
type palette struct {
	strong, faint, note style
	severity            [Error + 1]style
}

func newPalette(colored bool) palette {
	if !colored {
		return palette{}
	}
	p := palette{
		strong: styleOf(color.Bold),
		faint:  styleOf(color.FgBlue),
		note:   styleOf(color.FgGreen, color.Bold),
	}
	p.severity[Info] = styleOf(color.FgCyan, color.Bold)
	p.severity[Warning] = styleOf(color.FgYellow, color.Bold)
	p.severity[Error] = styleOf(color.FgRed, color.Bold)
	return p
}

// styleOf asks the library once for the sequences around a text, which are then only copied.
func styleOf(attributes ...color.Attribute) style {
	c := color.New(attributes...)
	c.EnableColor() // whether to colour is the caller's decision, not that of the library
	open, close, _ := strings.Cut(c.Sprint("|"), "|")
	return style{open, close}
}
