package idempotency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// addToken offers the token that an operation lacks. It is unsafe: a contract that takes a token
// promises that the service honours it.
func addToken(api *spec.API, o *spec.Operation) []lint.Option {
	title, added, ok := addHeader(api, o)
	if api.Format == spec.Proto {
		title, added, ok = addRequestID(api, o)
	}
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: title, Safety: report.Unsafe, Edits: added})}
}

// addRequestID adds the field that AIP-155 wants to a request message that is the operation's own.
func addRequestID(api *spec.API, o *spec.Operation) (title string, added []report.Edit, ok bool) {
	request := o.RequestType()
	if request == nil || request.Proto != nil && request.Proto.Group || !standard.Own(api, request) || !edit.Takes(request, "request_id") {
		return "", nil, false
	}
	number := edit.FreeNumber(request)
	if number == 0 {
		return "", nil, false
	}
	field, ok := edit.AddField(request,
		"// A UUID that the client chooses, and reuses when it tries again: then the",
		"// service does not do it a second time, but answers as it did the first",
		"// (AIP-155).",
		fmt.Sprintf("%sstring request_id = %d;", edit.Optional(api, request), number))
	return "add request_id to " + request.Name, []report.Edit{field}, ok
}

// addHeader adds the header to an operation: the one that the document declares for others, if it
// does.
func addHeader(api *spec.API, o *spec.Operation) (title string, added []report.Edit, ok bool) {
	if o.Span.IsZero() {
		return "", nil, false
	}
	header := `{"name": "Idempotency-Key", "in": "header", ` +
		`"description": "A UUID that the client chooses, and reuses when it tries again.", "schema": {"type": "string", "maxLength": 64}}`
	if p := declaredHeader(api); p != nil && o.Span.File == api.Root && p.Span.File == api.Root {
		header = fmt.Sprintf(`{"$ref": "#%s"}`, p.Local)
	}
	added, ok = edit.Append(&o.Node, "parameters", header)
	return "take the header Idempotency-Key", added, ok
}

func declaredHeader(api *spec.API) *spec.Parameter {
	if api.Components == nil {
		return nil
	}
	for _, p := range api.Components.Parameters {
		if p.In == spec.InHeader && p.Target == nil && isTokenHeader(p.Name) {
			return p
		}
	}
	return nil
}

func isTokenHeader(name string) bool {
	name = words.Snake.Write(name)
	return name == "idempotency_key" || name == "x_idempotency_key"
}
