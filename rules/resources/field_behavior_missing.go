package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var fieldBehaviorMissing = lint.New(lint.Meta{
	ID:       "field-behavior-missing",
	Title:    "fields of a request don't say whether they have to be given",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{203},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	seen := map[*spec.Type]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			checkBehaviors(p, o.RequestType(), seen)
		}
	}
}})

// checkBehaviors looks at a message, and at those in it, once.
func checkBehaviors(p *lint.Pass, t *spec.Type, seen map[*spec.Type]bool) {
	if t == nil || seen[t] || !declaredIn(p.API, t) {
		return
	}
	seen[t] = true
	var unsaid []*spec.Field
	for _, f := range t.Fields {
		const said = spec.BehaviorRequired | spec.BehaviorOptional | spec.BehaviorOutputOnly | spec.BehaviorImmutable | spec.BehaviorIdentifier
		if f.Behavior&said == 0 && f.OneOf == nil && !isOwnName(f) && f.Name != "etag" {
			unsaid = append(unsaid, f)
		}
		if f.Behavior&spec.BehaviorOutputOnly == 0 {
			checkBehaviors(p, partOf(f.Type), seen)
		}
	}
	if len(unsaid) > 0 && imports(p.API, unsaid[0], "google/api/field_behavior.proto") {
		reportUnsaid(p, t, unsaid)
	}
}

func reportUnsaid(p *lint.Pass, t *spec.Type, fields []*spec.Field) {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	f := fields[0]
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("message %s doesn't say whether callers have to give %s: they find out by trying", t.Name, phrase.And(phrase.Fit(names, 80))),
		lint.Cure("mark each with (google.api.field_behavior) = REQUIRED, OPTIONAL or OUTPUT_ONLY"))
}

// partOf returns the message that a field holds, one or many of them.
func partOf(t *spec.Type) *spec.Type {
	t = t.Resolve()
	if slices.Contains([]spec.Kind{spec.KindArray, spec.KindMap}, t.Kind) {
		t = t.Items.Resolve()
	}
	return t
}

// isOwnName reports whether a field is the name of a resource, of which name-not-identifier speaks.
func isOwnName(f *spec.Field) bool {
	return f.Owner != nil && f.Owner.Resource != nil && f.Name == nameFieldOf(f.Owner)
}
