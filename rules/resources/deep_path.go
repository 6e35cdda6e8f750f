package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type deepPathOptions struct {
	Identifiers int `json:"identifiers"`
}

// Validate refuses a limit that no resource can keep.
func (o deepPathOptions) Validate() error {
	if o.Identifiers < 1 {
		return fmt.Errorf("identifiers is %d, but even a resource at the root has one", o.Identifiers)
	}
	return nil
}

var deepPath = lint.NewWith(lint.Meta{
	ID:       "deep-path",
	Title:    "a resource is reached through too many others",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, deepPathOptions{4}, func(options deepPathOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		seen := map[string]bool{}
		eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
			n := 0
			for _, part := range b.Path.Parts {
				if part.Kind != spec.Variable {
					continue
				}
				place := upTo(b.Path.Erased(), part.Segment)
				if n++; n == options.Identifiers+1 && !seen[place] {
					seen[place] = true
					p.Report(&o.Node, part.Span,
						fmt.Sprintf("%s takes %d identifiers in its path: callers have to know and keep the whole chain to reach one thing", standard.Label(o), len(b.Path.Variables())),
						lint.Cure("give the resource an address near the root, and refer to its parents in its fields"))
				}
			}
		})
	}}
})
