package pact

import (
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// deepest is the margin from which on values are written on one line.
const deepest = 200

// appendLines writes a value over several lines, two spaces a level, so that changes of a contract are
// read line by line.
func appendLines(dst []byte, v *spec.Value, margin string) []byte {
	inner := margin + "  "
	switch {
	case len(margin) > deepest: // nobody reads it, and the margins would be more than the values
		return contract.AppendJSON(dst, v)
	case v.Kind == spec.List && len(v.Items) > 0:
		dst = append(dst, '[')
		for i, item := range v.Items {
			dst = appendLines(separate(dst, i, inner), item, inner)
		}
		return append(newLine(dst, margin), ']')
	case v.Kind == spec.Map && len(v.Members) > 0:
		dst = append(dst, '{')
		for i, m := range v.Members {
			dst = append(contract.AppendString(separate(dst, i, inner), m.Key), ": "...)
			dst = appendLines(dst, m.Value, inner)
		}
		return append(newLine(dst, margin), '}')
	}
	return contract.AppendJSON(dst, v)
}

func separate(dst []byte, i int, margin string) []byte {
	if i > 0 {
		dst = append(dst, ',')
	}
	return newLine(dst, margin)
}

func newLine(dst []byte, margin string) []byte { return append(append(dst, '\n'), margin...) }
