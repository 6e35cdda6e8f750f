package resources

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// annotate offers the binding of a standard method where everything that it names is there: the
// pattern of its resource, the fields of its request, and a neighbour that is bound below the same
// version. It is unsafe: what is generated from the contract serves one path more.
func (b binder) annotate(l *words.Lexicon, o *spec.Operation, to binding) []lint.Option {
	neighbour := boundNeighbour(o)
	if neighbour == nil || !strings.HasPrefix(neighbour.Path().Raw, "/"+versionOf(b.api)+"/") || !hasOnePattern(b.resourceOf(l, o)) ||
		!to.fits(l, o) || taken(b.api, &spec.HTTPBinding{Method: to.verb()}, spec.ParsePath(to.path, o.NameSpan).Erased()) {
		return nil
	}
	added, ok := edit.Insert(o.Syntax, "(google.api.http)", to.likeThatOf(neighbour))
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{
		Title: "bind it to " + to.verb() + " " + to.path, Safety: report.Unsafe, Edits: []report.Edit{added},
	})}
}

func boundNeighbour(o *spec.Operation) *spec.Operation {
	at := slices.IndexFunc(o.Service.Operations, func(other *spec.Operation) bool { return len(other.HTTP) > 0 })
	if at < 0 {
		return nil
	}
	return o.Service.Operations[at]
}

// hasOnePattern leaves resources that live in several places, each of which needs a binding, and those
// whose identifiers have patterns of their own.
func hasOnePattern(r *spec.Resource) bool {
	return r != nil && len(r.Patterns) == 1 && strings.HasSuffix(r.Patterns[0], "}") && !strings.ContainsAny(r.Patterns[0], "=~.")
}

func (b binding) verb() string { return strings.ToUpper(b.method) }

// fits reports whether the request has the fields that the binding names, and none that it should
// name besides.
func (b binding) fits(l *words.Lexicon, o *spec.Operation) bool {
	if o.Streaming != 0 {
		return false
	}
	name, parent, resource := isString(inputNamed(o, "name")), isString(inputNamed(o, "parent")), inputNamed(o, nounOf(o))
	switch standard.Classify(l, o) {
	case standard.Get, standard.Delete:
		return name && !parent
	case standard.List:
		return !name && parent == strings.Contains(b.path, "{parent=")
	case standard.Create:
		return isMessage(resource) && !name && parent == strings.Contains(b.path, "{parent=")
	case standard.Update:
		return isMessage(resource) && !name && slices.ContainsFunc(resource.Type.Resolve().Fields, func(f *spec.Field) bool { return f.Name == "name" && isString(f) })
	}
	return false
}

func isString(f *spec.Field) bool { return f != nil && f.Type.Kind == spec.KindString }

func isMessage(f *spec.Field) bool { return f != nil && f.Type.Resolve().Kind == spec.KindObject }

// likeThatOf writes the binding over as many lines as that of a neighbour.
func (b binding) likeThatOf(o *spec.Operation) string {
	members := b.members()
	a, ok := o.Attr("(google.api.http)")
	if !ok || !strings.Contains(a.Value.Span.Text(), "\n") || len(a.Value.Members) == 0 {
		return "{" + strings.Join(members, " ") + "}"
	}
	outer, inner := edit.NewLine(a.Value.Span.Slice(a.Value.Span.Len(), a.Value.Span.Len())), edit.NewLine(a.Value.Members[0].KeySpan)
	return "{" + inner + strings.Join(members, inner) + outer + "}"
}
