package declared

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

func ofAPIs() []property {
	return []property{
		text("format", "`proto` or `openapi`", func(e element) string { return e.api.Format.String() }),
		text("version", "`info.version` of OpenAPI, the last part of a proto package such as `v1`", func(e element) string { return e.api.Version }),
		texts("servers", "the URLs of OpenAPI's servers", func(e element) []string {
			var urls []string
			for _, s := range e.api.Servers {
				urls = append(urls, s.URL)
			}
			return urls
		}),
		many("services", "service", "proto services; an OpenAPI document is one", func(e element) []*spec.Service { return e.api.Services }, element.ofService),
		many("types", "type", "messages and enums of the top level, component schemas", func(e element) []*spec.Type { return e.api.Types }, element.ofType),
	}
}

func ofServices() []property {
	return []property{
		many("operations", "operation", "what can be asked of it", func(e element) []*spec.Operation { return e.service.Operations }, element.ofOperation),
	}
}

func ofOperations() []property {
	return []property{
		text("summary", "OpenAPI's one line", func(e element) string { return e.operation.Summary }),
		text("method", "the HTTP method in upper case; empty for an rpc without one", func(e element) string { return e.operation.Method() }),
		text("path", "the path as written; empty for an rpc without one", func(e element) string { return e.operation.Path().Raw }),
		text("standard_method", "`Get`, `List`, `Create`, `Update`, `Delete`; empty for any other", standardMethod),
		texts("tags", "OpenAPI's tags", func(e element) []string { return e.operation.Tags }),
		truth("client_streaming", "the caller sends more than one message", func(e element) bool { return e.operation.Streaming&spec.ClientStreaming != 0 }),
		truth("server_streaming", "the service answers with more than one message", func(e element) bool { return e.operation.Streaming&spec.ServerStreaming != 0 }),
		truth("webhook", "the service calls the consumer: a webhook or a callback", func(e element) bool { return e.operation.Kind != spec.Call }),
		many("parameters", "parameter", "OpenAPI's parameters, those of the path included", func(e element) []*spec.Parameter { return e.operation.Parameters }, element.ofParameter),
		many("inputs", "field", "all that a caller can give, alike for both formats: parameters and the fields of the request", inputs, element.ofField),
		one("request", "type", "what the request carries", func(e element) (element, bool) { return typed(e, e.operation.RequestType()) }),
		one("response", "type", "what a success carries", func(e element) (element, bool) { return typed(e, e.operation.ResponseType()) }),
		many("responses", "response", "its answers", func(e element) []*spec.Response { return e.operation.Responses }, element.ofResponse),
	}
}

func standardMethod(e element) string {
	if method := standard.Classify(e.words, e.operation); method != standard.Custom {
		return method.String()
	}
	return ""
}

func inputs(e element) []*spec.Field {
	var fields []*spec.Field
	for _, input := range e.operation.Inputs() {
		fields = append(fields, input.Field)
	}
	return fields
}

func typed(e element, t *spec.Type) (element, bool) {
	if t == nil {
		return element{}, false
	}
	return e.ofType(t), true
}

func ofParameters() []property {
	return append(ofFields(),
		text("location", "`path`, `query`, `header` or `cookie`", func(e element) string { return e.parameter.In.String() }),
	)
}

func ofResponses() []property {
	return []property{
		text("status", "`200`, `4XX`, `default`; empty in proto", func(e element) string { return e.response.Status }),
		texts("media_types", "such as `application/json`", func(e element) []string {
			var names []string
			for _, m := range e.response.Content {
				names = append(names, m.Name)
			}
			return names
		}),
		texts("headers", "the names of its headers", func(e element) []string {
			var names []string
			for _, h := range e.response.Headers {
				names = append(names, h.Name)
			}
			return names
		}),
		{"types", cel.ListType(typeOf("type")), "what it carries, one for each media type with a schema", func(e element) ref.Val {
			var all []ref.Val
			for _, m := range e.response.Content {
				if m.Type != nil {
					all = append(all, e.ofType(m.Type))
				}
			}
			return types.NewRefValList(types.DefaultTypeAdapter, all)
		}},
	}
}
