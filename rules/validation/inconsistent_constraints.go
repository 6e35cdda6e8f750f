package validation

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var inconsistentConstraints = lint.New(lint.Meta{
	ID:       "inconsistent-constraints",
	Title:    "two operations want different things of one field",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	first := map[string]constrained{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			thing := thingOf(p.Words, o)
			if o.Kind != spec.Call || thing == "" {
				continue
			}
			for _, input := range o.Inputs() {
				now := constrained{o, standard.Declared(&input), input.Type, boundsOf(input.Type)}
				key := fmt.Sprintf("%s %s %d", thing, words.Snake.Write(input.Name), input.Type.Resolve().Kind)
				before, known := first[key]
				switch {
				case now.bounds == "" || input.In == spec.InPath:
				case !known:
					first[key] = now
				case before.bounds != now.bounds && before.declared != now.declared:
					now.report(p, before)
				}
			}
		}
	}
}})

// constrained is a value that an operation takes, and what has to hold for it.
type constrained struct {
	operation *spec.Operation
	declared  *spec.Node
	typ       *spec.Type
	bounds    string
}

func (c constrained) report(p *lint.Pass, before constrained) {
	p.Report(c.declared, c.declared.NameSpan,
		fmt.Sprintf("%s takes %s with %s, and %s with %s: what one accepts the other refuses, and the thing can't be sent back as it was read",
			standard.Label(c.operation), c.declared.Name, c.bounds, standard.Label(before.operation), before.bounds),
		lint.Cure("declare the constraints once, in a definition that both refer to"), lint.Related(before.declared.NameSpan, "the other one"))
}

// thingOf names what an operation creates or updates: CreateOrder and UpdateOrder are about the same, and
// so are POST /orders and PATCH /orders/{order}.
func thingOf(l *words.Lexicon, o *spec.Operation) string {
	method := standard.Classify(l, o)
	if method != standard.Create && method != standard.Update {
		return ""
	}
	if len(o.HTTP) == 0 || o.Responses[0].Status == "" {
		_, noun, _ := strings.Cut(words.Snake.Write(o.Name), "_")
		return noun
	}
	path := o.Path().Erased()
	if method == standard.Update {
		path = strings.TrimSuffix(path, "/{}")
	}
	return path
}

// boundsOf writes the bounds of a value; "" if it has none. Whether it may be empty is left out: an update
// empties what a create has to fill.
func boundsOf(t *spec.Type) string {
	var parts []string
	add := func(name string, l *spec.Limit) {
		if l != nil {
			parts = append(parts, fmt.Sprintf("%s %d", name, l.N))
		}
	}
	for ; t != nil; t = t.Target {
		c := t.Constraints
		if c == nil {
			continue
		}
		add("maximum length", c.MaxLength)
		add("at most", c.MaxItems)
		for name, bound := range [...]*spec.Bound{c.Minimum, c.Maximum} {
			if bound != nil {
				parts = append(parts, [...]string{"minimum", "maximum"}[name]+" "+bound.Text)
			}
		}
		if c.Pattern != "" {
			parts = append(parts, "pattern "+shorten(c.Pattern))
		}
	}
	return strings.Join(parts, ", ")
}
