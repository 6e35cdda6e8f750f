package report

import (
	"os"

	"golang.org/x/term"
)

// TerminalOptions returns how to print to a file: in colour, with links and to the width of the
// terminal if it is one, unless the environment says otherwise (https://no-color.org).
func TerminalOptions(file *os.File, getenv func(string) string) Options {
	descriptor := int(file.Fd())
	if !term.IsTerminal(descriptor) {
		return Options{}
	}
	o := Options{Color: getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
	o.Links = o.Color && linksUnderstood(getenv)
	if width, _, err := term.GetSize(descriptor); err == nil {
		o.Width = width
	}
	return o
}
