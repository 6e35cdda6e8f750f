package spec

import "github.com/bylaw-dev/bylaw/spec/source"

// Kind is the main shape of a type, after nullability is set aside. A JSON Schema that leaves its
// shape to the branches of allOf, or to the one branch of a union that is not null, has their kind
// and format; Items, Values and Fields stay where they are declared.
type Kind uint8

// The kinds.
const (
	KindAny       Kind = iota // no restriction on the shape: {} or true, google.protobuf.Value
	KindReference             // stands for Target
	KindObject                // a proto message or group, a JSON object with named properties
	KindMap                   // arbitrary keys, one value type
	KindArray
	KindEnum // a closed set of strings or numbers; see Values
	KindBoolean
	KindInteger
	KindNumber
	KindString
	KindBytes // proto bytes; JSON strings stay KindString whatever their format
	KindNull
	KindUnion // several shapes: oneOf, anyOf, or a `type` of several names besides null
	KindNever // JSON Schema false
)

// Type is the shape of a value: a proto message or enum, a JSON Schema, or one use of either.
//
// Wherever a value is declared there is a Type of its own: a field of type Topic has a Type of
// KindReference whose Target is Topic's definition, with the span of the type's name and the
// constraints declared at that use. Resolve follows it.
type Type struct {
	Node
	Kind     Kind
	Target   *Type  // KindReference: the definition; nil: it could not be resolved
	Ref      string // the reference as written: "Topic", "../common.yaml#/components/schemas/Id"
	Format   string // "int64", "fixed32", "double", "date-time", "uuid" …; "" if none
	Nullable bool   // JSON null is allowed too

	Fields []*Field     // message fields and properties, in source order
	OneOfs []*OneOf     // proto oneofs; synthetic ones are not among them
	Values []*EnumValue // KindEnum
	Items  *Type        // KindArray: the element; KindMap: the value
	Keys   *Type        // KindMap: the key; nil: any string

	// Types holds what is declared inside and named: nested messages and enums, $defs.
	Types      []*Type
	Extensions []*Field // proto extensions declared inside the message

	Constraints *Constraints // nil: none
	Schema      *Schema      // JSON Schema's other keywords; nil: none, and always nil in proto
	Proto       *ProtoType   // what only proto messages and enums have; nil: nothing
	Resource    *Resource    // google.api.resource; nil: not a resource

	// Direction says on which side of operations the type is used, itself or within another. It
	// is known after MarkDirections.
	Direction Direction
}

// Resolve returns the definition behind references, or t itself. It returns nil only for a nil t.
// A reference that could not be resolved is returned as it is, so Kind may be KindReference.
func (t *Type) Resolve() *Type {
	// A chain of references is as long as the author made it; loaders break the cycles.
	for t != nil && t.Kind == KindReference && t.Target != nil {
		t = t.Target
	}
	return t
}

// Field is a message field or an object's property.
type Field struct {
	Node
	Type      *Type // never nil
	Number    int   // proto field number; 0 in OpenAPI
	JSONName  string
	Presence  Presence
	Required  bool // by any of the ways a contract can say so: `required`, field_behavior, protovalidate, proto2
	Behavior  Behavior
	OneOf     *OneOf // the oneof that it is an arm of; nil: none
	Owner     *Type  // the message or schema that declares it; nil for parameters and top-level extensions
	Extendee  string // proto extension: the message that it extends
	Reference *ResourceReference
	Default   *Value // nil: none
}

// Presence says whether a reader can tell an absent field from an empty one.
type Presence uint8

// The presences. JSON properties are always PresenceExplicit.
const (
	PresenceImplicit Presence = iota // proto3 without `optional`, lists, maps
	PresenceExplicit
	PresenceRequired // proto2 required, editions LEGACY_REQUIRED: the wire demands it
)

// Behavior is the set of google.api.field_behavior values; readOnly and writeOnly of OpenAPI are
// BehaviorOutputOnly and BehaviorInputOnly.
type Behavior uint16

// The behaviours (AIP-203).
const (
	BehaviorOptional Behavior = 1 << iota
	BehaviorRequired
	BehaviorOutputOnly
	BehaviorInputOnly
	BehaviorImmutable
	BehaviorUnorderedList
	BehaviorNonEmptyDefault
	BehaviorIdentifier
)

// Has reports whether all the given behaviours are set.
func (b Behavior) Has(want Behavior) bool { return b&want == want }

// OneOf is a proto oneof.
type OneOf struct {
	Node
	Fields   []*Field
	Required bool // buf.validate (oneof).required, or validate.required
}

// EnumValue is one member of an enum.
type EnumValue struct {
	Node          // Name: the proto value's name, or the text of the JSON literal
	Number int32  // proto
	Value  *Value // OpenAPI: the literal; nil in proto
	Owner  *Type
}

// Direction says on which side of an operation a value travels, seen from the consumer.
type Direction uint8

// The directions; both may be set.
const (
	InRequest Direction = 1 << iota
	InResponse
)

// Has reports whether all the given directions are set.
func (d Direction) Has(want Direction) bool { return d&want == want }

// ProtoType is what only proto messages and enums say.
type ProtoType struct {
	Reserved      []Range
	ReservedNames []ReservedName
	Extensible    []Range // extension ranges
	Group         bool    // declared as a proto2 group, or with DELIMITED encoding
	AllowAlias    bool
	Open          bool // enum: unknown numbers are kept as they are
}

// Range is an inclusive range of field or enum numbers.
type Range struct {
	First, Last int32
	Span        source.Span
}

// ReservedName is a name that must not be used again.
type ReservedName struct {
	Name string
	Span source.Span
}

// Resource is a google.api.resource or resource_definition (AIP-123).
type Resource struct {
	Type             string // "pubsub.googleapis.com/Topic"
	Patterns         []string
	Singular, Plural string
	NameField        string
	Styles           []string
	Span             source.Span
	PatternSpans     []source.Span // one per pattern
}

// ResourceReference says that a field holds the name of a resource (AIP-122).
type ResourceReference struct {
	Type, ChildType string
	Span            source.Span
}
