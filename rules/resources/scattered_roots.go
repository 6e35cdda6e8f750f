package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type scatteredOptions struct {
	Roots  int      `json:"roots"`
	Scopes []string `json:"scopes"`
}

// Validate refuses what no service can keep.
func (o scatteredOptions) Validate() error {
	if o.Roots < 1 {
		return fmt.Errorf("roots is %d, but every service has one", o.Roots)
	}
	return nil
}

var scatteredRoots = lint.NewWith(lint.Meta{
	ID:       "scattered-roots",
	Title:    "one service is spread over many unrelated collections",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{121},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, scatteredOptions{4, []string{"projects", "folders", "organizations", "users", "billingAccounts", "locations", "operations", "accounts", "tenants"}}, func(options scatteredOptions) lint.Hooks {
	return lint.Hooks{Service: func(p *lint.Pass, s *spec.Service) {
		var roots []string
		for _, o := range s.Operations {
			if root := rootOf(o.Path()); root != "" && !slices.Contains(roots, root) && !slices.Contains(options.Scopes, root) {
				roots = append(roots, root)
			}
		}
		if len(roots) > options.Roots {
			slices.Sort(roots)
			p.Report(&s.Node, s.NameSpan,
				fmt.Sprintf("service %s works on %d collections that have nothing above them in common (%s): whoever needs one of them gets all, and no team owns it",
					s.Name, len(roots), phrase.And(phrase.Fit(roots, 120))),
				lint.Cure("declare a service for each collection, with what is nested in it"))
		}
	}}
})

// rootOf returns the first collection of a path: the first word behind the version.
func rootOf(path spec.Path) string {
	for i, part := range path.Parts {
		if part.Kind == spec.Literal && i+1 < len(path.Parts) && !isVersion(part.Text) {
			return part.Text
		}
	}
	return ""
}

func isVersion(text string) bool {
	return len(text) > 1 && text[0] == 'v' && text[1] >= '0' && text[1] <= '9' || text == "api"
}
