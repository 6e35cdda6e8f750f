package pagination

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// addLink offers the header that leads to the next page where an array leaves no place for its
// token: the one that the document declares, if it does. It is unsafe, for the service has to send
// it. A response that the operation shares with others is left alone.
func addLink(api *spec.API, o *spec.Operation) []lint.Option {
	answer := o.Success()
	if answer == nil || answer.Target != nil {
		return nil
	}
	header := `{"description": "Where the other pages are: that with rel=\"next\" comes next, and the last page has none (RFC 8288).", ` +
		`"schema": {"type": "string"}}`
	if h := declaredLink(api); h != nil && answer.Span.File == api.Root && h.Span.File == api.Root {
		header = fmt.Sprintf(`{"$ref": "#%s"}`, h.Local)
	}
	added, ok := edit.AddTo(&answer.Node, "headers", "Link", header)
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "declare the header Link", Safety: report.Unsafe, Edits: []report.Edit{added}})}
}

func declaredLink(api *spec.API) *spec.Parameter {
	if api.Components == nil {
		return nil
	}
	for _, h := range api.Components.Headers {
		if strings.EqualFold(h.Name, "link") {
			return h
		}
	}
	return nil
}
