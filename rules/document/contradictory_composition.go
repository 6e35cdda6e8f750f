package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var contradictoryComposition = lint.New(lint.Meta{
	ID:       "contradictory-composition",
	Title:    "schemas are composed that no value fits",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		s := t.Schema
		if s == nil || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0 {
			return
		}
		parts := append([]*spec.Type{t}, s.AllOf...)
		if !reportTypes(p, t, parts) {
			reportClosed(p, t, parts)
		}
		reportRepeated(p, s.OneOf)
		for _, branch := range slices.Concat(s.OneOf, s.AnyOf) {
			reportDead(p, t, branch)
		}
	},
})

// reportTypes looks for two parts of allOf that have no type in common.
func reportTypes(p *lint.Pass, t *spec.Type, parts []*spec.Type) bool {
	for i, b := range parts {
		for _, a := range parts[:i] {
			if exclude(a.Resolve(), b.Resolve()) {
				p.Report(&b.Node, b.NameSpan, fmt.Sprintf("this is %s and another part of the same allOf is %s, so no value fits %s",
					phrase.Or(typesOf(b.Resolve())), phrase.Or(typesOf(a.Resolve())), label(t)),
					lint.Cure("write oneOf if a value is one or the other, or correct the type"))
				return true
			}
		}
	}
	return false
}

// exclude reports whether no value is of the types of both schemas.
func exclude(a, b *spec.Type) bool {
	x, y := typesOf(a), typesOf(b)
	if len(x) == 0 || len(y) == 0 || intersects(x, y) || a.Nullable && b.Nullable {
		return false
	}
	number := []string{"integer", "number"}
	return !intersects(x, number) || !intersects(y, number)
}

// reportClosed looks for a part of allOf that refuses what another part requires.
func reportClosed(p *lint.Pass, t *spec.Type, parts []*spec.Type) {
	for _, closed := range parts {
		to := closed.Resolve()
		if to.Schema == nil || to.Schema.AdditionalProperties == nil || to.Schema.AdditionalProperties.Kind != spec.KindNever || len(to.Schema.PatternProperties) > 0 {
			continue
		}
		for _, other := range parts {
			if name := refused(to, other.Resolve()); name != "" {
				p.Report(&closed.Node, closed.NameSpan,
					fmt.Sprintf("additionalProperties: false refuses %s, which another part of the same allOf requires, so no value fits %s", name, label(t)),
					lint.Cure("take it away and put unevaluatedProperties: false (OpenAPI 3.1) beside allOf"))
				return
			}
		}
	}
}

// refused returns a property that the one schema requires and the closed one does not describe; "" if there is none.
func refused(closed, other *spec.Type) string {
	if closed == other || other.Schema == nil {
		return ""
	}
	for _, required := range other.Schema.Required {
		if !slices.ContainsFunc(closed.Fields, func(f *spec.Field) bool { return f.Name == required.Name }) {
			return required.Name
		}
	}
	return ""
}

// reportRepeated looks for a branch of oneOf that stands there twice.
func reportRepeated(p *lint.Pass, branches []*spec.Type) {
	seen := map[*spec.Type]bool{}
	for _, b := range branches {
		if b.Kind != spec.KindReference || b.Target == nil {
			continue
		}
		if seen[b.Target] {
			p.Report(&b.Node, b.NameSpan, fmt.Sprintf("%s stands in oneOf twice, so a value of it fits two branches and is refused", b.Ref),
				lint.Cure("take one of them away"))
		}
		seen[b.Target] = true
	}
}

// reportDead looks for a branch of a union that the type beside the union excludes.
func reportDead(p *lint.Pass, t, branch *spec.Type) {
	if to := branch.Resolve(); exclude(t, to) && !slices.Contains(declaredTypes(to), "null") {
		p.Report(&branch.Node, branch.NameSpan,
			fmt.Sprintf("this branch is %s and the type beside the union is %s, so no value ever fits it", phrase.Or(typesOf(to)), phrase.Or(typesOf(t))),
			lint.Cure("take the branch away, or the type beside the union"))
	}
}
