package lifecycle

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

var revisionRequestShape = lint.New(lint.Meta{
	ID:       "revision-request-shape",
	Title:    "a method on revisions asks for its resource in another way than others do",
	Group:    "lifecycle",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{162},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		s, ok := family.RequestOf(p, o, family.Revision)
		if !ok || !dealsInRevisions(o) {
			return
		}
		parts := []family.Part{nameOfResource()}
		switch s.Member.Name {
		case "rollback":
			parts = append(parts, family.Part{Name: "revision_id", Type: "string", Needed: true, Sent: true})
		case "tag revision":
			parts = append(parts, family.Part{Name: "tag", Type: "string", Needed: true, Sent: true})
		}
		s.Check(parts...)
	},
})

// dealsInRevisions reports whether anything beside the rpc speaks of revisions. Upgrades and changes are
// committed and rolled back as well. Without HTTP the name has to be enough.
func dealsInRevisions(o *spec.Operation) bool {
	return len(o.HTTP) == 0 || slices.ContainsFunc(o.Service.Operations, func(other *spec.Operation) bool { return strings.Contains(other.Name, "Revision") }) ||
		slices.ContainsFunc(o.RequestType().Fields, func(f *spec.Field) bool { return strings.Contains(f.Name, "revision") })
}
