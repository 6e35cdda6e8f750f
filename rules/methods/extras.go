package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// checkExtras looks at what a request asks for beside the resource and its address. Where it has
// neither, there is nothing to tell extras from.
func (r *request) checkExtras(optional []string) {
	held := r.resourceField()
	for _, f := range r.message.Fields {
		switch {
		case f == held || r.isAddress(f) || r.inPath(f.Name) || r.kind.mayNeed(f.Name):
		case f.Required && isPage(r.operation, f, r.kind):
		case f.Required && (held != nil || r.field(r.kind.address) != nil):
			reportRequired(r.pass, &f.Node, r.message.Name, f.Name, r.kind)
		case len(optional) > 0 && !slices.Contains(optional, f.Name) && !isView(f):
			reportUnknown(r.pass, &f.Node, r.message.Name, f.Name, r.kind)
		}
	}
}

// isPage reports whether an input of a list is one of its pages, of which another rule speaks: whatever
// it is called, the token, and the size beside one.
func isPage(o *spec.Operation, f *spec.Field, k *kind) bool {
	if k != listing {
		return false
	}
	pages := paging.Of(o)
	isSize := pages.Size != nil && pages.Size.Field == f
	return pages.Token != nil && (pages.Token.Field == f || isSize) || isSize && f.Owner == nil
}

// isAddress reports whether a field says where the resource is, what it is called or is to be called.
func (r *request) isAddress(f *spec.Field) bool {
	return f.Name == r.kind.address || r.kind.carries && f.Name == r.noun || r.kind == creating && r.isID(f.Name)
}

// isID reports whether a field of a create chooses the id of what is created.
func (r *request) isID(field string) bool {
	of, ok := strings.CutSuffix(field, "_id")
	return ok && (of == r.noun || r.resource != nil && strings.HasSuffix(strings.ToLower(r.resource.Name), compact(of)))
}

func (r *request) inPath(field string) bool {
	return slices.ContainsFunc(r.operation.HTTP, func(b spec.HTTPBinding) bool { return slices.Contains(b.Path.Variables(), field) })
}

// isView reports whether a field says how much of a resource is to be shown (AIP-157).
func isView(f *spec.Field) bool {
	return strings.HasSuffix(f.Type.Resolve().Name, "View")
}

// checkParameters looks at what an operation asks for in its query.
func checkParameters(p *lint.Pass, o *spec.Operation, k *kind, optional []string) {
	for _, input := range o.Inputs() {
		name := words.Snake.Write(input.Name)
		switch {
		case input.In != spec.InQuery || standard.Everywhere(name) || k.mayNeed(name):
		case input.Required && isPage(o, input.Field, k):
		case input.Required:
			reportRequired(p, standard.Declared(&input), standard.Label(o), input.Name, k)
		case len(optional) > 0 && !slices.Contains(optional, name):
			reportUnknown(p, standard.Declared(&input), standard.Label(o), input.Name, k)
		}
	}
}

func reportRequired(p *lint.Pass, n *spec.Node, who, name string, k *kind) {
	p.Report(n, n.NameSpan, fmt.Sprintf("%s can't do without %s: %s can't use it", who, name, k.generic),
		lint.Cure("make it optional, with a default that suits most callers, or a part of the path or of the name if it says which is meant"))
}

func reportUnknown(p *lint.Pass, n *spec.Node, who, name string, k *kind) {
	p.Report(n, n.NameSpan, fmt.Sprintf("%s takes %s, which no %s is meant to take: %s have nothing to say there", who, name, k.verb, k.generic),
		lint.Cure("leave it out, or add it to the option optional"))
}

// is reports whether an OpenAPI operation is the standard method, and has the method and path of one.
// By its path alone it is judged where an API holds to AEP's custom, by which each path that ends in no
// variable is that of a collection.
func (k *kind) is(p *lint.Pass, o *spec.Operation, byPath bool) bool {
	end := standard.End(o.Path())
	suits := end.Kind == spec.Literal && !k.member || end.Kind == spec.Variable && k.member
	return o.Kind == spec.Call && suits && !isQuestion(p, o) && slices.Contains(strings.Fields(k.http), o.Method()) &&
		(byPath || standard.Classify(p.Words, o) == k.method && (k != listing || listsThings(p, o)))
}

// listsThings reports whether what is listed can be told apart, as resources can, and the lines of a
// statistic can't.
func listsThings(p *lint.Pass, o *spec.Operation) bool {
	c, ok := standard.CollectionOf(p.Words, o)
	return ok && standard.Identified(c.Type.Items.Resolve(), "")
}

// isQuestion reports whether the path says that something is looked for or worked out: /search/users.
func isQuestion(p *lint.Pass, o *spec.Operation) bool {
	return slices.ContainsFunc(o.Path().Parts, func(part spec.PathPart) bool {
		verb, known := p.Words.LookupVerb(words.First(part.Text))
		return part.Kind == spec.Literal && known && !verb.Writes
	})
}
