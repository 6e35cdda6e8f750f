package behavior

import (
	"regexp"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// way leads from the request to a field within it.
type way []protoreflect.FieldDescriptor

var variable = regexp.MustCompile(`\{([\w.]+)`)

// addressed returns the OUTPUT_ONLY fields that a path of the method is made of. Many contracts declare
// the name of a resource so, and have updates be addressed by it: a caller can't but give it.
func addressed(d protoreflect.MethodDescriptor) (ways []way) {
	rule := option[*annotations.HttpRule](d, annotations.E_Http)
	for _, one := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		for _, found := range variable.FindAllStringSubmatch(template(one), -1) {
			w := wayTo(d.Input(), found[1])
			known := slices.ContainsFunc(ways, func(other way) bool { return slices.Equal(w, other) })
			if w != nil && !known && w.output() {
				ways = append(ways, w)
			}
		}
	}
	return ways
}

// template returns the path of a rule, whatever its method.
func template(rule *annotations.HttpRule) string {
	for _, path := range [...]string{rule.GetGet(), rule.GetPut(), rule.GetPost(), rule.GetDelete(), rule.GetPatch()} {
		if path != "" {
			return path
		}
	}
	return rule.GetCustom().GetPath()
}

// wayTo returns the way that a path of names is; nil if it isn't one.
func wayTo(m protoreflect.MessageDescriptor, names string) (w way) {
	for name := range strings.SplitSeq(names, ".") {
		if m == nil {
			return nil
		}
		f := m.Fields().ByName(protoreflect.Name(name))
		if f == nil || f.IsList() || f.IsMap() {
			return nil
		}
		w, m = append(w, f), f.Message()
	}
	return w
}

// output reports whether any of the fields on the way is OUTPUT_ONLY.
func (w way) output() bool {
	return slices.ContainsFunc(w, func(f protoreflect.FieldDescriptor) bool {
		return Declared(f).Has(annotations.FieldBehavior_OUTPUT_ONLY)
	})
}

// get returns what is at the end of the way; an invalid value if nothing is.
func (w way) get(m protoreflect.Message) protoreflect.Value {
	for i, f := range w {
		if !m.Has(f) {
			return protoreflect.Value{}
		}
		if i == len(w)-1 {
			return m.Get(f)
		}
		m = m.Get(f).Message()
	}
	return protoreflect.Value{}
}

func (w way) set(m protoreflect.Message, v protoreflect.Value) {
	for _, f := range w[:len(w)-1] {
		m = m.Mutable(f).Message()
	}
	m.Set(w[len(w)-1], v)
}
