package pact

import (
	"bytes"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// deepest is the margin from which on values are written on one line.
const deepest = 200

// indent writes a value over several lines, two spaces a level, so that changes of a contract are read
// line by line.
func indent(out *bytes.Buffer, v *spec.Value, margin string) {
	inner := margin + "  "
	switch {
	case len(margin) > deepest: // nobody reads it, and the margins would be more than the values
		out.Write(contract.AppendJSON(nil, v))
	case v.Kind == spec.List && len(v.Items) > 0:
		out.WriteByte('[')
		for i, item := range v.Items {
			separate(out, i, inner)
			indent(out, item, inner)
		}
		out.WriteString("\n" + margin + "]")
	case v.Kind == spec.Map && len(v.Members) > 0:
		out.WriteByte('{')
		for i, m := range v.Members {
			separate(out, i, inner)
			out.Write(contract.AppendString(nil, m.Key))
			out.WriteString(": ")
			indent(out, m.Value, inner)
		}
		out.WriteString("\n" + margin + "}")
	default:
		out.Write(contract.AppendJSON(nil, v))
	}
}

func separate(out *bytes.Buffer, i int, margin string) {
	if i > 0 {
		out.WriteByte(',')
	}
	out.WriteString("\n" + margin)
}
