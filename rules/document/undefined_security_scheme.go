package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var undefinedSecurityScheme = lint.New(lint.Meta{
	ID:       "undefined-security-scheme",
	Title:    "security names a scheme that is not declared",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		c := schemeCheck{p, api, map[string]bool{}}
		c.requirements(&api.Node, api.Security)
		for _, o := range operations(api) {
			if o.HasSecurity {
				c.requirements(&o.Node, o.Security)
			}
		}
	},
})

// schemeCheck says of each name once that it means nothing.
type schemeCheck struct {
	*lint.Pass
	api  *spec.API
	said map[string]bool
}

func (c schemeCheck) requirements(n *spec.Node, alternatives []spec.SecurityRequirement) {
	for i, alternative := range alternatives {
		for _, use := range alternative.Schemes {
			if use.Scheme == nil && !c.said[use.Name] {
				c.said[use.Name] = true
				c.Report(n, schemeSpan(n, i, use.Name),
					fmt.Sprintf("security asks for %s, and no security scheme of that name says how a caller can meet it", use.Name),
					lint.Cure(c.declare(use.Name)))
			}
		}
	}
}

func (c schemeCheck) declare(name string) string {
	var names []string
	for _, s := range c.api.SecuritySchemes {
		names = append(names, s.Name)
	}
	if meant := spelling.Closest(name, names); meant != "" {
		return fmt.Sprintf("write %s, or declare %s under components/securitySchemes", meant, name)
	}
	return fmt.Sprintf("declare %s under components/securitySchemes", name)
}

// schemeSpan returns where an alternative of security names a scheme.
func schemeSpan(n *spec.Node, alternative int, name string) source.Span {
	if a, ok := n.Attr("security"); ok && alternative < len(a.Value.Items) {
		if m := a.Value.Items[alternative].Member(name); m != nil {
			return m.KeySpan
		}
	}
	return n.NameSpan
}
