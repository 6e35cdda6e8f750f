package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var duplicateResourceType = lint.New(lint.Meta{
	ID:       "duplicate-resource-type",
	Title:    "two messages are the same resource",
	Group:    "resources",
	Severity: report.Error,
	Formats:  lint.ProtoOnly,
	AIP:      []int{123},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	first := map[string]*spec.Type{}
	spec.Walk(api, &spec.Visitor{Type: func(t *spec.Type) {
		if t.Resource == nil || t.Resource.Type == "" {
			return
		}
		before := first[t.Resource.Type]
		if before == nil {
			first[t.Resource.Type] = t
			return
		}
		a := annotation{t.Resource, &t.Node, t, nil}
		p.Report(&t.Node, a.place("type"),
			fmt.Sprintf("%s and %s both are %s: generators take one of them, and references to the other resolve to a message with other fields",
				before.Name, t.Name, t.Resource.Type),
			lint.Cure("give one of them a type of its own"), lint.Related(before.NameSpan, "the other message"))
	}})
}})
