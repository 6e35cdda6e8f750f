package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var serverVariableMismatch = lint.New(lint.Meta{
	ID:       "server-variable-mismatch",
	Title:    "a server's URL and its variables disagree",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, s := range servers(api) {
			checkPlaceholders(p, s)
			for _, v := range s.Variables {
				checkVariable(p, s, v)
			}
		}
	},
})

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

func checkPlaceholders(p *lint.Pass, s *spec.Server) {
	for _, found := range placeholder.FindAllStringSubmatch(s.URL, -1) {
		name := found[1]
		if !slices.ContainsFunc(s.Variables, func(v *spec.ServerVariable) bool { return v.Name == name }) {
			p.Report(&s.Node, s.NameSpan,
				fmt.Sprintf("server %s has {%s}, which no variable declares, so no client knows what to put there", s.URL, name),
				lint.Cure(fmt.Sprintf("declare %s under variables, with a default", name)))
		}
	}
}

func checkVariable(p *lint.Pass, s *spec.Server, v *spec.ServerVariable) {
	enum, closed := v.Attr("enum")
	switch {
	case !strings.Contains(s.URL, "{"+v.Name+"}"):
		p.Report(&v.Node, v.NameSpan, fmt.Sprintf("variable %s is no part of the server's URL %s, so choosing its value changes nothing", v.Name, s.URL),
			lint.Cure(fmt.Sprintf("put {%s} into the URL, or take the variable away", v.Name)))
	case closed && len(v.Enum) == 0:
		p.Report(&v.Node, enum.NameSpan, fmt.Sprintf("variable %s may have none of no values, which OpenAPI forbids", v.Name),
			lint.Cure("list the values, or take enum away"))
	case closed && v.Default != "" && !slices.Contains(v.Enum, v.Default):
		p.Report(&v.Node, v.AttrSpan("default"), fmt.Sprintf("default %s of variable %s is none of its values, so clients begin with a URL that does not exist", v.Default, v.Name),
			lint.Cure("make one of "+phrase.And(phrase.Fit(v.Enum, 100))+" the default"))
	}
}
