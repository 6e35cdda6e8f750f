package versioning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var deprecatedTypeInUse = lint.New(lint.Meta{
	ID:       "deprecated-type-in-use",
	Title:    "something current is of a type that is deprecated",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Deprecated != nil || within(o.Parent) {
			return
		}
		for _, t := range []*spec.Type{o.RequestType(), o.ResponseType()} {
			if isDeprecated(p, t) {
				reportInUse(p, &o.Node, standard.Label(o), t)
				return
			}
		}
	},
	Field: func(p *lint.Pass, f *spec.Field) {
		// Where its documentation says that it is deprecated too, undeclared-deprecation speaks.
		t := f.Type
		for t != nil && (t.Kind == spec.KindArray || t.Kind == spec.KindMap) {
			t = t.Items
		}
		if t == nil || t.Kind != spec.KindReference || !isDeprecated(p, t.Target) || f.Deprecated != nil || within(f.Parent) ||
			strings.Contains(f.Doc, "eprecated") || goesWith(p.API, f.Owner) {
			return
		}
		reportInUse(p, &f.Node, f.Name, t.Target)
	},
})

// isDeprecated reports whether the definition of a type says so; in another API that is for others
// to mend.
func isDeprecated(p *lint.Pass, t *spec.Type) bool {
	return t != nil && t.Deprecated != nil && t.Name != "" && t.Parent != nil && root(t.Parent) == root(&p.API.Node)
}

func root(n *spec.Node) *spec.Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

func reportInUse(p *lint.Pass, n *spec.Node, label string, t *spec.Type) {
	p.Report(n, n.NameSpan,
		fmt.Sprintf("%s is current and of type %s, which is deprecated: whoever uses the one is warned of the other and has nothing else to use", label, t.Name),
		lint.Cure(fmt.Sprintf("deprecate it too, or give it the type that takes the place of %s", t.Name)),
		lint.Related(t.NameSpan, "deprecated here"))
}
