package http

import "github.com/bylaw-dev/bylaw/report"

// Diagnostics explains everything that Check can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: "generate/binding-body", Title: "a body is bound to nothing", Severity: report.Error,
			Help: "`body` must be `*` or name a field at the top of the request, `response_body` one at the top of the response. GET, HEAD and DELETE have no body that HTTP gives a meaning, so none can be bound to them."},
		{ID: "generate/binding-collision", Title: "two bindings match the same requests", Severity: report.Error,
			Help: "Both have the same HTTP method, and their paths differ in nothing but the names of variables, so that no router can say which rpc is meant. All services of the package share one server."},
		{ID: "generate/binding-field", Title: "a variable of a path is no field with a text", Severity: report.Error,
			Help: "What a variable holds goes into the field of the request that it names. `http.proto` wants that to be a scalar; repeated fields, maps and messages have no text that a path could hold."},
		{ID: "generate/binding-hidden", Title: "a binding's requests reach another method", Severity: report.Warning,
			Help: "A path that ends in `**` matches what another one matches too that goes on behind the same `**`, and the longer one goes first. Only requests for which `**` stands for no segment are left."},
		{ID: "generate/binding-nested", Title: "bindings stand within additional bindings", Severity: report.Error,
			Help: "`http.proto` lets additional bindings be one level deep. Those within them would be served by nobody."},
		{ID: "generate/binding-template", Title: "a binding's template can't be routed by", Severity: report.Error,
			Help: "Templates are segments of text, `*`, `**` (once) and variables such as `{name=shelves/*}`, with a verb such as `:cancel` at the end. A variable is a whole segment."},
		{ID: "generate/stream-without-body", Title: "a stream of requests has no body", Severity: report.Warning,
			Help: "The messages that a client streams travel in the body of the HTTP request. Without one, the method gets a single message, made of path and query."},
		{ID: "generate/unbound-field", Title: "no binding can carry a field", Severity: report.Warning,
			Help: "Fields that neither path nor body take are read from the query, which holds scalars, lists of scalars and messages of these; no maps, no lists of messages and no free JSON. Over REST the field can't be set."},
	}
}
