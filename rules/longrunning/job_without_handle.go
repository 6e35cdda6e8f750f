package longrunning

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var jobWithoutHandle = lint.New(lint.Meta{
	ID:       "job-without-handle",
	Title:    "work is started and nothing is handed out to follow it by",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		verb := standard.Verb(p.Words, o)
		known, ok := p.Words.LookupVerb(verb)
		if !ok || !known.Job || verb == "restore" || // most often done at once, as its opposite is
			o.Kind != spec.Call || o.Streaming != 0 || o.LongRunning != nil || !answersNothing(o) || answers(o, "202") != nil {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%s begins to %s and answers nothing: callers can't see whether the work is done, or failed, nor stop it", standard.Label(o), verb),
			lint.Cure(handleFor(p.API.Format)))
	},
})

// answersNothing reports whether a success says nothing but that it is one.
func answersNothing(o *spec.Operation) bool {
	success := o.Success()
	if success == nil || len(success.Headers) > 0 {
		return false
	}
	t := o.ResponseType()
	return t == nil && len(success.Content) == 0 || t != nil && t.Kind == spec.KindObject && t.Name != "" && len(t.AllFields()) == 0 && t.Schema == nil
}

func handleFor(format spec.Format) string {
	if format == spec.Proto {
		return "return google.longrunning.Operation (AIP-151), or what it made"
	}
	return "answer 202 with a Location that shows the state, or 200 with what it made"
}
