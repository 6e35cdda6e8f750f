package schema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// union is a sealed interface that is being declared.
type union struct {
	types  *Types
	view   *view
	name   string
	reader string // the function that reads it
	seal   string // the method that seals it
	decl   *UnionDecl
	arms   []*arm
}

// arm is one alternative of a union.
type arm struct {
	schema *spec.Type // as the contract has it
	kinds  kinds      // of values that it allows, null aside
	shape  *Shape
	goType string // "*Card", "PaymentText"
	read   string // an expression that reads the arm from n
}

// union declares an interface for the alternatives.
func (t *Types) union(v *view, name string) *Shape {
	u := &union{types: t, view: v, name: t.claim(v.schema, name)}
	u.reader, u.seal = t.names.Claim("read"+u.name, nil), "is"+u.name
	u.decl = &UnionDecl{Seal: u.seal, Reader: u.reader, Public: t.names.Claim("Unmarshal"+u.name, nil)}
	t.declare(Decl{Name: u.name, Union: u.decl})
	t.later(u.lay)
	return &Shape{Go: u.name, Form: Union, types: t, schema: v.schema, declared: true, union: u, done: flattened, forced: v.forced, kinds: v.kinds}
}

// lay finds the Go types of the arms; the reader is written when all types have their shape.
func (u *union) lay() {
	c := u.view.choice
	rest := alone(c.rest)
	for i, schema := range c.arms {
		a := &arm{schema: schema}
		whole := schema
		if len(rest) > 0 {
			whole = allOf(append([]*spec.Type{schema}, rest...))
		}
		a.kinds = u.types.kindsOf(whole) &^ kindNull
		a.shape = u.types.use(whole, u.name+u.armName(i))
		u.arms = append(u.arms, a)
	}
	names := map[string]bool{}
	for i, a := range u.arms {
		u.seat(a, i)
		if !names[a.goType] {
			names[a.goType] = true
			u.decl.Arms = append(u.decl.Arms, a.goType)
		}
	}
	arms := strings.Join(u.decl.Arms, ", ")
	if u.decl.Doc = naming.Sentence(u.name, doc(u.view.schema)); u.decl.Doc == nil {
		u.decl.Doc = naming.Comment(u.name + " is one of " + arms + ".")
	} else {
		u.decl.Doc = append(append(u.decl.Doc, ""), naming.Comment("It is one of "+arms+".")...)
	}
	u.types.later(func() { u.decl.Read = append(u.decide(), u.whole()...) })
}

// whole returns the check that no arm can make: what has been evaluated shows only when all is.
func (u *union) whole() []string {
	if slices.ContainsFunc(u.view.parts, u.types.exotic) {
		return []string{u.types.untyped(u.view.schema, u.name) + "(r, n)"}
	}
	return nil
}

// alone returns the parts with nothing but their own keywords: what they refer to is among the parts
// as well, the choice itself too. What they say of values that nothing has evaluated is for whole.
func alone(parts []*spec.Type) []*spec.Type {
	parts = slices.Clone(parts)
	for i, part := range parts {
		if part.Target == nil && (part.Schema == nil || len(part.Schema.AllOf) == 0 && !has(part, keywordUnevaluated)) {
			continue
		}
		own := *part
		own.Target = nil
		if part.Schema != nil {
			keywords := *part.Schema
			keywords.AllOf, keywords.UnevaluatedItems, keywords.UnevaluatedProperties = nil, nil, nil
			own.Schema = &keywords
		}
		parts[i] = &own
	}
	return parts
}

// armName tells an arm without a name of its own from the others: by its title, the value of a
// property that tells it apart, its kind, or its place.
func (u *union) armName(i int) string {
	c := u.view.choice
	schema := c.arms[i]
	if base := u.types.follow(schema); base != nil && u.types.named[base] != "" {
		return u.types.named[base]
	}
	if schema.Schema != nil && schema.Schema.Title != "" && len(schema.Schema.Title) < 40 {
		return naming.Exported(schema.Schema.Title)
	}
	kind := u.types.kindsOf(schema) &^ kindNull
	for j, other := range c.arms {
		if j != i && u.types.kindsOf(other)&kind != 0 {
			return strconv.Itoa(i + 1)
		}
	}
	return kind.word()
}

// seat decides which Go type stands for the arm: its own if it is declared here, else a wrapper.
func (u *union) seat(a *arm, i int) {
	shape := a.shape
	switch {
	case len(shape.checks("n")) > 0 || !shape.declared || shape.Form == Union:
		u.wrap(a, i)
	case shape.Form == Struct:
		a.goType = "*" + shape.Go
		a.read = "wire.New[" + shape.Go + "](r, n)"
	default:
		a.goType = shape.Go
		a.read = "wire.Value[" + shape.Go + "](r, n)"
	}
}

// wrap declares a type for an arm that has none of its own.
func (u *union) wrap(a *arm, i int) {
	shape, t := a.shape, u.types
	wanted := u.name + u.armName(i)
	if shape.declared {
		wanted = u.name + shape.Go
	}
	name := t.names.Claim(wanted, nil)
	a.goType = name
	a.read = "wire.Value[" + name + "](r, n)"
	decl := &WrapperDecl{Doc: naming.Comment(name + " is an alternative of " + u.name + "."), Go: shape.Go, Secret: t.HoldsPersonal(a.schema)}
	src, dst := "x.Value", "x.Value"
	if shape.Form == Scalar && !strings.Contains(shape.Go, ".") && !strings.HasPrefix(shape.Go, "[") {
		decl.Defined = true
		src, dst = shape.Go+"(x)", "(*"+shape.Go+")(x)"
	}
	t.declare(Decl{Name: name, Wrapper: decl})
	t.later(func() {
		decl.Write = shape.Write(src)
		if decl.Defined {
			decl.Read = append([]string{shape.basic.reader + "(" + dst + ", r, n)"}, shape.checks("n")...)
			return
		}
		decl.Read = shape.Read(dst, "n")
	})
}

// decide returns the statements that find the arm of a value and read it.
func (u *union) decide() []string {
	groups := u.groups()
	if len(groups) == 1 {
		return u.among(groups[0])
	}
	body := []string{"switch r.Kind(n) {"}
	var all kinds
	for _, g := range groups {
		if g.kinds == 0 {
			continue // what stands beside the choice leaves it no value
		}
		all |= g.kinds
		body = append(body, "case "+g.kinds.cases()+":")
		body = append(body, u.among(g)...)
	}
	return append(body, "default:", "r.Type(n, "+all.expression()+")", "}")
}

// rivals are the arms that share a kind of value.
type rivals struct {
	kinds kinds
	arms  []*arm
}

// groups puts the arms together that only more than the kind of the value tells apart.
func (u *union) groups() []rivals {
	var groups []rivals
	for _, a := range u.arms {
		merged := rivals{a.kinds, []*arm{a}}
		var others []rivals
		for _, g := range groups {
			if g.kinds&merged.kinds == 0 {
				others = append(others, g)
				continue
			}
			merged = rivals{g.kinds | merged.kinds, append(slices.Clip(g.arms), merged.arms...)}
		}
		groups = append(others, merged)
	}
	return groups
}

// cases lists the kinds of the set, each alone, as a switch over one value's kind wants them.
func (k kinds) cases() string {
	var parts []string
	for _, name := range kindNames {
		if name.kind != kindNumber && k.has(name.kind) {
			parts = append(parts, "wire."+name.constant)
		}
	}
	return strings.Join(parts, ", ")
}

// among reads the right one of some arms.
func (u *union) among(g rivals) []string {
	if len(g.arms) == 1 {
		return []string{"*x = " + g.arms[0].read}
	}
	if tag := u.tag(g); tag != nil {
		return tag.read()
	}
	return u.try(g)
}

// try tells arms apart by which of them the value fulfils.
func (u *union) try(g rivals) []string {
	if body, ok := u.widest(g); ok {
		return body
	}
	method, arguments := "r.AnyOf(n", ""
	if u.view.choice.exclusive {
		method = "r.OneOf(n"
	}
	var cases []string
	for i, a := range g.arms {
		arguments += ", " + u.checkOf(a)
		cases = append(cases, "case "+strconv.Itoa(i)+":", "*x = "+a.read)
	}
	return append(append([]string{"switch " + method + arguments + ") {"}, cases...), "}")
}

// checkOf returns the check that tells whether the value fulfils the arm.
func (u *union) checkOf(a *arm) string {
	if strings.HasPrefix(a.goType, "*") && len(u.view.choice.rest) == 0 {
		return a.shape.Check()
	}
	return u.types.checkOf(a.schema, strings.TrimPrefix(a.goType, "*"))
}
