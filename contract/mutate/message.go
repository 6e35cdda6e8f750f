package mutate

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/spec"
)

// spoiledCall is the answer of a call with one mistake in it.
type spoiledCall struct {
	mutant string
	path   string
	field  protoreflect.FieldDescriptor // nil: the answer
	answer *rpc.Answer                  // nil: none comes
}

// spoilCall makes every mistake that can be made over gRPC, one at a time.
func (t *target) spoilCall(a *rpc.Answer, visit func(spoiledCall)) {
	other := *a
	if other.Status.Code = 2; t.Code != ok { // UNKNOWN
		other.Status.Code = 13 // INTERNAL
	}
	if other.Status.String() == t.Code {
		other.Status.Code = 14 // UNAVAILABLE
	}
	other.Messages = nil
	visit(spoiledCall{otherStatus, "", nil, &other})
	if n := len(a.Messages); n > 0 {
		less := *a
		less.Messages = a.Messages[:n-1]
		visit(spoiledCall{noBody, "", nil, &less})
		t.spoilMessage(a, visit)
	}
	visit(spoiledCall{late, "", nil, nil})
}

// spoilMessage makes the mistakes in the values of the last message.
func (t *target) spoilMessage(a *rpc.Answer, visit func(spoiledCall)) {
	d, n := t.Method.Output(), len(a.Messages)-1
	v, _, err := rpc.Decode(d, a.Messages[n], false)
	if err != nil {
		return
	}
	text := false
	m := messageWalk{func(mutant string, path string, f protoreflect.FieldDescriptor, whole *spec.Value) {
		if mutant == latin1 {
			if text {
				return
			}
			text, path, f = true, "", nil
		}
		content, err := rpc.Encode(d, whole)
		if err != nil {
			return
		}
		made := *a
		made.Messages = slices.Clone(a.Messages)
		made.Messages[n] = content
		visit(spoiledCall{mutant, path, f, &made})
	}}
	m.message(d, v, "$", 0, func(v *spec.Value) *spec.Value { return v })
}

// messageWalk visits what mutants make of a message.
type messageWalk struct {
	visit func(mutant, path string, f protoreflect.FieldDescriptor, whole *spec.Value)
}

func (w messageWalk) message(d protoreflect.MessageDescriptor, v *spec.Value, path string, depth int, put func(*spec.Value) *spec.Value) {
	if depth > deepest || strings.HasPrefix(string(d.FullName()), "google.protobuf.") { // these are values
		return
	}
	for _, m := range v.Members {
		f := d.Fields().ByTextName(m.Key)
		at := path + contract.Step{Kind: contract.Field, Name: m.Key}.String()
		in := func(changed *spec.Value) *spec.Value { return put(withMember(v, m.Key, changed)) }
		if f.HasPresence() || !isDefault(f, m.Value) {
			w.visit(dropField, at, f, in(nil))
		}
		switch n := len(m.Value.Items); {
		case f.IsMap():
		case f.IsList() && n > 0:
			w.value(f, m.Value.Items[n-1], at+"[*]", depth, func(changed *spec.Value) *spec.Value {
				list := *m.Value
				list.Items = append(slices.Clone(m.Value.Items[:n-1]), changed)
				return in(&list)
			})
		case !f.IsList():
			w.value(f, m.Value, at, depth, in)
		}
	}
}

// value visits what becomes of one value that stays where it is.
func (w messageWalk) value(f protoreflect.FieldDescriptor, v *spec.Value, at string, depth int, put func(*spec.Value) *spec.Value) {
	switch {
	case f.Message() != nil:
		w.message(f.Message(), v, at, depth+1, put)
	case f.Enum() != nil:
		w.visit(newEnumValue, at, f, put(contract.Whole(unheardNumber(f.Enum()))))
	case f.Kind() == protoreflect.StringKind:
		if v.Text != "" && (f.HasPresence() || f.IsList()) { // else it is as if it were left out
			w.visit(emptyString, at, f, put(contract.Text("")))
		}
		w.visit(latin1, at, f, put(contract.Text(v.Text+"\xe9")))
	}
}

// isDefault reports whether a value is what a field without presence has where it is left out.
func isDefault(f protoreflect.FieldDescriptor, v *spec.Value) bool {
	switch v.Kind {
	case spec.Str:
		return v.Text == "" || f.Enum() != nil && f.Enum().Values().ByNumber(0) != nil && v.Text == string(f.Enum().Values().ByNumber(0).Name())
	case spec.Num:
		return strings.Trim(v.Text, "-0.") == ""
	case spec.Bool:
		return v.Text == "false"
	case spec.List:
		return len(v.Items) == 0
	}
	return false
}

// unheardNumber returns a number that the enum doesn't have.
func unheardNumber(d protoreflect.EnumDescriptor) int64 {
	largest := int64(0)
	for i := range d.Values().Len() {
		largest = max(largest, int64(d.Values().Get(i).Number()))
	}
	return largest + 1
}
