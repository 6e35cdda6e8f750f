package openapi

import "github.com/bylaw-dev/bylaw/spec"

// The names of the components for errors. No message of the contract gets problemName.
const (
	problemName  = "Problem"
	invalidName  = "InvalidRequest"
	conflictName = "Conflict"
)

func (e *exporter) responses() *spec.Value {
	content := object().put("application/problem+json",
		object().put("schema", ref("#/components/schemas/"+problemName)).value()).value()
	all := object().
		put(invalidName, object().
			put("description", text("The request breaks the contract: `violations` lists everything that is wrong with it.")).
			put("content", content).value())
	if e.conditional {
		all.put(conflictName, object().
			put("description", text("The etag is not that of the present version: read it again before the next try.")).
			put("content", content).value())
	}
	return all.
		put(problemName, object().
			put("description", text("What went wrong (RFC 9457). The statuses are those that google/rpc/code.proto gives gRPC's codes: "+
				"400, 401, 403, 404, 409, 429, 499, 500, 501, 503 and 504; besides, 405, 406, 413 and 415 for requests that no operation could read.")).
			put("content", content).value()).
		value()
}

// problem is the schema of errors as the server writes them.
func problem() *spec.Value {
	field := func(kind, doc string) *builder {
		return object().put("description", text(doc)).put("type", text(kind))
	}
	violation := object().
		put("type", text("object")).
		put("required", texts([]string{"location", "field", "code", "description"})).
		put("properties", object().
			put("location", field("string", "Where the value travelled: body, query, path or header.").value()).
			put("field", field("string", "The field by the names of the contract, such as `order.items[2].quantity`; empty for the whole.").value()).
			put("code", field("string", "Names the violation for programs, such as `min_length`.").value()).
			put("description", field("string", "What is wrong, in words.").value()).
			value()).
		value()
	return object().
		put("description", text("A problem as RFC 9457 defines it. Every fact that a program needs is a member; texts are for people.")).
		put("type", text("object")).
		put("required", texts([]string{"type", "status", "code"})).
		put("properties", object().
			put("type", field("string", "Names the kind of problem.").put("format", text("uri-reference")).value()).
			put("title", field("string", "The kind of problem, in words.").value()).
			put("status", field("integer", "The HTTP status.").put("format", text("int32")).put("minimum", number("400")).put("maximum", number("599")).value()).
			put("detail", field("string", "What went wrong this time, in words.").value()).
			put("code", field("string", "Names the problem for programs, such as `invalid_request`.").value()).
			put("request_id", field("string", "Finds the request in the logs.").value()).
			put("violations", field("array", "Everything that is wrong with the request.").put("items", violation).value()).
			put("retryable", field("boolean", "The same request may succeed later.").value()).
			put("retry_after", field("integer", "Not before so many seconds have passed.").put("format", text("int64")).put("minimum", number("0")).value()).
			put("domain", field("string", "Whose `code` it is, such as the name of the service.").value()).
			put("metadata", field("object", "Facts about this kind of problem.").put("additionalProperties", object().put("type", text("string")).value()).value()).
			put("grpc_status", field("integer", "The code of gRPC, where the HTTP status stands for several.").put("format", text("int32")).value()).
			put("details", field("array", "Further details, as google.protobuf.Any.").put("items", wellKnownAny()).value()).
			value()).
		value()
}

func wellKnownAny() *spec.Value {
	return object().put("type", text("object")).put("required", texts([]string{"@type"})).
		put("properties", object().put("@type", object().put("type", text("string")).value()).value()).
		put("additionalProperties", boolean(true)).value()
}
