package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var nameInParts = lint.New(lint.Meta{
	ID:       "name-in-parts",
	Title:    "a path takes a resource's name in parts",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 127},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if len(o.HTTP) == 0 {
		return
	}
	var plain []string
	var first spec.PathPart
	path := o.HTTP[0].Path
	for i, part := range path.Parts {
		if part.Kind != spec.Variable || i+1 < len(path.Parts) && path.Parts[i+1].Within == part.Text && path.Parts[i+1].Text != "*" {
			continue
		}
		if plain = append(plain, part.Text); len(plain) == 1 {
			first = part
		}
	}
	if len(plain) > 1 {
		p.Report(&o.Node, first.Span,
			fmt.Sprintf("%s takes %s for one name: callers who hold the name of the resource have to take it apart", standard.Label(o), phrase.And(phrase.Fit(plain, 80))),
			lint.Cure("take the whole name in one field: {name=publishers/*/books/*}"))
	}
}})
