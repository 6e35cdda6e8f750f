package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var wildcardInPath = lint.New(lint.Meta{
	ID:       "wildcard-in-path",
	Title:    "a path has a hyphen where an identifier belongs",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{159},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	for _, b := range o.HTTP {
		for i, part := range b.Path.Parts {
			if part.Kind == spec.Literal && part.Text == "-" && alone(b.Path, i) {
				p.Report(&o.Node, part.Span,
					fmt.Sprintf("%s has - for an identifier: reading across collections is an operation of its own here, instead of a value that callers may give to the one that lists", standard.Label(o)),
					lint.Cure("write a variable or *, and accept - for it (AIP-159)"))
			}
		}
	}
}})

func alone(path spec.Path, at int) bool {
	before := at == 0 || path.Parts[at-1].Segment != path.Parts[at].Segment || path.Parts[at-1].Text == path.Parts[at].Within
	after := at+1 == len(path.Parts) || path.Parts[at+1].Segment != path.Parts[at].Segment || path.Parts[at+1].Kind == spec.Verb
	return before && after
}
