package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type bareArrayResponseOptions struct {
	Headers bool `json:"headers"`
}

var bareArrayResponse = lint.NewWith(lint.Meta{
	ID:       "bare-array-response",
	Title:    "a page is an array, with no place for what is said about it",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{158},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, bareArrayResponseOptions{true}, func(options bareArrayResponseOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		body := o.ResponseType()
		if o.Kind != spec.Call || body == nil || body.Kind != spec.KindArray {
			return
		}
		pages := paging.Of(o)
		inHeaders := pages.Link || pages.Next
		if pages.Place == nil && !inHeaders || inHeaders && options.Headers {
			return
		}
		style := nameStyle(p, o)
		var fix []lint.Option
		if options.Headers {
			fix = addLink(p.API, o)
		}
		p.Report(&body.Node, body.AttrSpan("type"),
			fmt.Sprintf("%s answers each page with a bare array: nothing in it says whether another page follows, and nothing can ever be added",
				standard.Label(o)),
			append(fix, lint.Cure(fmt.Sprintf("answer with an object that has the array and %s, or declare the header Link with rel=\"next\" (RFC 8288)",
				style.Write("next_page_token"))))...)
	}}
})
