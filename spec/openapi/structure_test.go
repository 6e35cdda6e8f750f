package openapi

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestVersions pins which documents are read and what is said of the others.
func TestVersions(t *testing.T) {
	for _, test := range []struct{ document, want string }{
		{"openapi: 3.0.0\npaths: {}\n", ""},
		{"openapi: 3.0\npaths: {}\n", ""},
		{"openapi: 3.1.1\npaths: {}\n", ""},
		{"openapi: '3.2'\n", ""},
		{"openapi: 3.2.0-rc1\n", ""},
		{"openapi: 3.3.0\n", `1:10 unsupported-version OpenAPI "3.3.0" is not known, so the document is not read | bylaw reads OpenAPI 3.0, 3.1 and 3.2`},
		{"openapi: 3.10.0\n", `1:10 unsupported-version OpenAPI "3.10.0" is not known, so the document is not read | bylaw reads OpenAPI 3.0, 3.1 and 3.2`},
		{"openapi: '4'\n", `1:10 unsupported-version OpenAPI "4" is not known, so the document is not read | bylaw reads OpenAPI 3.0, 3.1 and 3.2`},
		{"openapi: [3.0.0]\n", `1:10 unsupported-version OpenAPI a list is not known, so the document is not read | bylaw reads OpenAPI 3.0, 3.1 and 3.2`},
		{"info: {}\npaths: {}\n", `1:1 unsupported-version the document doesn't say which version of OpenAPI it is written in | add the field openapi: 3.1.1`},
		{"swagger: '2.0'\n", `1:10 swagger-2 this is Swagger 2.0, which is not read | convert it to OpenAPI 3: npx swagger2openapi openapi.yaml -o openapi.yaml`},
		{"- a\n", `1:1 invalid-structure an OpenAPI document is an object with the fields openapi, info and paths, not a list`},
	} {
		api, findings := loadFiles(t, map[string]string{"openapi.yaml": test.document})
		if (api != nil) != (test.want == "") {
			t.Errorf("%q: loaded: %v", test.document, api != nil)
		}
		if test.want == "" {
			expectFindings(t, findings)
		} else {
			expectFindings(t, findings, "openapi.yaml:"+test.want)
		}
	}
}

func TestMissingRoot(t *testing.T) {
	apis, findings := Load(t.Context(), Config{Tree: memtree.New(nil), Roots: []string{"nowhere.yaml"}})
	if len(apis) != 0 {
		t.Error("an API was made of nothing")
	}
	expectFindings(t, findings, "nowhere.yaml:1:1 unreadable nowhere.yaml: file does not exist")
}

// TestStructure pins what is said where a part can't be read, and that its neighbours are.
func TestStructure(t *testing.T) {
	for _, test := range []struct{ part, want string }{
		{"paths: [a]", "3:8 invalid-structure [#] paths is an object, not a list"},
		{"paths: {/a: text}", "3:13 invalid-structure [/a] a path item is an object, not \"text\""},
		{"paths: {/a: {get: []}}", "3:19 invalid-structure [GET /a] an operation is an object, not a list"},
		{"paths: {/a: {get: {parameters: {}}}}", "3:32 invalid-structure [GET /a] parameters is a list, not an object"},
		{"paths: {'/a/{b}': {parameters: 3}}", "3:32 invalid-structure [/a/{}] parameters is a list, not 3"},
		{"paths: {/a: {get: {parameters: [{in: query}, {name: b}, {name: c, in: body}, {name: d, in: query}]}}}",
			"3:34 invalid-structure [GET /a/parameters/0] a parameter needs a name, and an in: path, query, header or cookie (querystring since OpenAPI 3.2)\n" +
				"3:47 invalid-structure [GET /a/parameters/1] a parameter needs a name, and an in: path, query, header or cookie (querystring since OpenAPI 3.2)\n" +
				"3:58 invalid-structure [GET /a/parameters/2] a parameter needs a name, and an in: path, query, header or cookie (querystring since OpenAPI 3.2)"},
		{"paths: {/a: {get: {parameters: [text]}}}", "3:33 invalid-structure [GET /a/parameters/0] a parameter is an object, not \"text\""},
		{"paths: {/a: {get: {responses: [1]}}}", "3:31 invalid-structure [GET /a] responses is an object, not a list"},
		{"paths: {/a: {get: {responses: {'200': ok}}}}", "3:39 invalid-structure [GET /a/responses/200] a response is an object, not \"ok\""},
		{"paths: {/a: {get: {requestBody: ''}}}", "3:34 invalid-structure [GET /a/requestBody] a request body is an object, not \"\""},
		{"paths: {/a: {get: {requestBody: {content: [x]}}}}", "3:43 invalid-structure [GET /a/requestBody] content is an object, not a list"},
		{"paths: {/a: {get: {requestBody: {content: {x: null}}}}}", "3:47 invalid-structure [GET /a/requestBody/content/x] a media type is an object, not null"},
		{"paths: {/a: {get: {tags: x}}}", "3:26 invalid-structure [GET /a] tags is a list, not \"x\""},
		{"paths: {/a: {get: {security: {}}}}", "3:30 invalid-structure [GET /a] security is a list, not an object"},
		{"paths: {/a: {get: {callbacks: {c: {'{$url}': []}}}}}", "3:46 invalid-structure [GET /a/callbacks/c/{$url}] a path item is an object, not a list"},
		{"paths: {/a: {get: {description: {$ref: x.md}}}}", "3:34 invalid-structure [GET /a] description is a string, not an object"},
		{"paths: {/a: {get: {$ref: lost.yaml}}}", "3:26 unresolved-reference [GET /a] there is no file lost.yaml | correct the path, which is relative to this file"},
		{"servers: {}", "3:10 invalid-structure [#] servers is a list, not an object"},
		{"servers: [x]", "3:11 invalid-structure [#/servers/0] a server is an object, not \"x\""},
		{"tags: [x]", "3:8 invalid-structure [#/tags/] a tag is an object, not \"x\""},
		{"components: []", "3:13 invalid-structure [#] components is an object, not a list"},
		{"components: {schemas: {A: string}}", "3:27 invalid-structure [#/components/schemas/A] a schema is an object, true or false, not \"string\""},
		{"components: {schemas: []}", "3:23 invalid-structure [#] schemas is an object, not a list"},
		{"components: {schemas: {A: {properties: []}}}", "3:40 invalid-structure [#/components/schemas/A] properties is an object, not a list"},
		{"components: {schemas: {A: {allOf: {}}}}", "3:35 invalid-structure [#/components/schemas/A] allOf is a list, not an object"},
		{"components: {schemas: {A: {required: true}}}", "3:38 invalid-structure [#/components/schemas/A] required is a list, not true"},
		{"components: {schemas: {A: {type: int}}}", "3:34 invalid-structure [#/components/schemas/A] a type is object, array, string, integer, number, boolean or null, not \"int\""},
		{"components: {schemas: {A: {type: [string, 3]}}}", "3:43 invalid-structure [#/components/schemas/A] a type is object, array, string, integer, number, boolean or null, not 3"},
		{"components: {schemas: {A: {type: [string, null]}}}", "3:43 invalid-structure [#/components/schemas/A] the type is called \"null\", with quotes: without them this is the value null"},
		{"components: {schemas: {A: {properties: {b: {items: 3}}}}}", "3:52 invalid-structure [#/components/schemas/A/properties/b/items] a schema is an object, true or false, not 3"},
		{"components: {schemas: {A: {properties: {b: 3}}}}", "3:44 invalid-structure [#/components/schemas/A/properties/b] a schema is an object, true or false, not 3"},
		{"paths: {/a: {get: {parameters: [{name: p, in: query, schema: []}]}}}", "3:62 invalid-structure [GET /a/parameters/query/p/schema] a schema is an object, true or false, not a list"},
		{"components: {schemas: {A: {maxLength: '5'}}}", "3:40 invalid-structure [#/components/schemas/A] maxLength is a whole number from 0 up, not \"5\""},
		{"components: {schemas: {A: {minItems: -1}}}", "3:38 invalid-structure [#/components/schemas/A] minItems is a whole number from 0 up, not -1"},
		{"components: {schemas: {A: {minimum: low}}}", "3:37 invalid-structure [#/components/schemas/A] minimum is a number, not \"low\""},
		{"components: {schemas: {A: {enum: a}}}", "3:34 invalid-structure [#/components/schemas/A] enum is a list, not \"a\""},
		{"components: {schemas: {A: {$ref: {}}}}", "3:34 invalid-structure [#/components/schemas/A] $ref is a string, not an object"},
		{"components: {schemas: {A: {discriminator: kind}}}", "3:43 invalid-structure [#/components/schemas/A] discriminator is an object, not \"kind\""},
		{"components: {schemas: {A: {discriminator: {mapping: {a: 3}}}}}", "3:57 invalid-structure [#/components/schemas/A] a mapping names a schema or refers to one, but this is 3"},
		{"components: {schemas: {A: {discriminator: {mapping: {a: Lost}}}}}", "3:57 unresolved-reference [#/components/schemas/A] nothing stands at #/components/schemas/Lost | declare it there, or correct the reference"},
		{"components: {securitySchemes: {a: []}}", "3:35 invalid-structure [#/components/securitySchemes/a] a security scheme is an object, not a list"},
		{"webhooks: {a: 1}", "3:15 invalid-structure [webhook a] a path item is an object, not 1"},
	} {
		document := head("3.1.0") + test.part + "\n"
		if !strings.HasPrefix(test.part, "tags") {
			document += "tags: [{name: still read}]\n"
		}
		api, findings := loadFiles(t, map[string]string{"openapi.yaml": document})
		if api == nil {
			t.Fatalf("%s: nothing was read: %v", test.part, findings)
		}
		var want []string
		for _, line := range strings.Split(test.want, "\n") {
			want = append(want, "openapi.yaml:"+line)
		}
		expectFindings(t, findings, want...)
		if len(api.Tags) != 1 {
			t.Errorf("%s: the rest was not read", test.part)
		}
	}
}

// TestDuplicateKeys pins that the last of two counts, once.
func TestDuplicateKeys(t *testing.T) {
	api, findings := loadFiles(t, map[string]string{"openapi.yaml": `{"openapi": "3.0.0", "paths": {"/a": {"get": {"operationId": "old"}, "get": {"operationId": "new"}}},
"components": {"schemas": {"A": {"type": "string", "properties": {"x": {"type": "string"}, "x": {"type": "integer"}}, "type": "object"}}}}`})
	if len(findings) != 3 {
		t.Errorf("want one finding for each of three keys, got %v", findings)
	}
	if operations := api.Services[0].Operations; len(operations) != 1 || operations[0].Name != "new" {
		t.Errorf("got %d operations", len(operations))
	}
	if got, want := show(named(t, api, "A")), "object{x: integer}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAliases pins that what a YAML alias repeats is declared once and referred to.
func TestAliases(t *testing.T) {
	api := clean(t, head("3.1.0")+`
paths:
  /a:
    get: &get
      parameters: &list [&one {name: p, in: query, schema: &s {type: string, maxLength: 3}}]
      responses: {'200': &ok {description: Fine.}}
    put: {parameters: *list, responses: {'200': *ok}}
    post: *get
components:
  schemas:
    A: {properties: &props {x: *s, y: {type: integer}}}
    B: {properties: *props, additionalProperties: {<<: *s, minLength: 1}}
`)
	if got, want := show(named(t, api, "A")), "object{x: ref GET /a/parameters/query/p/schema, y: integer}"; got != want {
		t.Errorf("A: got %s, want %s", got, want)
	}
	if got, want := show(named(t, api, "B")), "object{x: ref GET /a/parameters/query/p/schema, y: ref #/components/schemas/A/properties/y} and additionalProperties string with minLength 1, maxLength 3"; got != want {
		t.Errorf("B: got %s, want %s", got, want)
	}
	// The value of an alias stands elsewhere, so that its key stands for it.
	if got := named(t, api, "A").Fields[0].Span.Text(); got != "x" {
		t.Errorf("the place of an alias is %q", got)
	}
	get, put, post := operation(t, api, "GET /a"), operation(t, api, "PUT /a"), operation(t, api, "POST /a")
	for _, o := range []*spec.Operation{put, post} {
		if len(o.Parameters) != 1 || o.Parameters[0].Target != get.Parameters[0] || len(o.Responses) != 1 || o.Responses[0].Target != get.Responses[0] {
			t.Errorf("%s does not stand for what GET declares", o.ID())
		}
	}
}
