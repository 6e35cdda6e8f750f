package spec

import "github.com/bylaw-dev/bylaw/spec/source"

// Constraints are the bounds on a value that both formats can declare: JSON Schema's validation
// keywords, and the protovalidate (or older validate.rules) rules that mean the same. A nil bound
// is not declared.
type Constraints struct {
	MinLength, MaxLength         *Limit // characters
	MinBytes, MaxBytes           *Limit // encoded bytes; proto
	Pattern                      string // ECMA-262 in OpenAPI, RE2 in proto; "" if none
	Minimum, Maximum             *Bound
	MultipleOf                   *Bound
	MinItems, MaxItems           *Limit
	UniqueItems                  bool
	MinProperties, MaxProperties *Limit // also map pairs
	In, NotIn                    []*Value
	Const                        *Value
	DefinedOnly                  bool   // proto enums: only numbers that the enum names
	Rules                        []Rule // CEL
	// Other holds the constraints that this struct has no field for, each with its own name
	// ("buf.validate.string.prefix", "validate.rules.duration.lt"), so that nothing is lost.
	Other []Attribute
}

// Limit is a non-negative count.
type Limit struct {
	N    uint64
	Span source.Span
}

// Bound is a numeric bound.
type Bound struct {
	Text      string // the number as written, so that 64-bit integers and decimals stay exact
	Exclusive bool
	Span      source.Span
}

// Rule is a CEL rule of protovalidate.
type Rule struct {
	ID, Message, Expression string
	Span                    source.Span
}

// Schema holds the keywords of JSON Schema 2020-12 and OpenAPI that the common part of Type has no
// place for. Sub-schemas are Types like any other.
type Schema struct {
	Types   []string // `type` as written, in order, "null" included
	Boolean bool     // the schema is `true` or `false`, not an object

	AllOf, AnyOf, OneOf []*Type
	Not                 *Type
	If, Then, Else      *Type
	DependentSchemas    []*Field
	DependentRequired   []Dependency
	Required            []RequiredName // every name in `required`, those without a property too

	PatternProperties     []*Field // Name: the pattern
	AdditionalProperties  *Type
	PropertyNames         *Type
	UnevaluatedProperties *Type

	PrefixItems      []*Type
	AdditionalItems  *Type // `items` beside prefixItems, or the keyword of older drafts
	Contains         *Type
	MinContains      *Limit
	MaxContains      *Limit
	UnevaluatedItems *Type

	Discriminator *Discriminator
	Default       *Value
	Examples      []*Value // `examples`, and `example`

	Dialect, SchemaID, Anchor, DynamicAnchor, DynamicRef string // $schema, $id …
	DynamicTarget                                        *Type  // what $dynamicRef resolves to without dynamic scope; nil: unresolved
	Resource                                             string // the URI of the schema resource ($id) that the schema lies in; "": its document
	Title, Comment                                       string
	ContentEncoding, ContentMediaType                    string
	ContentSchema                                        *Type
	ReadOnly, WriteOnly                                  bool
	XML, ExternalDocs                                    *Value
}

// RequiredName is one entry of `required`.
type RequiredName struct {
	Name string
	Span source.Span
}

// Dependency is one entry of dependentRequired.
type Dependency struct {
	Name     string
	Required []RequiredName
	Span     source.Span
}

// Discriminator tells the branches of a union apart by one property.
type Discriminator struct {
	Property       string
	Mapping        []DiscriminatorMapping
	DefaultMapping string // OpenAPI 3.2
	Default        *Type
	Span           source.Span
}

// DiscriminatorMapping leads from a value of the discriminator's property to a branch.
type DiscriminatorMapping struct {
	Value, Ref string
	Target     *Type // nil: not resolved
	Span       source.Span
}
