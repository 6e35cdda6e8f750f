package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourceAsRequest = lint.New(lint.Meta{
	ID:       "resource-as-request",
	Title:    "a resource is taken for a request, and what the server sets with it",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{133, 134, 203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	if api.Format == spec.OpenAPI {
		reportUnmarked(p, api)
		return
	}
	entities := entitiesOf(p.Words, api)
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if t := o.RequestType(); entities[t] && o.Streaming&spec.ClientStreaming == 0 {
				p.Report(&o.Node, o.Request.NameSpan,
					fmt.Sprintf("%s takes the resource %s for a request: nothing can ever be said with the call beside it (%s), "+
						"and callers can't tell which of its fields count", standard.Label(o), t.Name, unsayable(p.Words, o)),
					lint.Cure(requestCure(p.Words, o, t)))
			}
		}
	}
}})

// unsayable names what a request is extended by sooner or later.
func unsayable(l *words.Lexicon, o *spec.Operation) string {
	switch standard.Classify(l, o) {
	case standard.Update:
		return "update_mask, validate_only"
	case standard.Get:
		return "read_mask, view"
	case standard.Delete:
		return "etag, validate_only"
	}
	return "request_id, validate_only"
}

func requestCure(l *words.Lexicon, o *spec.Operation, t *spec.Type) string {
	field := fmt.Sprintf("%s %s = 1;", t.Name, words.Snake.Write(t.Name))
	switch standard.Classify(l, o) {
	case standard.Update:
		field += " google.protobuf.FieldMask update_mask = 2;"
	case standard.Get, standard.Delete:
		field = "string name = 1;"
	}
	return fmt.Sprintf("declare message %sRequest {%s} and take that", o.Name, field)
}
