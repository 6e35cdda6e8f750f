package shape

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var oneofCandidate = lint.New(lint.Meta{
	ID:       "oneof-candidate",
	Title:    "fields exclude each other, and only prose says so",
	Group:    "shape",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{146},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		bags := map[*spec.Type]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if t := o.RequestType(); t != nil && isBag(p.Words, o) {
					bags[t] = true
				}
			}
		}
		spec.Walk(api, &spec.Visitor{Type: func(t *spec.Type) {
			if !bags[t] {
				checkRivals(p, t)
			}
		}})
	},
})

func checkRivals(p *lint.Pass, t *spec.Type) {
	// What only answers hold is the service's to keep apart.
	if len(t.Fields) < 2 || len(t.Fields) > maxFields || isUnion(t) || t.Direction == spec.InResponse {
		return
	}
	for _, group := range rivalsOf(t) {
		names := fieldNames(group)
		first := group[0]
		options := []lint.Option{lint.Cure(rivalsCure(p.API.Format, group))}
		if fix, ok := forbidBoth(t, group); ok && p.API.Format == spec.OpenAPI {
			options = append(options, lint.Fix(fix))
		}
		p.Report(&first.Node, first.NameSpan,
			fmt.Sprintf("only one of %s may be set, and no type says so: a caller that sets more of them learns it at run time",
				phrase.And(phrase.Fit(names, room))), options...)
	}
}

func rivalsCure(format spec.Format, group []*spec.Field) string {
	names := phrase.And(phrase.Fit(fieldNames(group), room))
	if format == spec.Proto {
		for _, f := range group {
			if kind := f.Type.Resolve().Kind; kind == spec.KindArray || kind == spec.KindMap {
				return fmt.Sprintf("put %s into a oneof, lists and maps in a message each", names)
			}
		}
		return fmt.Sprintf("put %s into a oneof; the binary form stays the same, generated code does not", names)
	}
	if len(group) == 2 {
		return fmt.Sprintf("declare not: {required: [%s, %s]}, or oneOf with a schema for each", group[0].Name, group[1].Name)
	}
	return fmt.Sprintf("declare oneOf with a schema for each of %s", names)
}

// forbidBoth says in JSON Schema that of two properties at most one may be there. It is not safe:
// requests that were accepted, however they were read, are refused from then on.
func forbidBoth(t *spec.Type, group []*spec.Field) (report.Fix, bool) {
	if len(group) != 2 {
		return report.Fix{}, false
	}
	if _, taken := t.Attr("not"); taken {
		return report.Fix{}, false
	}
	added, ok := edit.Add(&t.Node, "not", fmt.Sprintf(`{"required": [%q, %q]}`, group[0].Name, group[1].Name))
	return report.Fix{
		Title:  fmt.Sprintf("forbid %s beside %s", group[1].Name, group[0].Name),
		Safety: report.Unsafe,
		Edits:  []report.Edit{added},
	}, ok
}
