package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var selfLink = lint.New(lint.Meta{
	ID:       "self-link",
	Title:    "a resource carries a link to itself beside its name",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
	at := slices.IndexFunc(t.Fields, func(f *spec.Field) bool { return f.Name == "self_link" || f.Name == "selfLink" })
	if at < 0 {
		return
	}
	named := slices.IndexFunc(t.Fields, func(f *spec.Field) bool {
		return slices.Contains([]string{"name", "path", "id", "uid"}, words.Snake.Write(f.Name))
	})
	if named >= 0 {
		f := t.Fields[at]
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s says where the resource is, as %s does: links hold host and version, so that consumers who store them are bound to both", f.Name, t.Fields[named].Name),
			lint.Cure(fmt.Sprintf("delete %s, and let consumers keep %s", f.Name, t.Fields[named].Name)))
	}
}})
