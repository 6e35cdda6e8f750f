package validate

import (
	"fmt"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// value is a value that is there: of a field, an item, a key.
type value struct {
	at     string // the Go expression
	desc   protoreflect.FieldDescriptor
	prefix string // of the paths of its rules: "repeated.items."
}

// rule names one of the rules of a value: "string", "min_len".
func (x value) rule(kind, name, message string) rule {
	return rule{x.prefix + kind + "." + name, kind + "." + name, message}
}

// single writes the rules of one value, and those of the message that it is.
func (l *lowering) single(w *writer, x value, rules *validate.FieldRules) {
	m := x.desc.Message()
	if m == nil {
		w.scalar(x, x.desc.Kind(), rules)
		return
	}
	switch m.FullName() {
	case "google.protobuf.Any":
		w.anyRules(x, rules.GetAny())
	case "google.protobuf.Duration":
		w.duration(x, rules.GetDuration())
	case "google.protobuf.FieldMask":
		w.fieldMask(x, rules.GetFieldMask())
	case "google.protobuf.Timestamp":
		w.timestamp(x, rules.GetTimestamp())
	}
	if wrapped(m) != "" {
		w.scalar(value{x.at + ".GetValue()", x.desc, x.prefix}, m.Fields().ByName("value").Kind(), rules)
	}
	if l.generated[m.FullName()] && l.hasRules(m) {
		w.child(x.at)
	}
}

// child writes the call that checks a message of its own.
func (w *writer) child(at string) {
	if w.field == 0 {
		w.line("%s.%s(v)", at, Method)
		return
	}
	w.line("at := v.Mark()")
	w.line("%s.%s(v)", at, Method)
	w.line("v.Under(at, x, %d)", w.field)
}

func (w *writer) scalar(x value, kind protoreflect.Kind, rules *validate.FieldRules) {

	switch kind {
	case protoreflect.BoolKind:
		w.boolean(x, rules.GetBool())
	case protoreflect.StringKind:
		w.text(x, rules.GetString())
	case protoreflect.BytesKind:
		w.bytes(x, rules.GetBytes())
	case protoreflect.EnumKind:
		w.enum(x, rules.GetEnum())
	default:
		w.number(x, kind.String(), rules)
	}
}

func (w *writer) boolean(x value, rules *validate.BoolRules) {
	if rules.HasConst() {
		broken := x.at
		if rules.GetConst() {
			broken = "!" + x.at
		}
		w.add(broken, x.rule("bool", "const", fmt.Sprintf("must equal %t", rules.GetConst())))
	}
}

func (w *writer) enum(x value, rules *validate.EnumRules) {
	if rules.HasConst() {
		n := integer(int64(rules.GetConst()))
		w.add(x.at+" != "+n, x.rule("enum", "const", "must equal "+n))
	}
	w.lists(x, "enum", integers(rules.GetIn()), integers(rules.GetNotIn()), integers(rules.GetIn()), integers(rules.GetNotIn()))
	if !rules.GetDefinedOnly() {
		return
	}
	var known []string
	values := x.desc.Enum().Values()
	for i := range values.Len() {
		known = append(known, integer(int64(values.Get(i).Number())))
	}
	w.oneOf(x.at, known, x.rule("enum", "defined_only", "value must be one of the defined enum values"))
}

// lists writes the rules in and not_in of values that Go can switch on: their literals, and how they
// are spelt in messages.
func (w *writer) lists(x value, kind string, in, notIn, saidIn, saidNotIn []string) {
	if len(in) > 0 {
		w.oneOf(x.at, in, x.rule(kind, "in", "must be in list ["+strings.Join(saidIn, ", ")+"]"))
	}
	if len(notIn) > 0 {
		w.noneOf(x.at, notIn, x.rule(kind, "not_in", "must not be in list ["+strings.Join(saidNotIn, ", ")+"]"))
	}
}

func (w *writer) oneOf(at string, literals []string, r rule) {
	w.line("switch %s {", at)
	w.line("case %s:", strings.Join(distinct(literals), ", "))
	w.line("default:")
	w.broken(r)
	w.line("}")
}

func (w *writer) noneOf(at string, literals []string, r rule) {
	w.line("switch %s {", at)
	w.line("case %s:", strings.Join(distinct(literals), ", "))
	w.broken(r)
	w.line("}")
}

func (w *writer) anyRules(x value, rules *validate.AnyRules) {
	url := x.at + ".GetTypeUrl()"
	if in := rules.GetIn(); len(in) > 0 {
		w.oneOf(url, quoted(in), x.rule("any", "in", "type URL must be in the allow list"))
	}
	if notIn := rules.GetNotIn(); len(notIn) > 0 {
		w.noneOf(url, quoted(notIn), x.rule("any", "not_in", "type URL must not be in the block list"))
	}
}

func (w *writer) fieldMask(x value, rules *validate.FieldMaskRules) {
	paths := x.at + ".GetPaths()"
	if rules.HasConst() {
		want := rules.GetConst().GetPaths()
		broken := "!slices.Equal(" + paths + ", []string{" + strings.Join(quoted(want), ", ") + "})"
		if len(want) == 0 {
			broken = "len(" + paths + ") > 0"
		} else {
			w.use("slices")
		}
		w.add(broken, x.rule("field_mask", "const", "must equal paths ["+strings.Join(want, ", ")+"]"))
	}
	if in := rules.GetIn(); len(in) > 0 {
		w.covered(paths, "!", in, x.rule("field_mask", "in", "must only contain paths in ["+strings.Join(in, ", ")+"]"))
	}
	if notIn := rules.GetNotIn(); len(notIn) > 0 {
		w.covered(paths, "", notIn, x.rule("field_mask", "not_in", "must not contain any paths in ["+strings.Join(notIn, ", ")+"]"))
	}
}

func (w *writer) covered(paths, not string, list []string, r rule) {
	w.line("for _, path := range %s {", paths)
	w.line("if %svalid.Covered(path, %s) {", not, strings.Join(quoted(list), ", "))
	w.broken(r)
	w.line("break")
	w.line("}")
	w.line("}")
}

// size writes the bounds of a list.
func (w *writer) size(length, kind string, rules *validate.RepeatedRules) {
	if n := rules.GetMinItems(); n > 0 {
		w.add(sized(length, "<", n), rule{kind + ".min_items", kind + ".min_items", fmt.Sprintf("must contain at least %d item(s)", n)})
	}
	if n := rules.GetMaxItems(); rules.HasMaxItems() {
		w.add(sized(length, ">", n), rule{kind + ".max_items", kind + ".max_items", fmt.Sprintf("must contain no more than %d item(s)", n)})
	}
}

// pairs writes the bounds of a map. Of two that are broken the first is told.
func (w *writer) pairs(length string, rules *validate.MapRules) {
	least, most := rules.GetMinPairs(), rules.GetMaxPairs()
	low := rule{"map.min_pairs", "map.min_pairs", fmt.Sprintf("map must be at least %d entries", least)}
	high := rule{"map.max_pairs", "map.max_pairs", fmt.Sprintf("map must be at most %d entries", most)}
	switch {
	case least > 0 && rules.HasMaxPairs():
		w.line("if %s {", sized(length, "<", least))
		w.broken(low)
		w.line("} else if %s {", sized(length, ">", most))
		w.broken(high)
		w.line("}")
	case least > 0:
		w.add(sized(length, "<", least), low)
	case rules.HasMaxPairs():
		w.add(sized(length, ">", most), high)
	}
}
