package golang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// file is a part of a multipart body that isn't read into values.
type file struct {
	*spec.Field
	many bool
}

// filesOf returns the properties of a multipart body that are files.
func filesOf(m *media) []file {
	if m.Type == nil {
		return nil
	}
	var files []file
	for _, f := range m.Type.AllFields() {
		t := f.Type.Resolve()
		many := t.Kind == spec.KindArray && t.Items != nil
		if many {
			t = t.Items.Resolve()
		}
		if isFile(t) || t.Kind == spec.KindAny && encodedAsFile(m, f.Name) || t.Kind == spec.KindString && encodedAsFile(m, f.Name) {
			files = append(files, file{f, many})
		}
	}
	return files
}

// isFile reports whether a schema means bytes: format binary in OpenAPI 3.0, a media type without an
// encoding since 3.1.
func isFile(t *spec.Type) bool {
	if t.Kind != spec.KindString && t.Kind != spec.KindAny {
		return false
	}
	return t.Format == "binary" || t.Schema != nil && t.Schema.ContentMediaType != "" && t.Schema.ContentEncoding == ""
}

// encodedAsFile reports whether the encoding of a property has a type that isn't text.
func encodedAsFile(m *media, name string) bool {
	for _, e := range m.Encodings {
		if e.Name == name && e.ContentType != "" {
			return !strings.HasPrefix(e.ContentType, "text/") && !spec.IsJSON(e.ContentType)
		}
	}
	return false
}

// markFiles makes the files of a multipart body files in Go.
func (l *lowering) markFiles(m *media) {
	for _, f := range filesOf(m) {
		t := f.Type
		if f.many {
			t = f.Type.Resolve().Items
		}
		l.types.File(t)
	}
}

// putFiles returns the statements that send the files of src, a struct.
func (m *media) putFiles(src string) []string {
	var lines []string
	for _, f := range filesOf(m) {
		info, ok := m.slot.Shape.Field(f.Name)
		if !ok {
			continue
		}
		from, name := src+"."+info.Name, strconv.Quote(f.Name)
		switch {
		case f.many:
			lines = append(lines, fmt.Sprintf("for _, file := range %s {\ncall.PutFile(%s, file)\n}", from, name))
		case strings.HasPrefix(info.Slot.Go, "value.Optional["):
			lines = append(lines, fmt.Sprintf("if file, ok := %s.Get(); ok {\ncall.PutFile(%s, file)\n}", from, name))
		default:
			lines = append(lines, fmt.Sprintf("call.PutFile(%s, %s)", name, from))
		}
	}
	return lines
}
