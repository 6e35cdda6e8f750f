package naming

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/convention"
	"github.com/bylaw-dev/bylaw/spec"
)

var typeNameCase = lint.NewWith(lint.Meta{
	ID:       "type-name-case",
	Title:    "a type or a service is written in another case than the rest of the API",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{190},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, convention.Options{Case: convention.Majority}, func(options convention.Options) lint.Hooks {
	return lint.Hooks{
		Service: func(p *lint.Pass, s *spec.Service) { protoTypeCase(p, "service", &s.Node) },
		Type: func(p *lint.Pass, t *spec.Type) {
			if t.Kind == spec.KindEnum {
				protoTypeCase(p, "enum", &t.Node)
			} else {
				protoTypeCase(p, "message", &t.Node)
			}
		},
		API: func(p *lint.Pass, api *spec.API) {
			if api.Format == spec.OpenAPI {
				schemaCase(p, api, options)
			}
		},
	}
})

// protoTypeCase knows no majority: generated code has classes of these names beside those of the
// well-known types.
func protoTypeCase(p *lint.Pass, kind string, n *spec.Node) {
	if p.API.Format != spec.Proto || n.Name == "" || words.Pascal.Has(n.Name) {
		return
	}
	p.Report(n, n.NameSpan,
		fmt.Sprintf("%s %s is not %s, so generated code has a class unlike all others", kind, n.Name, words.Pascal.Title()),
		lint.Cure(fmt.Sprintf("rename it to %s", words.Pascal.Write(n.Name))))
}

func schemaCase(p *lint.Pass, api *spec.API, options convention.Options) {
	var tally convention.Tally
	for _, t := range api.Types {
		if name := schemaName(t); name != "" {
			tally.Add(name)
		}
	}
	want := options.Decide(tally, words.Pascal)
	for _, t := range api.Types {
		name := schemaName(t)
		if name == "" || want.Has(name) {
			continue
		}
		better := strings.TrimSuffix(t.Name, name) + want.Write(name)
		p.Report(&t.Node, t.NameSpan,
			fmt.Sprintf("schema %s is %s, %s", t.Name, convention.Describe(name), want.Reason("schemas")),
			lint.Cure(fmt.Sprintf("name it %s, so that generated types look like those of one API", better)))
	}
}

// schemaName returns the part of a schema's name that has a case: what follows its namespace in
// "shop.v1.Order". It is empty for names that a generator wrote: from the types of some language
// ("Page«Order»"), or to tell two schemas of one class apart (FastAPI's "Order-Input").
func schemaName(t *spec.Type) string {
	if !strings.Contains(t.Local, "/schemas/") || strings.HasPrefix(t.Name, "Body_") ||
		strings.HasSuffix(t.Name, "-Input") || strings.HasSuffix(t.Name, "-Output") {
		return ""
	}
	return identifier(t.Name[strings.LastIndexByte(t.Name, '.')+1:])
}
