package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type nestingOptions struct {
	Depth int `json:"depth"` // how many types may lie within one another
}

// Validate refuses depths by which nothing could have a part.
func (o nestingOptions) Validate() error {
	if o.Depth < 1 {
		return fmt.Errorf("depth must be 1 or more, not %d", o.Depth)
	}
	return nil
}

var deepNesting = lint.NewWith(lint.Meta{
	ID:       "deep-nesting",
	Title:    "types are declared within types within types",
	Group:    "types",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, nestingOptions{3}, func(options nestingOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		n := nesting{p, options.Depth}
		for _, t := range api.Types {
			n.look(&t.Node, t, 0)
		}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				n.operation(o)
			}
		}
	}}
})

// nesting looks for what is declared too deep.
type nesting struct {
	pass  *lint.Pass
	depth int
}

func (n nesting) operation(o *spec.Operation) {
	if n.pass.API.Format == spec.Proto {
		return
	}
	var content []*spec.MediaType
	if o.Request != nil && o.Request.Target == nil {
		content = append(content, o.Request.Content...)
	}
	for _, r := range o.Responses {
		if r.Target == nil {
			content = append(content, r.Content...)
		}
	}
	for _, m := range content {
		if m.Type != nil {
			n.look(&m.Type.Node, m.Type, 0)
		}
	}
}

// look descends into what a type declares itself, not into what it refers to. What lies in something too deep is not
// reported again.
func (n nesting) look(at *spec.Node, t *spec.Type, depth int) {
	switch t.Kind {
	case spec.KindArray, spec.KindMap:
		if t.Items != nil {
			n.look(at, t.Items, depth)
		}
	case spec.KindObject:
		if depth++; depth > n.depth {
			n.report(at, depth)
			return
		}
		if n.pass.API.Format == spec.OpenAPI {
			for _, f := range t.Fields {
				n.look(&f.Node, f.Type, depth)
			}
		}
		for _, inner := range t.Types {
			n.look(&inner.Node, inner, depth)
		}
	}
}

func (n nesting) report(at *spec.Node, depth int) {
	p := n.pass
	p.Report(at, at.NameSpan,
		fmt.Sprintf("%s is declared %d levels deep: generated code gives it a name made of all of them, and no other place can use it", at.Name, depth),
		lint.Cure("declare it by itself, with a name, and refer to it"))
}
