package validation

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var openRequestObject = lint.New(lint.Meta{
	ID:       "open-request-object",
	Title:    "a request takes properties that nobody knows",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	seen := map[*spec.Type]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			body := o.RequestType()
			if o.Kind != spec.Call || seen[body] || !isOpen(body) {
				continue
			}
			seen[body] = true
			p.Report(&body.Node, body.NameSpan,
				fmt.Sprintf("%s accepts properties that it doesn't know: a misspelt one is dropped without a word, and what it was to say is never done", standard.Label(o)),
				append(closeObject(body), lint.Cure("declare additionalProperties: false, or true where unknown ones have a meaning"))...)
		}
	}
}})

// isOpen reports whether an object with properties says nothing of others. What allOf puts together can't
// be closed by its parts.
func isOpen(t *spec.Type) bool {
	if t == nil || t.Kind != spec.KindObject || len(t.Fields) == 0 {
		return false
	}
	s := t.Schema
	return s == nil || s.AdditionalProperties == nil && s.UnevaluatedProperties == nil && len(s.PatternProperties) == 0 &&
		len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0 && s.If == nil && s.DynamicRef == ""
}

// closeObject refuses what requests may have carried so far. What answers carry too must stay open, or the
// next property of the service breaks its clients.
func closeObject(t *spec.Type) []lint.Option {
	added, ok := edit.Insert(t.Syntax, "additionalProperties", "false")
	if !ok || t.Direction.Has(spec.InResponse) {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "refuse unknown properties", Safety: report.Unsafe, Edits: []report.Edit{added}})}
}
