package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var streamedPages = lint.New(lint.Meta{
	ID:       "streamed-pages",
	Title:    "an answer is both a stream and a page",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Streaming&spec.ServerStreaming == 0 {
			return
		}
		pages := paging.Of(o)
		if pages.Token == nil || pages.NextToken == nil {
			return
		}
		answer := o.Responses[0]
		p.Report(&o.Node, answer.NameSpan,
			fmt.Sprintf("%s streams pages: whether the end of the stream or an empty %s is the end of the list, each client decides for itself",
				standard.Label(o), pages.NextToken.Name),
			lint.Cure(fmt.Sprintf("drop stream, or drop %s and %s and stream everything", pages.Token.Name, pages.NextToken.Name)))
	},
})
