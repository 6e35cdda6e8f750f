package family

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// Part is a field that an AIP gives the messages of a method.
type Part struct {
	Name   string
	Type   string // as proto writes it: "string", "bool", "int32", "message"
	Many   bool   // it is repeated
	Needed bool   // the message must have it
	Sent   bool   // callers must send it
	Refers bool   // it holds names of resources
	Of     string // the message that "message" stands for, as a cure writes it
}

// Shape is what a message of a method should look like.
type Shape struct {
	Pass      *lint.Pass
	Operation *spec.Operation
	Message   *spec.Type
	Member    Member
	Resource  *spec.Resource // what the method is about; nil: not known
}

// RequestOf returns the shape of the message that the rpc takes, if it is a message of its own and the
// method is of the family.
func RequestOf(p *lint.Pass, o *spec.Operation, of Family) (Shape, bool) {
	m, known := Of(p.Words, o)
	message := o.RequestType()
	if p.API.Format != spec.Proto || !known || m.Family != of || message == nil || message.Parent != &p.API.Node || !standard.Own(p.API, message) {
		return Shape{}, false
	}
	return Shape{p, o, message, m, resourceOf(p.API, m)}, true
}

// AnswerOf returns the shape of what the rpc answers with, a long-running one in the end.
func AnswerOf(p *lint.Pass, o *spec.Operation, of Family) (Shape, bool) {
	m, known := Of(p.Words, o)
	if p.API.Format != spec.Proto || !known || m.Family != of {
		return Shape{}, false
	}
	message := o.ResponseType()
	if o.LongRunning != nil {
		message = o.LongRunning.Response.Resolve()
	}
	if message == nil || message.Parent != &p.API.Node || !strings.HasSuffix(message.Name, "Response") {
		return Shape{}, false
	}
	return Shape{p, o, message, m, resourceOf(p.API, m)}, true
}

// resourceOf returns the resource of the message that the method's noun stands for.
func resourceOf(api *spec.API, m Member) *spec.Resource {
	name := m.Resource()
	for _, t := range api.Types {
		if t.Name == name && t.Resource != nil {
			return t.Resource
		}
	}
	return nil
}

// Field returns the message's field of that name, or nil.
func (s Shape) Field(name string) *spec.Field {
	for _, f := range s.Message.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Check compares the message with the parts that it should have. What is missing is one finding, and
// what is wrong with a field another.
func (s Shape) Check(parts ...Part) {
	var missing, cures []string
	for _, part := range parts {
		switch f := s.Field(part.Name); {
		case f == nil && part.Needed:
			missing, cures = append(missing, "has no "+part.Name), append(cures, "declare "+part.declaration())
		case f != nil:
			s.checkField(f, part)
		}
	}
	s.reportAll(&s.Message.Node, missing, cures)
}

func (s Shape) checkField(f *spec.Field, part Part) {
	var wrong, cures []string
	if !part.fits(f.Type.Resolve()) {
		wrong, cures = append(wrong, fmt.Sprintf("has no %s as %s", f.Name, part.kind())), append(cures, fmt.Sprintf("declare %s = %d", part.declaration(), f.Number))
	}
	if part.Refers && f.Reference == nil && holdsText(f) && s.imports("google/api/resource.proto") {
		wrong, cures = append(wrong, fmt.Sprintf("doesn't say whose names %s takes", f.Name)), append(cures, "add (google.api.resource_reference)")
	}
	if part.Sent && !f.Required && !f.Behavior.Has(spec.BehaviorOptional) && s.imports("google/api/field_behavior.proto") {
		wrong, cures = append(wrong, fmt.Sprintf("leaves %s optional", f.Name)), append(cures, "add [(google.api.field_behavior) = REQUIRED]")
	}
	if part.Name == "parent" && s.refersAmiss(f) {
		wrong, cures = append(wrong, "refers by parent to what is no parent of its resource"), append(cures, fmt.Sprintf("write child_type: %q", s.Resource.Type))
	}
	s.reportAll(&f.Node, wrong, cures)
}

func (s Shape) reportAll(n *spec.Node, wrong, cures []string) {
	if len(wrong) > 0 {
		s.Report(n, strings.Join(wrong, " and "), strings.Join(cures, ", and "))
	}
}

func holdsText(f *spec.Field) bool {
	t := f.Type.Resolve()
	if t.Kind == spec.KindArray {
		t = t.Items.Resolve()
	}
	return t.Kind == spec.KindString
}

// Parent returns the field that says below what the method works. It is needed where the resource's
// pattern shows that there is a parent.
func (s Shape) Parent(sent bool) Part {
	nested := s.Resource != nil && len(s.Resource.Patterns) > 0 && !slices.ContainsFunc(s.Resource.Patterns, isTop)
	return Part{Name: "parent", Type: "string", Needed: nested, Sent: sent, Refers: true}
}

// refersAmiss reports whether a parent refers to the resource itself, or to the parent of another.
func (s Shape) refersAmiss(f *spec.Field) bool {
	return f.Reference != nil && s.Resource != nil && s.Resource.Type != "" &&
		(f.Reference.Type == s.Resource.Type || f.Reference.ChildType != "" && f.Reference.ChildType != s.Resource.Type)
}

// isTop reports whether a resource with such a name has no parent: books/{book}, but not
// publishers/{publisher}/books.
func isTop(pattern string) bool { return strings.Count(pattern, "/") < 2 }

// CheckOthers reports the fields beside those known, if there is a list of what may stand beside them.
func (s Shape) CheckOthers(optional []string, known ...string) {
	for _, f := range s.Message.Fields {
		if len(optional) > 0 && !slices.Contains(known, f.Name) && !slices.Contains(optional, f.Name) {
			s.Report(&f.Node, fmt.Sprintf("takes %s, which no %s is meant to take", f.Name, s.Member.Name), "leave it out, or add it to the option optional")
		}
	}
}

// Report says what is wrong with the message, and what comes of it.
func (s Shape) Report(n *spec.Node, wrong, cure string) {
	s.Pass.Report(n, n.NameSpan,
		fmt.Sprintf("%s %s: clients and tools that know the %s methods of other APIs (AIP-%d) can't use it", s.Message.Name, wrong, s.Member.Name, s.Member.AIP),
		lint.Cure(cure))
}

func (s Shape) imports(path string) bool {
	return slices.ContainsFunc(s.Pass.API.Documents, func(d *spec.Document) bool {
		return d.File == s.Message.Span.File && slices.ContainsFunc(d.Imports, func(i spec.Import) bool { return i.Path == path })
	})
}

// fits reports whether a type is what the part should have.
func (part Part) fits(t *spec.Type) bool {
	if part.Many != (t.Kind == spec.KindArray) {
		return false
	}
	if part.Many {
		t = t.Items.Resolve()
	}
	switch part.Type {
	case "string":
		return t.Kind == spec.KindString
	case "bool":
		return t.Kind == spec.KindBoolean
	case "int32":
		return t.Kind == spec.KindInteger && t.Format == "int32"
	}
	return t.Kind == spec.KindObject
}

// kind says in words what the part should have.
func (part Part) kind() string {
	kind := map[string]string{"string": "a string", "bool": "a bool", "int32": "an int32", "message": "a message"}[part.Type]
	if part.Many {
		return "repeated " + strings.TrimPrefix(strings.TrimPrefix(kind, "a "), "an ")
	}
	return kind
}

func (part Part) declaration() string {
	if part.Of != "" {
		part.Type = part.Of
	}
	if part.Many {
		return "repeated " + part.Type + " " + part.Name
	}
	return part.Type + " " + part.Name
}
