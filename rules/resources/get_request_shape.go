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

type getRequestShapeOptions struct {
	Optional []string `json:"optional"`
}

var getRequestShape = lint.NewWith(lint.Meta{
	ID:       "get-request-shape",
	Title:    "a get asks for more or less than which resource is meant",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{131, 203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict | lint.AIP,
}, getRequestShapeOptions{[]string{}}, func(options getRequestShapeOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		if api.Format == spec.Proto {
			checkGetMessages(p, api, options)
			return
		}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if standard.Classify(p.Words, o) == standard.Get && o.Method() == "GET" && standard.End(o.Path()).Kind == spec.Variable {
					checkGetInputs(p, o, options)
				}
			}
		}
	}}
})

// forbids reports whether a get may not take an input of that name, where there is a list of those
// that it may.
func (options getRequestShapeOptions) forbids(name string) bool {
	return len(options.Optional) > 0 && !slices.Contains(options.Optional, words.Snake.Write(name))
}

func reportForbidden(p *lint.Pass, n *spec.Node, get, name string) {
	p.Report(n, n.NameSpan,
		fmt.Sprintf("%s takes %s, which no get is meant to take: tools that read any resource have nothing to say there", get, name),
		lint.Cure("leave it out, or add it to the option optional"))
}

// checkGetInputs looks at what the reader of one thing gives beside its address.
func checkGetInputs(p *lint.Pass, o *spec.Operation, options getRequestShapeOptions) {
	for _, input := range o.Inputs() {
		node := standard.Declared(&input)
		switch name := words.Snake.Write(input.Name); {
		case input.In == spec.InQuery && input.Required && !standard.Everywhere(name) && identifiesItself(o):
			p.Report(node, node.NameSpan, fmt.Sprintf("%s can't do without %s: who holds the address of the resource, as from a list or a link, "+
				"can't read it", standard.Label(o), input.Name),
				lint.Cure("make it optional with a default, or a part of the path if it identifies the resource"))
		case input.In != spec.InPath && narrows(name) && isOneThing(o.ResponseType()):
			reportNarrowing(p, o, node, input.Name)
		case input.In == spec.InQuery && options.forbids(name) && !standard.Everywhere(name):
			reportForbidden(p, node, standard.Label(o), input.Name)
		}
	}
}

func reportNarrowing(p *lint.Pass, o *spec.Operation, node *spec.Node, name string) {
	p.Report(node, node.NameSpan,
		fmt.Sprintf("%s reads one resource and takes %s, which chooses among many: consumers can't tell what it does to the answer", standard.Label(o), name),
		lint.Cure("delete it here, and offer it where the collection is listed"))
}

// identifiesItself reports whether what is read says who it is, as far as that is known: a resource
// does, and a report made for each reader doesn't.
func identifiesItself(o *spec.Operation) bool {
	t := o.ResponseType()
	return t == nil || standard.Identified(t, standard.End(o.Path()).Text)
}

// narrows reports whether an input chooses or orders the members of a collection.
func narrows(name string) bool {
	return slices.Contains([]string{"filter", "order_by", "sort", "sort_by", "page_size", "page_token", "per_page"}, name)
}

// isOneThing reports whether a body holds no list, at its top or one level deeper.
func isOneThing(t *spec.Type) bool {
	return t != nil && t.Kind == spec.KindObject && len(t.AllFields()) > 0 && !hasList(t, 2)
}

func hasList(t *spec.Type, depth int) bool {
	return depth > 0 && slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		inner := f.Type.Resolve()
		return inner.Kind == spec.KindArray || inner.Kind == spec.KindMap || inner.Kind == spec.KindUnion || hasList(inner, depth-1)
	})
}
