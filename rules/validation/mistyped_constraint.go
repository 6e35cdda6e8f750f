package validation

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var mistypedConstraint = lint.New(lint.Meta{
	ID:       "mistyped-constraint",
	Title:    "a constraint is one of another type than its field",
	Group:    "validation",
	Severity: report.Error,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.AIP,
}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
	if f.Type.Constraints == nil || f.Syntax == nil {
		return
	}
	wanted := rulesFor(f.Type)
	eachKind(f, func(kind string, at source.Span) {
		if wanted != "" && kind != wanted {
			p.Report(&f.Node, at,
				fmt.Sprintf("%s has the constraints of %s and takes those of %s: protovalidate can't compile the message, and refuses every request with it", f.Name, kind, wanted),
				lint.Cure(fmt.Sprintf("write (buf.validate.field).%s", wanted)))
		}
	})
}})

const validateField = "(buf.validate.field)"

// eachKind calls visit for the kind of each constraint of a field, written as a path or as a message.
func eachKind(f *spec.Field, visit func(kind string, at source.Span)) {
	for _, a := range f.Syntax.Attributes() {
		rest, ok := strings.CutPrefix(a.Name, validateField)
		if !ok {
			continue
		}
		if kind, _, _ := strings.Cut(strings.TrimPrefix(rest, "."), "."); isKind(kind) {
			visit(kind, a.NameSpan)
		}
		if rest == "" && a.Value != nil {
			for _, m := range a.Value.Members {
				if isKind(m.Key) {
					visit(m.Key, m.KeySpan)
				}
			}
		}
	}
}

// isKind reports whether protovalidate has rules of that name for one kind of field.
func isKind(name string) bool {
	switch name {
	case "float", "double", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64",
		"bool", "string", "bytes", "enum", "repeated", "map", "any", "duration", "timestamp", "field_mask":
		return true
	}
	return false
}

// rulesFor returns the kind of rules that a field takes; "" where the rule can't tell.
func rulesFor(t *spec.Type) string {
	resolved := t.Resolve()
	switch resolved.Kind {
	case spec.KindArray:
		return "repeated"
	case spec.KindMap:
		return "map"
	case spec.KindString:
		return "string"
	case spec.KindBytes:
		return "bytes"
	case spec.KindBoolean:
		return "bool"
	case spec.KindEnum:
		return "enum"
	case spec.KindInteger, spec.KindNumber:
		if isKind(t.Format) {
			return t.Format
		}
	}
	return wellKnown(resolved)
}

// wellKnown returns the rules of a message of google.protobuf.
func wellKnown(t *spec.Type) string {
	switch t.ID() {
	case "google.protobuf.Duration":
		return "duration"
	case "google.protobuf.Timestamp":
		return "timestamp"
	case "google.protobuf.Any":
		return "any"
	case "google.protobuf.FieldMask":
		return "field_mask"
	}
	return ""
}
