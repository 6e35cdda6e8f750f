package openapi

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// JSON prints the document with two spaces for each level.
func (d *Document) JSON() []byte {
	var b bytes.Buffer
	printJSON(&b, d.Root, 0)
	b.WriteByte('\n')
	return b.Bytes()
}

func printJSON(b *bytes.Buffer, v *spec.Value, depth int) {
	switch v.Kind {
	case spec.Null:
		b.WriteString("null")
	case spec.Str:
		jsonString(b, v.Text)
	case spec.List:
		jsonBlock(b, "[", "]", len(v.Items), depth, func(i int) { printJSON(b, v.Items[i], depth+1) })
	case spec.Map:
		jsonBlock(b, "{", "}", len(v.Members), depth, func(i int) {
			jsonString(b, v.Members[i].Key)
			b.WriteString(": ")
			printJSON(b, v.Members[i].Value, depth+1)
		})
	default:
		b.WriteString(v.Text)
	}
}

func jsonBlock(b *bytes.Buffer, open, end string, n, depth int, item func(int)) {
	b.WriteString(open)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + strings.Repeat("  ", depth+1))
		item(i)
	}
	if n > 0 {
		b.WriteString("\n" + strings.Repeat("  ", depth))
	}
	b.WriteString(end)
}

// jsonString quotes a text; what is no UTF-8 becomes U+FFFD.
func jsonString(b *bytes.Buffer, s string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(strings.ToValidUTF8(s, "\uFFFD")) // a string into a buffer: there is nothing that could fail
	b.Truncate(b.Len() - 1)
}
