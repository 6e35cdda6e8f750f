package openapi

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The IDs of what Export can say.
const (
	ambiguousPath = "export/ambiguous-path"
	customMethod  = "export/custom-method"
	manySegments  = "export/many-segments"
	noBinding     = "export/no-binding"
	notInQuery    = "export/not-in-query"
	unknownField  = "export/unknown-field"
	untoldRule    = "export/untold-rule"
)

// Diagnostics explains everything that Export can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: ambiguousPath, Title: "two bindings are one operation of OpenAPI", Severity: report.Error,
			Help: "A path of OpenAPI is told from others by its literal segments alone: what a variable may hold doesn't count. Two bindings of the same method whose paths differ in their variables only can't both be in a document. Give one of them another literal segment or verb."},
		{ID: customMethod, Title: "OpenAPI doesn't know the method", Severity: report.Warning,
			Help: "OpenAPI 3.1 has the methods GET, PUT, POST, DELETE, OPTIONS, HEAD, PATCH and TRACE. A binding of another kind, or of any method (`*`), is left out of the document; the server serves it all the same."},
		{ID: manySegments, Title: "a variable spans segments", Severity: report.Info,
			Help: "`**` matches any number of segments. OpenAPI has variables of one segment only: the document has one, whose description says that slashes are sent as they are."},
		{ID: noBinding, Title: "an rpc is not exported", Severity: report.Info,
			Help: "The rpc has no `google.api.http`, so that REST consumers can't call it."},
		{ID: notInQuery, Title: "a field can't be given", Severity: report.Warning,
			Help: "What neither the path nor the body carries travels in the query, and google/api/http.proto lets a query hold neither maps nor lists of messages, nor messages that are free JSON. REST consumers can't set the field: bind it by `body`."},
		{ID: unknownField, Title: "a binding names a field that isn't there", Severity: report.Error,
			Help: "The path, `body` or `response_body` of a `google.api.http` rule names a field that the message doesn't have."},
		{ID: untoldRule, Title: "a rule is told in words only", Severity: report.Info,
			Help: "JSON Schema has no keyword for the rule. The description tells it, and the server enforces it."},
	}
}

func (e *exporter) say(severity report.Severity, n *spec.Node, at source.Span, rule, message, cure string) {
	if at.IsZero() {
		at = n.NameSpan
	}
	e.findings = append(e.findings, report.Finding{
		Rule: rule, Severity: severity, Message: message, Cure: cure, Element: n.ID(), Span: at,
	})
}
