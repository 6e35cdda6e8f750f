package schema

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// kinds is a set of kinds of JSON values, the same as wire.Kind.
type kinds uint8

const (
	kindNull kinds = 1 << iota
	kindBool
	kindInteger
	kindFraction
	kindString
	kindArray
	kindObject
	kindNumber = kindInteger | kindFraction
	kindAny    = kindNull | kindBool | kindNumber | kindString | kindArray | kindObject
)

// has reports whether all the given kinds are in the set.
func (k kinds) has(want kinds) bool { return k&want == want }

// single reports whether values of the set are all of one Go kind.
func (k kinds) single() bool {
	return k != 0 && (k&(k-1) == 0 || k == kindNumber)
}

// expression returns the set as generated code writes it.
func (k kinds) expression() string {
	if k == kindAny {
		return "wire.KindAny"
	}
	var parts []string
	for _, name := range kindNames {
		if k.has(name.kind) {
			parts = append(parts, "wire."+name.constant)
			k &^= name.kind
		}
	}
	return strings.Join(parts, "|")
}

var kindNames = [...]struct {
	kind           kinds
	constant, word string
}{
	{kindNull, "KindNull", "Null"}, {kindBool, "KindBool", "Bool"}, {kindNumber, "KindNumber", "Number"},
	{kindInteger, "KindInteger", "Integer"}, {kindFraction, "KindFraction", "Fraction"},
	{kindString, "KindString", "Text"}, {kindArray, "KindArray", "List"}, {kindObject, "KindObject", "Object"},
}

// word names the kinds in a Go name: PaymentText.
func (k kinds) word() string {
	for _, name := range kindNames {
		if k == name.kind {
			return name.word
		}
	}
	return "Value"
}

// strange returns the keywords that say nothing of values of these kinds. The empty set is one that is
// not known.
func (k kinds) strange() keyword {
	var done keyword
	if k&kindString == 0 {
		done |= keywordLength | keywordPattern | keywordFormat
	}
	if k&kindNumber == 0 {
		done |= keywordBounds
	}
	if k&kindArray == 0 {
		done |= keywordItemCount | keywordUniqueItems | keywordItems | keywordContains
	}
	if k&kindObject == 0 {
		done |= keywordPropertyCount | keywordRequired | keywordProperties | keywordPropertyNames | keywordDependent
	}
	if k == 0 {
		return 0
	}
	return done
}

// kindOfName returns the kinds that a name in `type` allows.
func kindOfName(name string) kinds {
	switch name {
	case "null":
		return kindNull
	case "boolean":
		return kindBool
	case "integer":
		return kindInteger
	case "number":
		return kindNumber
	case "string":
		return kindString
	case "array":
		return kindArray
	case "object":
		return kindObject
	}
	return 0
}

// ownKinds returns the kinds of values that the schema's own keywords leave possible, those that
// take other schemas aside.
func (t *Types) ownKinds(s *spec.Type) kinds {
	k := t.typeKinds(s)
	if literals, closed := literals(s); closed {
		var values kinds
		for _, v := range literals {
			values |= kindOfValue(v)
		}
		k &= values
	}
	return k
}

// typeKinds returns the kinds that `type` allows, or which the other keywords imply.
func (t *Types) typeKinds(s *spec.Type) kinds {
	var k kinds
	if s.Schema != nil {
		for _, name := range s.Schema.Types {
			k |= kindOfName(name)
		}
	}
	switch {
	case s.Kind == spec.KindNever:
		return 0
	case k != 0:
	case t.options.Strict || s.Kind == spec.KindReference:
		return kindAny
	case len(s.Fields) > 0 || s.Schema != nil && (s.Schema.AdditionalProperties != nil || len(s.Schema.PatternProperties) > 0) || s.Kind == spec.KindMap:
		k = kindObject
	case s.Items != nil || s.Schema != nil && len(s.Schema.PrefixItems) > 0:
		k = kindArray
	default:
		return kindAny
	}
	if s.Nullable {
		k |= kindNull
	}
	return k
}

// literals returns the values that `enum` and `const` allow; closed is false where neither is said.
func literals(s *spec.Type) (values []*spec.Value, closed bool) {
	if s.Constraints != nil && s.Constraints.Const != nil {
		return []*spec.Value{s.Constraints.Const}, true
	}
	enum, ok := s.Attr("enum")
	if !ok || enum.Value == nil || enum.Value.Kind != spec.List {
		return nil, false
	}
	return enum.Value.Items, true
}

func kindOfValue(v *spec.Value) kinds {
	switch v.Kind {
	case spec.Bool:
		return kindBool
	case spec.Num:
		if isInteger(v) {
			return kindInteger
		}
		return kindFraction
	case spec.Str:
		return kindString
	case spec.List:
		return kindArray
	case spec.Map:
		return kindObject
	}
	return kindNull
}
