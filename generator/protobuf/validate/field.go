package validate

import (
	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// field writes the rules of a field and all below it.
func (l *lowering) field(w *writer, f *protogen.Field) {
	rules := fieldRules(f.Desc)
	if rules.GetIgnore() == validate.Ignore_IGNORE_ALWAYS {
		return
	}
	if why := l.unfit(f.Desc, rules); why.why != "" {
		l.leave(f.Desc, why)
		w.line("v.Field(x, %d)", f.Desc.Number())
		return
	}
	if child := valueMessage(f.Desc); child != nil && unfitOwn(child, messageRules(child)).why != "" {
		w.line("v.Guard(x, %d)", f.Desc.Number())
	}
	l.presence(w, f, rules, w.nested(func(w *writer) { l.value(w, f, rules) }))
}

// valueMessage is the message that a field holds: itself, in a list, or as the value of a map.
func valueMessage(d protoreflect.FieldDescriptor) protoreflect.MessageDescriptor {
	if d.IsMap() {
		return d.MapValue().Message()
	}
	return d.Message()
}

// value writes what is checked of a value that is there.
func (l *lowering) value(w *writer, f *protogen.Field, rules *validate.FieldRules) {
	name := held(f)
	switch {
	case f.Desc.IsMap():
		l.entries(w, f, rules.GetMap())
		return
	case f.Desc.IsList():
		l.items(w, f, rules.GetRepeated())
		return
	case !isOpen(f.Parent):
	case inOneof(f):
		name = "o." + f.GoName
	case f.Desc.HasPresence() && f.Desc.Message() == nil && f.Desc.Kind() != protoreflect.BytesKind:
		name = "*" + name
	}
	w.field = f.Desc.Number()
	l.single(w, value{at: name, desc: f.Desc}, rules)
}

// nested returns statements that are to stand in others.
func (w *writer) nested(statements func(*writer)) []string {
	body := &writer{taken: w.taken, imports: w.imports}
	statements(body)
	w.patterns = append(w.patterns, body.patterns...)
	return body.lines
}

// presence writes what depends on whether a field is set around what is checked of its value.
func (l *lowering) presence(w *writer, f *protogen.Field, rules *validate.FieldRules, body []string) {
	when := f.Desc.HasPresence() || rules.GetRequired() || rules.GetIgnore() == validate.Ignore_IGNORE_IF_ZERO_VALUE
	switch {
	case !when:
		w.lines = append(w.lines, body...)
	case len(body) > 0:
		l.conditional(w, f, rules, body)
	case rules.GetRequired():
		w.line("if !(%s) {", present(f))
		w.line("v.Required(x, %d)", f.Desc.Number())
		w.line("}")
	}
}

func (l *lowering) conditional(w *writer, f *protogen.Field, rules *validate.FieldRules, body []string) {
	if inOneof(f) && isOpen(f.Parent) {
		w.line("if o, ok := x.%s.(*%s); ok && o != nil {", f.Oneof.GoName, f.GoIdent.GoName)
	} else {
		w.line("if %s {", present(f))
	}
	w.lines = append(w.lines, body...)
	if rules.GetRequired() {
		w.line("} else {")
		w.line("v.Required(x, %d)", f.Desc.Number())
	}
	w.line("}")
}

// items writes the rules of a list and of its items.
func (l *lowering) items(w *writer, f *protogen.Field, rules *validate.RepeatedRules) {
	list := held(f)
	w.field = f.Desc.Number()
	w.size("len("+list+")", "repeated", rules)
	w.unique(list, f.Desc.Kind(), rules)
	body := w.nested(func(w *writer) {
		l.element(w, value{at: "item", desc: f.Desc, prefix: "repeated.items."}, rules.GetItems())
	})
	if len(body) == 0 {
		return
	}
	w.line("for i, item := range %s {", list)
	w.line("at := v.Mark()")
	w.lines = append(w.lines, body...)
	w.line("v.UnderIndex(at, x, %d, i)", f.Desc.Number())
	w.line("}")
}

func (w *writer) unique(list string, kind protoreflect.Kind, rules *validate.RepeatedRules) {
	function := "valid.Unique"
	if kind == protoreflect.BytesKind {
		function = "valid.UniqueBytes"
	}
	if rules.GetUnique() {
		w.add("!"+function+"("+list+")", rule{"repeated.unique", "repeated.unique", "repeated value must contain unique items"})
	}
}

// entries writes the rules of a map, its keys and its values.
func (l *lowering) entries(w *writer, f *protogen.Field, rules *validate.MapRules) {
	w.field = f.Desc.Number()
	w.pairs("len("+held(f)+")", rules)
	keys := w.nested(func(w *writer) {
		l.element(w, value{at: "key", desc: f.Desc.MapKey(), prefix: "map.keys."}, rules.GetKeys())
	})
	items := w.nested(func(w *writer) {
		l.element(w, value{at: "item", desc: f.Desc.MapValue(), prefix: "map.values."}, rules.GetValues())
	})
	if len(keys)+len(items) == 0 {
		return
	}
	w.line("entries%s := v.Mark()", f.GoName)
	w.loop(f, keys, items)
	w.line("v.SortEntries(entries%s)", f.GoName)
}

func (w *writer) loop(f *protogen.Field, keys, items []string) {
	variables := "key"
	if len(items) > 0 {
		variables = "key, item"
	}
	w.line("for %s := range %s {", variables, held(f))
	w.line("at := v.Mark()")
	if len(keys) > 0 {
		w.lines = append(w.lines, keys...)
		w.line("v.ForKey(at)")
	}
	w.lines = append(w.lines, items...)
	w.line(underKey(f.Desc.MapKey().Kind()), f.Desc.Number())
	w.line("}")
}

func underKey(kind protoreflect.Kind) string {
	switch kind {
	case protoreflect.StringKind:
		return "v.UnderString(at, x, %d, key)"
	case protoreflect.BoolKind:
		return "v.UnderBool(at, x, %d, key)"
	case protoreflect.Uint32Kind, protoreflect.Uint64Kind, protoreflect.Fixed32Kind, protoreflect.Fixed64Kind:
		return "v.UnderUint(at, x, %d, uint64(key))"
	}
	return "v.UnderInt(at, x, %d, int64(key))"
}

// element writes the rules of an item, a key or a map's value, which may be ignored when zero.
func (l *lowering) element(w *writer, x value, rules *validate.FieldRules) {
	if rules.GetIgnore() == validate.Ignore_IGNORE_ALWAYS {
		return
	}
	body := w.nested(func(w *writer) { l.single(w, x, rules) })
	if len(body) == 0 || rules.GetIgnore() != validate.Ignore_IGNORE_IF_ZERO_VALUE {
		w.lines = append(w.lines, body...)
		return
	}
	w.line("if %s {", notDefault(x))
	w.lines = append(w.lines, body...)
	w.line("}")
}

// notDefault is the condition under which an element isn't what a new one would be.
func notDefault(x value) string {
	switch x.desc.Kind() {
	case protoreflect.EnumKind:
		return x.at + " != " + integer(int64(x.desc.Enum().Values().Get(0).Number()))
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return x.at + " != 0"
	}
	return nonzero(x.desc.Kind(), x.at)
}
