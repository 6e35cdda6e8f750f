package param

import (
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Path reads a variable of the path from its text, which is still percent-encoded.
func Path(r *wire.Reader, escaped, name string, style Style, shape *Shape) (wire.Node, bool) {
	s := &source{r: r, in: errors.Path, name: name, style: style, code: percent}
	r.At(errors.Path, name)
	switch {
	case style.is(Label):
		return s.label(escaped, shape)
	case style.is(Matrix):
		return s.matrix(escaped, shape)
	}
	return s.value(escaped, shape, comma, style.is(Explode))
}

func (s *source) label(text string, shape *Shape) (wire.Node, bool) {
	text, ok := strings.CutPrefix(text, ".")
	if !ok {
		s.fail(errors.Format, "must start with . (style label)")
		return -1, false
	}
	if s.style.is(Explode) {
		return s.value(text, shape, dot, true)
	}
	return s.value(text, shape, comma, false)
}

func (s *source) matrix(text string, shape *Shape) (wire.Node, bool) {
	text, ok := strings.CutPrefix(text, ";")
	if !ok {
		s.fail(errors.Format, "must start with ; (style matrix)")
		return -1, false
	}
	if s.style.is(Explode) && shape.object() {
		return s.value(text, shape, semicolon, true)
	}
	if s.style.is(Explode) && shape.Items != nil {
		return s.repeated(splitPairs(nil, text, ';', percent), shape)
	}
	name, value, _ := strings.Cut(text, "=")
	if s.decode(name) != s.name {
		s.fail(errors.Format, "must be written as ;"+s.name+"=value (style matrix)")
		return -1, false
	}
	return s.value(value, shape, comma, false)
}

// Header reads a header from all its lines.
func Header(r *wire.Reader, lines []string, name string, style Style, shape *Shape) (wire.Node, bool) {
	s := &source{r: r, in: errors.Header, name: name, style: style}
	r.At(errors.Header, name)
	switch {
	case len(lines) == 0:
		return s.missing()
	case len(lines) == 1:
		return s.value(lines[0], shape, comma, style.is(Explode))
	case shape.Items == nil && !shape.object() || style.is(JSON):
		s.twice()
		return -1, false
	}
	return s.value(strings.Join(lines, ","), shape, comma, style.is(Explode))
}

func (s *source) twice() {
	s.fail(errors.DuplicateKey, "is given more than once, but takes one value")
}
