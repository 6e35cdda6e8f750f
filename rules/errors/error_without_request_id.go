package errors

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var errorWithoutRequestID = lint.New(lint.Meta{
	ID:       "error-without-request-id",
	Title:    "an error has nothing by which it is found in the logs",
	Group:    "errors",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, b := range bodiesOf(api) {
			if slices.ContainsFunc(b.response.Headers, func(h *spec.Parameter) bool { return traces(h.Name) }) ||
				anyField(b.Type, func(name string, _ *spec.Field) bool { return traces(name) }) {
				continue
			}
			p.Report(&b.Node, b.NameSpan,
				fmt.Sprintf("%s has no ID of the request: who reports it can't say which of a million it was, and support searches logs by time of day", b.label()),
				lint.Cure("add request_id to it, or declare a header such as X-Request-Id beside it"),
				lint.Related(b.response.NameSpan, "where it is answered"))
		}
	},
})

// traces reports whether a field or header of that name leads to one request in the logs: a request,
// trace or correlation ID, a URL of the log, or RFC 9457's instance.
func traces(name string) bool {
	all := words.Split(name)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(all, word) })
	}
	switch {
	case len(all) == 1:
		return has("instance", "traceparent", "requestid", "traceid", "trace", "cid")
	case has("id", "uuid", "url", "token", "reference"):
		return has("request", "trace", "correlation", "operation", "transaction", "incident", "error", "event", "log", "activity", "tracking", "ray")
	}
	return false
}
