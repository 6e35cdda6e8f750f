package openapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
)

func TestReferencesAcrossFiles(t *testing.T) {
	api := cleanFiles(t, map[string]string{
		"openapi.yaml": head("3.0.3") + `
paths:
  /users: {$ref: 'paths/users.yaml'}
  /direct:
    get:
      parameters: [{$ref: 'common/parts.json#/parameters/Limit'}]
      responses:
        '200': {$ref: 'common/parts.json#/responses/Users'}
        '404': {description: No., content: {a/b: {schema: {type: boolean}}}}
components:
  schemas:
    User: {$ref: common/user.yaml}
    Name: {$ref: 'common/user.yaml#/properties/name'}
    Deep: {$ref: '#/paths/~1direct/get/responses/404/content/a~1b/schema'}
    Encoded: {$ref: 'common/user.yaml#/properties/first%20name'}
`,
		"paths/users.yaml": "get: {responses: {'200': {$ref: '../common/parts.json#/responses/Users'}}}\n",
		"common/user.yaml": `
type: object
required: [name]
properties:
  name: {$ref: '#/definitions/Name'}
  first name: {type: integer}
  friend: {$ref: 'user.yaml'}
definitions:
  Name: {type: string, maxLength: 5}
`,
		"common/parts.json": `{
"parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"$ref": "#/schemas/Count"}}},
"responses": {"Users": {"description": "All.", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "./user.yaml"}}}}}},
"schemas": {"Count": {"type": "integer"}, "Unused": {"type": "string"}}
}`,
	})
	var lines []string
	for _, definition := range api.Types {
		lines = append(lines, string(definition.ID())+" "+definition.Name+": "+show(definition))
	}
	for _, d := range api.Documents {
		var imports []string
		for _, i := range d.Imports {
			imports = append(imports, i.Path+" by "+i.Span.Text())
		}
		lines = append(lines, d.File.Path+" imports "+strings.Join(imports, ", "))
	}
	limit, users := api.Components.Parameters[0], api.Components.Responses[0]
	lines = append(lines, string(limit.ID())+" "+show(limit.Type), string(users.ID())+" "+show(users.Content[0].Type))
	for _, o := range api.Services[0].Operations {
		lines = append(lines, string(o.ID())+" answers "+string(o.Responses[0].Target.ID()))
	}
	want := `#/components/schemas/User User: ref common/user.yaml#
#/components/schemas/Name Name: ref common/user.yaml#/properties/name
#/components/schemas/Deep Deep: ref GET /direct/responses/404/content/a~1b/schema
#/components/schemas/Encoded Encoded: ref common/user.yaml#/properties/first name
common/user.yaml# user: object{name!: ref common/user.yaml#/definitions/Name, first name: integer, friend: ref common/user.yaml#} and $defs string with maxLength 5
common/parts.json#/schemas/Count Count: integer
common/parts.json imports common/user.yaml by ./user.yaml
common/user.yaml imports 
openapi.yaml imports paths/users.yaml by paths/users.yaml, common/parts.json by common/parts.json#/parameters/Limit, common/user.yaml by common/user.yaml
paths/users.yaml imports common/parts.json by ../common/parts.json#/responses/Users
common/parts.json#/parameters/Limit ref common/parts.json#/schemas/Count
common/parts.json#/responses/Users array<ref common/user.yaml#>
GET /users answers common/parts.json#/responses/Users
GET /direct answers common/parts.json#/responses/Users`
	compareLines(t, want, strings.Join(lines, "\n"))
}

// TestBadReferences pins what is said about each way in which a reference can lead nowhere.
func TestBadReferences(t *testing.T) {
	others := map[string]string{
		"apis/common.yaml":   "schemas: {User: {$ref: 'deep/user.yaml'}, Id: {type: string}}\n",
		"apis/broken.yaml":   "a: [\n",
		"lib/elsewhere.yaml": "{}\n",
	}
	const at = "apis/openapi.yaml:6:16 "
	for _, test := range []struct{ ref, rule, want string }{
		{"#/components/schemas/Usr", "unresolved-reference", "nothing stands at #/components/schemas/Usr | did you mean #/components/schemas/User?"},
		{"#/component/schemas/User", "unresolved-reference", "nothing stands at #/component/schemas/User | did you mean #/components/schemas/User?"},
		{"#/definitions/User", "unresolved-reference", "nothing stands at #/definitions/User | did you mean #/components/schemas/User?"},
		{"#components/schemas/User", "unresolved-reference", "nothing stands at #components/schemas/User | did you mean #/components/schemas/User?"},
		{"#User", "unresolved-reference", "nothing stands at #User | did you mean #/components/schemas/User?"},
		{"#/components/schemas/Invoice", "unresolved-reference", "nothing stands at #/components/schemas/Invoice | declare it there, or correct the reference"},
		{"#/components/schemas/Via/properties/id", "unresolved-reference", "nothing stands at #/components/schemas/Via/properties/id | pointers don't lead through a $ref; write what it refers to: #/components/schemas/User/properties/id"},
		{"#/components/schemas/User/allOf/01", "unresolved-reference", "nothing stands at #/components/schemas/User/allOf/01 | declare it there, or correct the reference"},
		{"common.yaml#/schemas/id", "unresolved-reference", "nothing stands at common.yaml#/schemas/id | did you mean common.yaml#/schemas/Id?"},
		{"commn.yaml#/schemas/Id", "unresolved-reference", "there is no file apis/commn.yaml | did you mean apis/common.yaml?"},
		{"elsewhere.yaml", "unresolved-reference", "there is no file apis/elsewhere.yaml | did you mean lib/elsewhere.yaml?"},
		{"nowhere-at-all.yaml", "unresolved-reference", "there is no file apis/nowhere-at-all.yaml | correct the path, which is relative to this file"},
		{"../../etc/passwd", "reference-outside-workspace", "../../etc/passwd lies outside the workspace, so it is not read | move the file into the workspace and refer to it by a path relative to this one"},
		{"..%2f..%2fetc%2fpasswd#/a", "reference-outside-workspace", "..%2f..%2fetc%2fpasswd lies outside the workspace, so it is not read | move the file into the workspace and refer to it by a path relative to this one"},
		{"/etc/passwd", "reference-outside-workspace", "/etc/passwd lies outside the workspace, so it is not read | move the file into the workspace and refer to it by a path relative to this one"},
		{"file:///etc/passwd", "reference-outside-workspace", "file:///etc/passwd lies outside the workspace, so it is not read | move the file into the workspace and refer to it by a path relative to this one"},
		{"C:\\\\secret.yaml", "reference-outside-workspace", "C:\\\\secret.yaml lies outside the workspace, so it is not read | move the file into the workspace and refer to it by a path relative to this one"},
		{"https://example.com/a.yaml#/b", "remote-reference", "https://example.com/a.yaml lies on the network, from which nothing is read unasked | copy the file beside the spec and refer to it by path, or allow it with --allow-remote-refs"},
		{"//example.com/a.yaml", "remote-reference", "//example.com/a.yaml lies on the network, from which nothing is read unasked | copy the file beside the spec and refer to it by path, or allow it with --allow-remote-refs"},
		{"urn:example:user", "unresolved-reference", "no schema of the contract has the $id urn:example:user | declare it, or refer to it by its place in a file"},
		{"#/components/schemas/S", "reference-cycle", "this reference leads back to itself (#/components/schemas/S), so there is no schema | write the schema out at one place of the chain"},
		{"..", "unresolved-reference", "there is no file . | correct the path, which is relative to this file"},
	} {
		files := map[string]string{"apis/openapi.yaml": head("3.1.0") + `paths: {}
components:
  schemas:
    S: {$ref: '` + test.ref + `'}
    User: {allOf: [{type: object}, {properties: {id: {type: string}}}]}
    Via: {$ref: '#/components/schemas/User'}
`}
		for path, content := range others {
			files[path] = content
		}
		apis, findings := Load(t.Context(), Config{Tree: memtree.New(files), Roots: []string{"apis/openapi.yaml"}})
		if s := named(t, apis[0], "S"); s.Target != nil || s.Kind != spec.KindReference {
			t.Errorf("%s: leads to %s", test.ref, show(s))
		}
		expectFindings(t, findings, at+test.rule+" [#/components/schemas/S] "+test.want)
	}
}

func TestReferencesToBrokenFiles(t *testing.T) {
	_, findings := loadFiles(t, map[string]string{
		"openapi.yaml": schemaDocument("3.0.3", "$ref: broken.yaml", "Again: {$ref: broken.yaml#/a}"),
		"broken.yaml":  "a: [\n",
	})
	if len(findings) != 1 || findings[0].Rule != "syntax" || findings[0].Span.Path() != "broken.yaml" {
		t.Errorf("want the one mistake where it is, got %v", findings)
	}
}

// TestCycles pins that references that lead back to themselves are told apart from types that
// contain themselves.
func TestCycles(t *testing.T) {
	api, findings := loadFiles(t, map[string]string{"openapi.yaml": head("3.1.0") + `paths:
  /a:
    get:
      parameters: [{$ref: '#/components/parameters/P'}]
      responses: {'200': {$ref: '#/components/responses/R'}}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/B', maxLength: 3}
    Tree: {properties: {children: {items: {$ref: '#/components/schemas/Tree'}}}}
    One: {allOf: [{$ref: '#/components/schemas/Other'}]}
    Other: {allOf: [{$ref: '#/components/schemas/One'}]}
  parameters:
    P: {$ref: '#/components/parameters/Q'}
    Q: {$ref: '#/components/parameters/P'}
  responses:
    R: {$ref: '#/components/responses/R'}
`})
	expectFindings(t, findings,
		"openapi.yaml:11:16 reference-cycle [#/components/schemas/B] this reference leads back to itself (#/components/schemas/C → #/components/schemas/B), so there is no schema | write the schema out at one place of the chain",
		"openapi.yaml:18:16 reference-cycle [#/components/parameters/Q] this reference leads back to itself, so there is no parameter | write the parameter out at one place of the chain",
		"openapi.yaml:20:16 reference-cycle [#/components/responses/R] this reference leads back to itself, so there is no response | write the response out at one place of the chain",
	)
	for name, want := range map[string]string{
		"A": "ref #/components/schemas/B", "B": "ref nowhere", "C": "ref nowhere with maxLength 3",
		"Tree": "object{children: array<ref #/components/schemas/Tree>}",
		"One":  "any and allOf ref #/components/schemas/Other",
	} {
		if got := show(named(t, api, name)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if o := api.Services[0].Operations[0]; len(o.Parameters) != 0 || len(o.Responses) != 0 {
		t.Errorf("what does not exist is used: %v %v", o.Parameters, o.Responses)
	}
}

func TestRemoteReferences(t *testing.T) {
	fetched := map[string]int{}
	remote := func(_ context.Context, url string) ([]byte, error) {
		fetched[url]++
		switch url {
		case "https://example.com/common/a.yaml":
			return []byte("A: {$ref: 'b.yaml#/B'}\nLocal: {$ref: 'file:///etc/passwd'}\n"), nil
		case "https://example.com/common/b.yaml":
			return []byte("B: {type: string}\n"), nil
		}
		return nil, errors.New("404 not found")
	}
	tree := memtree.New(map[string]string{
		"openapi.yaml": schemaDocument("3.1.0", "$ref: https://example.com/common/a.yaml#/A", "Again: {$ref: 'https://example.com/common/a.yaml#/A'}\nLost: {$ref: 'https://example.com/c.yaml'}\nEvil: {$ref: 'https://example.com/common/a.yaml#/Local'}"),
	})
	apis, findings := Load(t.Context(), Config{Tree: tree, Roots: []string{"openapi.yaml"}, Remote: remote})
	expectFindings(t, findings,
		"https://example.com/common/a.yaml:2:16 reference-outside-workspace [https://example.com/common/a.yaml#/Local] file:///etc/passwd lies outside the workspace, so it is not read | move the file into the workspace and refer to it by a path relative to this one",
		"openapi.yaml:9:19 unresolved-reference [#/components/schemas/Lost] https://example.com/c.yaml can't be read: fetching it failed: 404 not found",
	)
	if got := show(named(t, apis[0], "S").Resolve()); got != "string" {
		t.Errorf("got %s", got)
	}
	for url, n := range fetched {
		if n != 1 {
			t.Errorf("%s was fetched %d times", url, n)
		}
	}
}

// TestIdentifiers resolves $id, $anchor, $dynamicRef and $self.
func TestIdentifiers(t *testing.T) {
	api := cleanFiles(t, map[string]string{
		"openapi.yaml": `openapi: 3.2.0
$self: https://api.example.com/v1/openapi.yaml
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Data: {default: {$id: 'https://schemas.example.com/user', $anchor: here}}
    User:
      $id: https://schemas.example.com/user
      $anchor: here
      properties:
        address: {$ref: address}
        local: {$ref: '#/$defs/Name'}
        named: {$ref: '#name'}
        nested: {$id: deeper/thing, properties: {up: {$ref: ../user}, down: {$ref: '#inner'}}, $defs: {I: {$anchor: inner, type: integer}}}
      $defs:
        Name: {$anchor: name, type: string}
    Address: {$id: https://schemas.example.com/address, type: object}
    ByUri: {$ref: 'https://schemas.example.com/user#name'}
    ByAnchor: {$ref: 'https://schemas.example.com/user#here'}
    Deep: {$ref: 'https://schemas.example.com/deeper/thing#/$defs/I'}
    Through: {$ref: '#/components/schemas/User/properties/nested/properties/down'}
    BySelf: {$ref: 'https://api.example.com/v1/openapi.yaml#/components/schemas/Address'}
    Beside: {$ref: 'common.yaml#/Id'}
    Other: {$ref: 'https://api.example.com/v1/common.yaml#/Id'}
    Tree: {$dynamicAnchor: node, properties: {child: {$dynamicRef: '#node'}}}
    Leaf: {$dynamicRef: '#node'}
    Unread: {not: {unheardOf: {$anchor: fine, type: string}}}
    NoId: {properties: {$id: {type: string}, example: {$anchor: fine, type: number}}, example: {$id: 'https://schemas.example.com/user'}, enum: [{$anchor: here}]}
    Fine: {$ref: '#fine'}
`,
		"common.yaml": "$self: https://api.example.com/v1/common.yaml\nopenapi: 3.2.0\nId: {type: string, format: uuid}\n",
	})
	for name, want := range map[string]string{
		"ByUri":    "ref #/components/schemas/User/$defs/Name",
		"ByAnchor": "ref #/components/schemas/User",
		"Deep":     "ref #/components/schemas/User/properties/nested/$defs/I",
		"Through":  "ref #/components/schemas/User/properties/nested/properties/down",
		"BySelf":   "ref #/components/schemas/Address",
		"Beside":   "ref common.yaml#/Id",
		"Other":    "ref common.yaml#/Id",
		"Fine":     "ref #/components/schemas/NoId/properties/example",
	} {
		if got := show(named(t, api, name)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	user, tree := named(t, api, "User"), named(t, api, "Tree")
	for i, want := range []string{
		"ref #/components/schemas/Address", "ref #/components/schemas/User/$defs/Name", "ref #/components/schemas/User/$defs/Name",
		"object{up: ref #/components/schemas/User, down: ref #/components/schemas/User/properties/nested/$defs/I} and $defs integer",
	} {
		if got := show(user.Fields[i].Type); got != want {
			t.Errorf("%s: got %s, want %s", user.Fields[i].Name, got, want)
		}
	}
	for s, want := range map[*spec.Type]string{
		user:                "https://schemas.example.com/user",
		user.Fields[3].Type: "https://schemas.example.com/deeper/thing",
		tree.Fields[0].Type: "",
	} {
		if s.Schema.Resource != want {
			t.Errorf("%s lies in %q, want %q", s.ID(), s.Schema.Resource, want)
		}
	}
	for _, dynamic := range []*spec.Type{tree.Fields[0].Type, named(t, api, "Leaf")} {
		if dynamic.Schema.DynamicTarget != tree || dynamic.Kind != spec.KindObject {
			t.Errorf("%s: the dynamic reference leads to %v", dynamic.ID(), dynamic.Schema.DynamicTarget)
		}
	}
}

// TestAdoption pins that a target that a reference reaches before the walk does ends up where it
// is declared, once.
func TestAdoption(t *testing.T) {
	api := cleanFiles(t, map[string]string{
		"openapi.yaml": head("3.1.0") + `paths: {}
components:
  schemas:
    Inner: {$ref: 'lib.yaml#/User/properties/id'}
    Outer: {$ref: 'lib.yaml#/User'}
  headers:
    H: {$ref: 'lib.yaml#/Answer/headers/H'}
  responses:
    R: {$ref: 'lib.yaml#/Answer'}
`,
		"lib.yaml": "User: {properties: {id: {type: string}}}\nAnswer: {description: A., headers: {H: {schema: {type: integer}}}}\n",
	})
	user := named(t, api, "Outer").Target
	if inner := named(t, api, "Inner").Target; inner != user.Fields[0].Type || inner.ID() != "lib.yaml#/User/properties/id" || inner.Parent != &user.Fields[0].Node {
		t.Errorf("the property is lowered twice or hangs elsewhere: %s", inner.ID())
	}
	if n := len(api.Types); n != 3 {
		t.Errorf("%d types at the top, want Inner, Outer and User", n)
	}
	c := api.Components
	if len(c.Headers) != 1 || len(c.Responses) != 2 || c.Headers[0].Target != c.Responses[1].Headers[0] {
		t.Errorf("the header is lowered twice: %v %v", c.Headers, c.Responses)
	}
}

// TestScopeOfTargets pins that a target below an $id is read relative to that, though nothing above
// it is part of the API.
func TestScopeOfTargets(t *testing.T) {
	api := cleanFiles(t, map[string]string{
		"openapi.yaml": schemaDocument("3.1.0", "$ref: 'lib.yaml#/all/A/properties/x'", ""),
		"lib.yaml":     "all:\n  A:\n    $id: https://example.com/a\n    properties: {x: {properties: {y: {$ref: '#/$defs/Y'}}}}\n    $defs: {Y: {type: integer}}\n",
	})
	if got, want := show(named(t, api, "S").Target), "object{y: ref lib.yaml#/all/A/$defs/Y}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestSharedBase pins that what one schema requires of the properties of its base does not hold
// for the base itself.
func TestSharedBase(t *testing.T) {
	api := clean(t, schemaDocument("3.0.3", "{required: [a], allOf: [{$ref: '#/components/schemas/Base'}]}", "Base: {properties: {a: {type: string}}}\nOther: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {b: {}}, required: [b]}]}"))
	if got, want := show(named(t, api, "Base")), "object{a: string}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestLongChain pins where a chain of references is cut, so that following it stays cheap.
func TestLongChain(t *testing.T) {
	chain := ""
	for i := range longestChain + 2 {
		chain += fmt.Sprintf("C%d: {$ref: '#/components/schemas/C%d'}\n", i, i+1)
	}
	chain += fmt.Sprintf("C%d: {type: string}", longestChain+2)
	api, findings := loadFiles(t, map[string]string{"openapi.yaml": schemaDocument("3.0.3", "$ref: '#/components/schemas/C0'", chain)})
	expectFindings(t, findings,
		"openapi.yaml:9:17 reference-cycle [#/components/schemas/C1] more than 64 references lead from one to the next | refer to the schema directly")
	if named(t, api, "C1").Target != nil || show(named(t, api, "C2").Resolve()) != "string" {
		t.Error("the chain is cut at the wrong place")
	}
}

// TestDescriptionBesideReference pins that it counts since OpenAPI 3.1, and not before.
func TestDescriptionBesideReference(t *testing.T) {
	for version, want := range map[string]string{"3.0.3": "Shared.", "3.1.0": "Own."} {
		api := clean(t, head(version)+"paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/R', description: Own.}}}}}\ncomponents: {responses: {R: {description: Shared.}}}\n")
		if got := operation(t, api, "GET /a").Responses[0].Doc; got != want {
			t.Errorf("%s: got %q, want %q", version, got, want)
		}
	}
}

// TestDiscriminator pins where the names of a mapping are looked up.
func TestDiscriminator(t *testing.T) {
	api := cleanFiles(t, map[string]string{
		"openapi.yaml": head("3.1.0") + "paths: {}\ncomponents: {schemas: {Pet: {$ref: 'lib.yaml#/components/schemas/Pet'}, Cat: {type: object}, a.b: {type: string}}}\n",
		"lib.yaml": `components:
  schemas:
    Pet: {discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog, dot: a.b, file: other.yaml, here: '#/components/schemas/Cat'}}}
    Cat: {type: integer}
    Dog: {type: boolean}
`,
		"other.yaml": "type: number\n",
	})
	var got []string
	for _, m := range named(t, api, "Pet").Target.Schema.Discriminator.Mapping {
		got = append(got, m.Value+" "+string(m.Target.ID()))
	}
	same(t, "mapping", got, "cat #/components/schemas/Cat", "dog lib.yaml#/components/schemas/Dog", "dot #/components/schemas/a.b", "file other.yaml#", "here lib.yaml#/components/schemas/Cat")
}
