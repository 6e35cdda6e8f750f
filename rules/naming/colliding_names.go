package naming

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var collidingNames = lint.New(lint.Meta{
	ID:       "colliding-names",
	Title:    "two names differ only in case or in the marks between their words",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API:       collidingDefinitions,
	Service:   collidingOperations,
	Operation: collidingParameters,
	Type:      collidingMembers,
})

// scope is where names must differ in more than their case.
type scope struct {
	pass *lint.Pass
	what string // what the names name: "field"
	seen map[string]*spec.Node
}

func newScope(p *lint.Pass, what string) scope {
	return scope{p, what, map[string]*spec.Node{}}
}

// add reports a name that folds into one that came before. Where one of the two is deprecated the
// author is on the way from one to the other.
func (s scope) add(n *spec.Node) {
	folded := fold(n.Name)
	if folded == "" || retired(n) {
		return
	}
	first, taken := s.seen[folded]
	if !taken {
		s.seen[folded] = n
		return
	}
	if n.Name == first.Name && s.what != "parameters" {
		return // the same name twice: duplicate-operation-id and duplicate-enum-value speak of it, and compilers of proto
	}
	collision := fmt.Sprintf("%s %s and %s differ only in case and in the marks between words", s.what, first.Name, n.Name)
	if n.Name == first.Name {
		collision = fmt.Sprintf("two %s are called %s", s.what, n.Name)
	}
	s.pass.Report(n, n.NameSpan,
		collision+": generated code has room for one of them, and whoever takes one for the other is not told",
		lint.Cure("keep one of the two, or give this one a name that says what sets it apart"),
		lint.Related(first.NameSpan, "the other one"))
}

// retired reports whether an element is deprecated, by option or in words.
func retired(n *spec.Node) bool {
	return n.Deprecated != nil || strings.HasPrefix(strings.ToLower(phrase.Head(n.Doc, 20)), "deprecated")
}

// fold returns what is left of a name where case and marks count for nothing; "" for names that
// generators have to make up a name for anyway (+1, @type).
func fold(name string) string {
	var out strings.Builder
	for i := range len(name) {
		switch b := name[i]; {
		case 'a' <= b && b <= 'z', '0' <= b && b <= '9':
			out.WriteByte(b)
		case 'A' <= b && b <= 'Z':
			out.WriteByte(b + 'a' - 'A')
		case strings.IndexByte("_-./", b) < 0:
			return ""
		}
	}
	return out.String()
}

// collidingDefinitions compares what is declared at the top of an API. What differs in letters may
// collide all the same in the code that is generated for gRPC.
func collidingDefinitions(p *lint.Pass, api *spec.API) {
	types := newScope(p, "types")
	byName := map[string]*spec.Type{}
	for _, t := range api.Types {
		types.add(&t.Node)
		byName[t.Name] = t
	}
	if api.Format != spec.Proto {
		return
	}
	for _, s := range api.Services {
		types.add(&s.Node)
		for _, suffix := range []string{"Client", "Server"} {
			if t := byName[s.Name+suffix]; t != nil {
				p.Report(&t.Node, t.NameSpan,
					fmt.Sprintf("the Go code of service %s has an interface %s, too, and does not compile beside this type", s.Name, t.Name),
					lint.Cure("give the type another name, or call the service "+s.Name+"Service"),
					lint.Related(s.NameSpan, "the service"))
			}
		}
	}
}

func collidingOperations(p *lint.Pass, s *spec.Service) {
	operations := newScope(p, "operations")
	for _, o := range s.Operations {
		operations.add(&o.Node)
	}
}

// collidingParameters compares the parameters of an OpenAPI operation wherever they travel: most
// generators make them the arguments of one function.
func collidingParameters(p *lint.Pass, o *spec.Operation) {
	type identity struct {
		in   spec.Location
		name string
	}
	parameters, twice := newScope(p, "parameters"), map[identity]bool{} // duplicate-parameter speaks of those
	for _, shared := range []bool{true, false} {
		for _, parameter := range o.Parameters {
			if id := (identity{parameter.In, parameter.Name}); parameter.FromPathItem == shared && !twice[id] {
				twice[id] = true
				parameters.add(&parameter.Node)
			}
		}
	}
}

func collidingMembers(p *lint.Pass, t *spec.Type) {
	fields := newScope(p, "fields")
	for _, f := range together(t) {
		fields.add(&f.Node)
	}
	for _, o := range t.OneOfs {
		fields.add(&o.Node)
	}
	if p.API.Format == spec.Proto {
		collidingAccessors(p, t)
	}
	types := newScope(p, "types")
	for _, nested := range t.Types {
		types.add(&nested.Node)
	}
	collidingValues(p, t)
}

// together returns the fields of a type and of the parts of its allOf, each name once. Parts of parts
// are compared where they are declared, and no more than a few thousand fields at once, lest every
// type repeat those of its base.
func together(t *spec.Type) []*spec.Field {
	if t.Schema == nil || len(t.Schema.AllOf) == 0 {
		return t.Fields
	}
	var fields []*spec.Field
	seen := map[string]bool{}
	for _, part := range append([]*spec.Type{t}, t.Schema.AllOf...) {
		part = part.Resolve()
		if part == nil || part != t && len(fields)+len(part.Fields) > 2000 {
			continue
		}
		for _, f := range part.Fields {
			if !seen[f.Name] {
				seen[f.Name] = true
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// collidingValues leaves out aliases, which are meant, and vocabularies of others.
func collidingValues(p *lint.Pass, t *spec.Type) {
	values := newScope(p, "enum values")
	numbers := map[int32]bool{}
	own := p.API.Format == spec.Proto || len(vocabularyOf(t).names) > 0
	for _, v := range t.Values {
		alias := v.Value == nil && numbers[v.Number]
		numbers[v.Number] = true
		if own && !alias && len(v.Name) > 1 { // k and K are units
			values.add(&v.Node)
		}
	}
}

// collidingAccessors finds what protoc calls a conflict in Java: the size of a list, and a field
// that counts its members.
func collidingAccessors(p *lint.Pass, t *spec.Type) {
	byName := map[string]*spec.Field{}
	for _, f := range t.Fields {
		byName[f.Name] = f
	}
	for _, f := range t.Fields {
		if f.Type.Kind != spec.KindArray {
			continue
		}
		for _, suffix := range []string{"_count", "_list"} {
			if other := byName[f.Name+suffix]; other != nil {
				p.Report(&other.Node, other.NameSpan,
					fmt.Sprintf("%s and the list %s both generate get%s() in Java, where protoc then appends their numbers to the names of both",
						other.Name, f.Name, words.Pascal.Write(other.Name)),
					lint.Cure(fmt.Sprintf("give one of them another name, such as total_%s", f.Name)),
					lint.Related(f.NameSpan, "the list"))
			}
		}
	}
}
