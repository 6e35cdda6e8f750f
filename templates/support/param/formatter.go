package param

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func (f *formatter) add(texts ...string) {
	for _, text := range texts {
		f.dst = append(f.dst, text...)
	}
}

func (f *formatter) separate(between string) {
	if len(f.dst) > 0 {
		f.add(between)
	}
}

// text is a scalar, encoded; what lies deeper than a style can say is JSON text.
func (f *formatter) text(n wire.Node) string {
	switch f.r.Kind(n) {
	case wire.KindNull:
		return ""
	case wire.KindArray, wire.KindObject:
		return f.escaped(string(f.r.AppendJSON(nil, n)))
	}
	return f.escaped(f.r.Keep(n))
}

func (f *formatter) json(n wire.Node) { f.add(f.escaped(string(f.r.AppendJSON(nil, n)))) }

func (f *formatter) escaped(text string) string {
	if f.code == none {
		return text
	}
	return string(appendEscaped(nil, text, f.keep))
}

func itoa(i int) string { return strconv.Itoa(i) }
