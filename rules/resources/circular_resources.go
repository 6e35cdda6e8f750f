package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var circularResources = lint.New(lint.Meta{
	ID:       "circular-resources",
	Title:    "resources refer to each other in a circle that callers write",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{121},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	g := referenceGraph{byType: map[string]*spec.Type{}}
	spec.Walk(api, &spec.Visitor{Type: func(t *spec.Type) {
		if t.Resource != nil && g.byType[t.Resource.Type] == nil {
			g.byType[t.Resource.Type] = t
			g.order = append(g.order, t)
		}
	}})
	done := map[*spec.Type]bool{}
	for _, t := range g.order {
		if circle := g.circle(t, t, map[*spec.Type]bool{}); len(circle) > 0 && !done[t] {
			for _, f := range circle {
				done[f.Owner] = true
			}
			reportCircle(p, t, circle)
		}
	}
}})

// referenceGraph is which resources of an API refer to which.
type referenceGraph struct {
	byType map[string]*spec.Type
	order  []*spec.Type
}

// circle returns the fields that lead from a resource back to the beginning; none if none do. A resource that
// refers to one of its own kind is let pass: that is a tree.
func (g referenceGraph) circle(from, start *spec.Type, seen map[*spec.Type]bool) []*spec.Field {
	seen[from] = true
	for _, f := range from.Fields {
		if f.Reference == nil || f.Behavior.Has(spec.BehaviorOutputOnly) || f.Name == nameFieldOf(from) {
			continue
		}
		to := g.byType[f.Reference.Type]
		if to == nil || to == from {
			continue
		}
		if to == start {
			return []*spec.Field{f}
		}
		if !seen[to] {
			if rest := g.circle(to, start, seen); len(rest) > 0 {
				return append([]*spec.Field{f}, rest...)
			}
		}
	}
	return nil
}

func reportCircle(p *lint.Pass, t *spec.Type, circle []*spec.Field) {
	var steps []string
	for _, f := range circle {
		steps = append(steps, f.Owner.Name+"."+f.Name)
	}
	p.Report(&circle[0].Node, circle[0].NameSpan,
		fmt.Sprintf("resource %s refers to itself by way of %s: none of them can be created first, or deleted last, and tools that order them never end",
			t.Name, strings.Join(phrase.Fit(steps, 120), ", ")),
		lint.Cure("mark one of the references as OUTPUT_ONLY, or leave it out"))
}
