package proto

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/spec"
)

// extension returns the value of an option that is an extension, read by name; invalid if not set.
func extension(d protoreflect.Descriptor, name protoreflect.FullName) protoreflect.Value {
	var found protoreflect.Value
	d.Options().ProtoReflect().Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.IsExtension() && f.FullName() == name {
			found = v
		}
		return true
	})
	return found
}

func extensionText(d protoreflect.Descriptor, name protoreflect.FullName) string {
	if v := extension(d, name); v.IsValid() {
		return v.String()
	}
	return ""
}

func field(m protoreflect.Message, name protoreflect.Name) protoreflect.Value {
	return m.Get(m.Descriptor().Fields().ByName(name))
}

// options compares every option with the descriptor's, its value included, however it is written.
func (d *differ) options(n *spec.Node, want protoreflect.Descriptor) {
	names := map[string]bool{}
	for _, a := range n.Syntax.Attributes() {
		if !a.Span.Contains(a.Value.Span) || !a.Span.Contains(a.NameSpan) || !n.Span.Contains(a.Span) {
			d.errorf("%s: option %s lies outside of its declaration", n.ID(), a.Name)
		}
		names[wholeOption(a.Name)] = true
	}
	delete(names, "json_name") // both are fields of the descriptor, not options
	delete(names, "default")
	want.Options().ProtoReflect().Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		name := string(f.Name())
		if f.IsExtension() {
			name = "(" + string(f.FullName()) + ")"
		}
		attribute, ok := n.Attr(name)
		if !ok {
			d.errorf("%s: option %s is missing", n.ID(), name)
			return true
		}
		delete(names, name)
		d.counts.options++
		d.optionValue(n.ID(), name, f, v, attribute.Value)
		return true
	})
	for name := range names {
		d.errorf("%s: option %s is in the model only", n.ID(), name)
	}
	d.equal(n.ID(), "deprecated", n.Deprecated != nil, isDeprecated(want))
}

// wholeOption cuts the path off an option's name: "(buf.validate.field).string.len".
func wholeOption(name string) string {
	if end := strings.IndexByte(name, ')'); end >= 0 {
		return name[:end+1]
	}
	name, _, _ = strings.Cut(name, ".")
	return name
}

func isDeprecated(d protoreflect.Descriptor) bool {
	m := d.Options().ProtoReflect()
	f := m.Descriptor().Fields().ByName("deprecated")
	return f != nil && m.Get(f).Bool()
}

func (d *differ) optionValue(id spec.ID, name string, f protoreflect.FieldDescriptor, want protoreflect.Value, got *spec.Value) {
	if !f.IsList() {
		d.singleValue(id, name, f, want, got)
		return
	}
	items := flatten(got)
	d.equal(id, name+"'s items", len(items), want.List().Len())
	for i := range min(len(items), want.List().Len()) {
		d.singleValue(id, name, f, want.List().Get(i), items[i])
	}
}

func (d *differ) singleValue(id spec.ID, name string, f protoreflect.FieldDescriptor, want protoreflect.Value, got *spec.Value) {
	switch f.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		d.messageValue(id, name, want.Message(), got)
	case protoreflect.EnumKind:
		d.equal(id, name, got.Text, string(f.Enum().Values().ByNumber(want.Enum()).Name()))
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		number, _ := got.Float()
		d.equal(id, name, number, want.Float())
	case protoreflect.BytesKind:
		d.equal(id, name, got.Text, string(want.Bytes()))
	case protoreflect.StringKind:
		d.equal(id, name, got.Text, want.String())
		d.equal(id, name, got.Kind, spec.Str)
	case protoreflect.BoolKind:
		d.equal(id, name, got.Bool(), want.Bool())
	default:
		d.equal(id, name, got.Text, want.String())
	}
}

func (d *differ) messageValue(id spec.ID, name string, want protoreflect.Message, got *spec.Value) {
	keys := map[string]bool{}
	for _, m := range got.Members {
		keys[m.Key] = true
	}
	want.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		key := f.TextName()
		path := name + "." + key
		delete(keys, key)
		switch members := list(got, key); {
		case f.IsMap():
			d.equal(id, path+"'s entries", len(members), v.Map().Len())
		case f.IsList():
			d.equal(id, path+"'s items", len(members), v.List().Len())
			for i := range min(len(members), v.List().Len()) {
				d.singleValue(id, path+"["+strconv.Itoa(i)+"]", f, v.List().Get(i), members[i])
			}
		case len(members) == 1:
			d.singleValue(id, path, f, v, members[0])
		default:
			d.errorf("%s: %s stands %d times", id, path, len(members))
		}
		return true
	})
	for key := range keys {
		// A field without presence that is set to its zero value is not there in the message.
		if f := want.Descriptor().Fields().ByTextName(key); f == nil || f.HasPresence() {
			d.errorf("%s: %s.%s is in the model only", id, name, key)
		}
	}
}

// doc compares the documentation with the comments that the compiler attaches to the declaration.
func (d *differ) doc(n *spec.Node, want protoreflect.Descriptor) {
	location := want.ParentFile().SourceLocations().ByDescriptor(want)
	text := commentText(location.LeadingComments)
	switch want.(type) {
	case protoreflect.FieldDescriptor, protoreflect.EnumValueDescriptor:
		if text == "" {
			text = commentText(location.TrailingComments)
		}
	}
	if text != "" {
		d.counts.docs++
	}
	d.equal(n.ID(), "documentation", n.Doc, text)
}

// commentText brings a comment of the compiler into the form that the model has: it keeps the space
// behind the comment markers, and the white space at the ends.
func commentText(comment string) string {
	lines := strings.Split(comment, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimRight(line, " \t\r"), " ")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n ")
}
