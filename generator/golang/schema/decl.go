package schema

// Decl is one declaration of the generated package: exactly one of its parts is set.
type Decl struct {
	Name    string
	Struct  *StructDecl
	Enum    *EnumDecl
	Union   *UnionDecl
	List    *ListDecl    // a defined slice or map type
	Wrapper *WrapperDecl // what a union holds besides declared types
	Alias   *AliasDecl
	Check   *CheckDecl
	Pattern *PatternDecl
	Shape   *ShapeDecl
}

// StructDecl is a struct with its methods.
type StructDecl struct {
	Doc    []string
	Fields []FieldDecl
	Read   []string // the body of ReadJSON
	Write  []string // the body of WriteJSON
	Log    []string // what logs show of a value, if they don't show all
	Secret bool     // they show nothing
}

// FieldDecl is one field of a struct.
type FieldDecl struct {
	Doc      []string
	Name, Go string
}

// EnumDecl is a defined scalar type with the values that the contract lists.
type EnumDecl struct {
	Doc    []string
	Go     string // the type beneath: "string", "int64"
	Read   string // the function that reads it: "StringEnum"
	Write  string // the writer's method: "String"
	Values []EnumValueDecl
	Short  bool     // few enough for one line
	Listed string   // the values as text, for the reader of a violation
	Checks []string // of n, besides the list
}

// EnumValueDecl is one constant of an enum.
type EnumValueDecl struct {
	Doc           []string
	Name, Literal string
	Breaks        bool // a line of a list of the constants begins with it
}

// UnionDecl is a sealed interface with the function that reads it.
type UnionDecl struct {
	Doc    []string
	Seal   string   // the method that seals it
	Arms   []string // the receivers of the seal
	Reader string   // the name of the function that reads it
	Public string   // the name of the one that reads it from JSON text
	Read   []string
}

// ListDecl is a defined slice or map type with its methods.
type ListDecl struct {
	Doc         []string
	Go          string // the type beneath
	Map         bool
	Read, Write []string
	Secret      bool // logs don't show it
}

// WrapperDecl is a type that makes an arm of a union of what isn't a declared type.
type WrapperDecl struct {
	Doc         []string
	Go          string // what it wraps
	Defined     bool   // it is defined as that type; else a struct with the field Value
	Read, Write []string
	Secret      bool // logs don't show it
}

// AliasDecl is another name of a type.
type AliasDecl struct {
	Doc []string
	Go  string
}

// CheckDecl is a function of type wire.Check.
type CheckDecl struct {
	Doc  []string
	Body []string
}

// PatternDecl is a compiled regular expression.
type PatternDecl struct {
	Source string // ECMA-262, as the contract has it
	RE2    string // as a Go literal
}

// ShapeDecl is a variable of type *param.Shape.
type ShapeDecl struct {
	Value string
}
