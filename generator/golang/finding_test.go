package golang

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
)

// The table says what of a contract can't be had, and where it is said. Only findings of the package
// golang are in it.
func TestFindings(t *testing.T) {
	const answer = "responses: {'200': {description: x}, default: {description: x}}"
	for _, test := range []struct {
		name, paths string
		want        []string
	}{
		{"nothing", "/a: {get: {operationId: a, " + answer + "}}", nil},
		{"ambiguous", "/a/{x}: {get: {operationId: a, parameters: [{name: x, in: path, required: true, schema: {type: string}}], " + answer + "}}\n" +
			"  /a/{y}: {get: {operationId: b, parameters: [{name: y, in: path, required: true, schema: {type: string}}], " + answer + "}}",
			[]string{"5:3 error ambiguous-route: GET /a/{y} matches the same requests as /a/{x}, and neither is more specific"}},
		{"ambiguous text", "/a/{x}-{z}: {get: {operationId: a, parameters: [{$ref: '#/components/parameters/x'}, {$ref: '#/components/parameters/z'}], " + answer + "}}\n" +
			"  /a/{x}_{z}: {get: {operationId: b, parameters: [{$ref: '#/components/parameters/x'}, {$ref: '#/components/parameters/z'}], " + answer + "}}",
			[]string{"5:3 error ambiguous-route: GET /a/{x}_{z} matches the same requests as /a/{x}-{z}, and neither is more specific"}},
		{"malformed", "/a/{x: {get: {operationId: a, " + answer + "}}",
			[]string{"4:3 error malformed-path: no request can be routed by this path: a { has no }"}},
		{"adjacent", "/{x}{z}: {get: {operationId: a, parameters: [{$ref: '#/components/parameters/x'}, {$ref: '#/components/parameters/z'}], " + answer + "}}",
			[]string{"4:3 error malformed-path: no request can be routed by this path: two variables have no text between them"}},
		{"query", "/a?b=c: {get: {operationId: a, " + answer + "}}",
			[]string{"4:3 warning unreachable-path: a path has neither query nor fragment, so no request finds this operation"}},
		{"path parameters", "/a/{z}: {get: {operationId: a, parameters: [{$ref: '#/components/parameters/x'}], " + answer + "}}",
			[]string{"4:7 warning undeclared-path-variable: the variable z of the path is not declared, so it is any text",
				"4:48 warning unused-path-parameter: the path /a/{z} has no variable x, so no request can carry it"}},
		{"header", "/a: {get: {operationId: a, parameters: [{name: accept, in: header, schema: {type: string}}], " + answer + "}}",
			[]string{"4:50 info ignored-header: OpenAPI leaves this header to media types and security, so it is no field of the request"}},
		{"body of get", "/a: {get: {operationId: a, requestBody: {content: {application/json: {schema: {type: string}}}}, " + answer + "}}",
			[]string{"4:30 warning body-without-meaning: RFC 9110 gives the body of GET no meaning, and proxies drop it: it is read where it arrives"}},
		{"xml", "/a: {post: {operationId: a, requestBody: {content: {application/xml: {schema: {type: object}}}}, " + answer + "}}",
			[]string{"4:55 warning unsupported-media-type: the schema of application/xml is not enforced: the body is handed over as it is"}},
		{"stream", "/a: {post: {operationId: a, requestBody: {content: {application/jsonl: {schema: {type: object}}}}, " + answer + "}}",
			[]string{"4:55 warning request-stream: the items of a streamed request are not checked: the body is handed over as bytes"}},
		{"status", "/a: {get: {operationId: a, responses: {'700': {description: x}, default: {description: x}}}}",
			[]string{"4:43 warning unknown-status: \"700\" is no status, so no answer is generated for it"}},
		{"no response", "/a: {get: {operationId: a, responses: {}}}",
			[]string{"4:27 warning no-response: the operation declares no response, so a status without content is all that it can answer"}},
		{"no body", "/a: {get: {operationId: a, responses: {'204': {description: x, content: {application/json: {}}}, default: {description: x}}}}",
			[]string{"4:43 warning body-not-allowed: an answer of status 204 has no body (RFC 9110), so its content is left out"}},
		{"undeclared", "/a: {get: {operationId: a, responses: {'200': {description: x}}}}",
			[]string{"2:15 warning undeclared-status: the server answers statuses by itself that operations don't declare: 500 (1 of 1 operations)"}},
		{"callback", "/a: {get: {operationId: a, callbacks: {done: {'{$url}': {post: {responses: {'200': {description: x}}}}}}, " + answer + "}}",
			[]string{"4:42 warning callback: the service makes this callback itself, so nothing is generated for it; its URL arrives in the request of a"}},
		{"constant", "/a: {get: {operationId: a, responses: {'200': {description: x}, default: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/E'}}}}}}}",
			[]string{"10:61 warning error-constant: nothing of an error fits the required property color, so the boundary's errors always say \"red\""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			document := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  " + test.paths + `
components:
  parameters:
    x: {name: x, in: path, required: true, schema: {type: string}}
    z: {name: z, in: path, required: true, schema: {type: string}}
  schemas:
    E: {type: object, required: [code, color], properties: {color: {type: string, enum: [red, blue]}, code: {type: string}}}
security: []
`
			_, findings := New().Lower(load(t, document), options(generator.AllOutputs))
			var got []string
			for _, f := range findings {
				got = append(got, told(f))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(test.want, "\n\t"))
			}
		})
	}
}

// A finding about two routes names both places.
func TestAmbiguousNamesBoth(t *testing.T) {
	_, findings := New().Lower(load(t, `openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a/{x}: {get: {responses: {default: {description: x}}}}
  /a/{y}: {get: {responses: {default: {description: x}}}}
`), options(generator.AllOutputs))
	for _, f := range findings {
		if f.Rule == "generate/ambiguous-route" {
			if len(f.Related) != 1 || f.Related[0].Span.Position().Line != 4 || f.Span.Position().Line != 5 {
				t.Errorf("%+v", f)
			}
			return
		}
	}
	t.Error("nothing was said")
}
