package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// getMessage is the request message of a standard get (AIP-131).
type getMessage struct {
	message  *spec.Type
	rpc      *spec.Operation // nil: no rpc of the package takes it
	resource *spec.Resource  // nil: what is got is not annotated
	options  getRequestShapeOptions
}

// checkGetMessages looks at the messages that are named as the requests of gets.
func checkGetMessages(p *lint.Pass, api *spec.API, options getRequestShapeOptions) {
	users := usersOf(api)
	resources := map[string]*spec.Resource{}
	for _, t := range api.Types {
		resources[t.Name] = t.Resource
	}
	for _, t := range api.Types {
		name := words.Split(t.Name)
		if len(name) < 3 || name[0] != "get" || name[len(name)-1] != "request" {
			continue
		}
		g := getMessage{message: t, resource: resources[words.Pascal.Join(name[1:len(name)-1])], options: options}
		if len(users[t]) > 0 {
			g.rpc = users[t][0]
			if answer := g.rpc.ResponseType(); answer != nil && answer.Resource != nil {
				g.resource = answer.Resource
			}
		}
		if g.rpc == nil || standard.Classify(p.Words, g.rpc) == standard.Get {
			g.check(p)
		}
	}
}

func (g getMessage) check(p *lint.Pass) {
	fields := g.message.AllFields()
	at := slices.IndexFunc(fields, func(f *spec.Field) bool { return f.Name == "name" })
	if at >= 0 {
		g.checkName(p, fields[at])
		g.checkOthers(p, fields)
	} else if f := g.otherName(fields); f != nil {
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s calls the resource's name %s: tools that read any resource by its name find nothing to fill in", g.message.Name, f.Name),
			lint.Cure("call it name (AIP-131)"))
	}
}

// otherName returns the only text by which a resource with a name is identified, if it has another.
func (g getMessage) otherName(fields []*spec.Field) *spec.Field {
	if g.resource == nil || g.resource.NameField != "" || len(fields) != 1 || fields[0].Type.Kind != spec.KindString {
		return nil
	}
	return fields[0]
}

func (g getMessage) checkName(p *lint.Pass, f *spec.Field) {
	switch {
	case f.Type.Resolve().Kind != spec.KindString:
		p.Report(&f.Node, f.Type.NameSpan,
			fmt.Sprintf("%s takes a name that is no string: the names that other calls return can't be passed on to it", g.message.Name),
			lint.Cure("declare string name = "+fmt.Sprint(f.Number)))
		return
	case f.Reference != nil && f.Reference.ChildType != "":
		p.Report(&f.Node, f.Reference.Span,
			fmt.Sprintf("%s refers to the children of what it names, so that tools offer the names of parents", g.message.Name),
			lint.Cure("write type instead of child_type"))
	case f.Reference == nil && g.resource != nil:
		g.reportUnreferenced(p, f)
	}
	if !f.Required && g.isOnlyIdentifier(f) && imports(p.API, f, "google/api/field_behavior.proto") {
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s leaves name optional: generated clients and forms let callers ask without saying for what", g.message.Name),
			g.mark(f, "(google.api.field_behavior)", "REQUIRED", true)...)
	}
}

// isOnlyIdentifier reports whether nothing else in the message can say which resource is meant, as
// the fields can that a name has replaced.
func (g getMessage) isOnlyIdentifier(name *spec.Field) bool {
	return !slices.ContainsFunc(g.message.AllFields(), func(f *spec.Field) bool {
		return f != name && f.Type.Resolve().Kind == spec.KindString
	})
}

func (g getMessage) reportUnreferenced(p *lint.Pass, f *spec.Field) {
	known := imports(p.API, f, "google/api/resource.proto")
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s doesn't say whose name it takes: clients and tools can't check it, or offer the names that exist", g.message.Name),
		g.mark(f, "(google.api.resource_reference).type", fmt.Sprintf("%q", g.resource.Type), known)...)
}

// mark offers to add an option to a field, if the file knows it.
func (g getMessage) mark(f *spec.Field, option, value string, known bool) []lint.Option {
	options := []lint.Option{lint.Cure(fmt.Sprintf("add [%s = %s]", option, value))}
	if at, text, ok := f.Syntax.Insertion(option, value); ok && known {
		options = append(options, lint.Fix(report.Fix{
			Title: "add " + option, Safety: report.Unsafe, Edits: []report.Edit{{Span: at, New: text}},
		}))
	}
	return options
}

// checkOthers looks at what is asked for beside the name.
func (g getMessage) checkOthers(p *lint.Pass, fields []*spec.Field) {
	for _, f := range fields {
		switch {
		case f.Name == "name":
		case f.Required && !g.inPath(f.Name):
			p.Report(&f.Node, f.NameSpan,
				fmt.Sprintf("%s can't do without %s: who holds the name of the resource, as from a list or a link, can't read it", g.message.Name, f.Name),
				lint.Cure("make it OPTIONAL with a default, or part of the name if it identifies the resource"))
		case narrows(f.Name) && g.rpc != nil && isOneThing(g.rpc.ResponseType()):
			reportNarrowing(p, g.rpc, &f.Node, f.Name)
		case g.options.forbids(f.Name) && !g.inPath(f.Name):
			reportForbidden(p, &f.Node, g.message.Name, f.Name)
		}
	}
}

func (g getMessage) inPath(field string) bool {
	return g.rpc != nil && slices.Contains(g.rpc.Path().Variables(), field)
}

// imports reports whether the file that declares the field imports another.
func imports(api *spec.API, f *spec.Field, path string) bool {
	for _, d := range api.Documents {
		if d.File == f.Span.File {
			return slices.ContainsFunc(d.Imports, func(i spec.Import) bool { return i.Path == path })
		}
	}
	return false
}
