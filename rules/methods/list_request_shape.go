package methods

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type listRequestShapeOptions struct {
	Optional []string `json:"optional"`
	ByPath   bool     `json:"by_path"`
}

var listRequestShape = lint.NewWith(lint.Meta{
	ID:       "list-request-shape",
	Title:    "a list asks for more or less than which collection is meant",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{132, 158, 164, 203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict | lint.AIP,
}, listRequestShapeOptions{Optional: []string{}}, func(options listRequestShapeOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if p.API.Format == spec.OpenAPI {
			if listing.is(p, o, options.ByPath) {
				checkParameters(p, o, listing, options.Optional)
				checkPageSize(p, o, &o.Node)
			}
		} else if r := requestOf(p, o, listing); r != nil {
			r.checkAddress()
			r.checkExtras(options.Optional)
			r.checkDeleted()
			checkPageSize(p, o, &r.message.Node)
		}
	}}
})

// checkPageSize reports pages of which a caller can't say how long they are to be.
func checkPageSize(p *lint.Pass, o *spec.Operation, n *spec.Node) {
	if pages := paging.Of(o); pages.Token != nil && pages.Size == nil {
		p.Report(n, n.NameSpan,
			fmt.Sprintf("%s has pages, and no caller can say how long: a screen that shows ten waits for a hundred, and an export makes ten times the calls",
				standard.Label(o)),
			lint.Cure("take a page size, as a wish that the service may cut down (AIP-158)"))
	}
}

// checkDeleted reports lists that can't show what could be restored.
func (r *request) checkDeleted() {
	if r.field("show_deleted") != nil {
		return
	}
	all := words.Split(r.noun)
	all[len(all)-1] = r.pass.Words.Singular(all[len(all)-1])
	undelete := "Undelete" + words.Pascal.Join(all)
	for _, s := range r.pass.API.Services {
		if at := slices.IndexFunc(s.Operations, func(o *spec.Operation) bool { return o.Name == undelete }); at >= 0 {
			r.pass.Report(&r.message.Node, r.message.NameSpan,
				fmt.Sprintf("%s can't ask for what is deleted: nobody finds what %s could restore", r.message.Name, undelete),
				lint.Cure("declare bool show_deleted (AIP-164)"), lint.Related(s.Operations[at].NameSpan, "restores what is deleted"))
		}
	}
}
