package impact_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/impact"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// side reads one version of an OpenAPI document.
func side(t testing.TB, text string) impact.Side {
	t.Helper()
	s, ok := loaded(t, text)
	if !ok {
		t.Fatal("the document is malformed")
	}
	return s
}

// loaded reads a document, unless it is malformed.
func loaded(t testing.TB, text string) (impact.Side, bool) {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": text}), Roots: []string{"api.yaml"}})
	if slices.ContainsFunc(findings, func(f report.Finding) bool { return f.Severity == report.Error }) {
		return impact.Side{}, false
	}
	checker, err := check.New([]check.Spec{{API: apis[0]}}, check.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return impact.Side{APIs: []*spec.API{apis[0]}, Checker: checker}, true
}

// compare finds out whom the changes from one version to the other concern.
func compare(t testing.TB, old, new impact.Side, contracts ...string) ([]breaking.Change, *impact.Result) {
	t.Helper()
	found, err := breaking.Run(t.Context(), breaking.Versions{Old: old.APIs, New: new.APIs}, checks.All())
	if err != nil {
		t.Fatal(err)
	}
	in := impact.Input{Old: old, New: new, Changes: found.Changes}
	for _, text := range contracts {
		in.Contracts = append(in.Contracts, read(t, text))
	}
	result, err := impact.Of(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return found.Changes, result
}

func read(t testing.TB, text string) *contract.Contract {
	t.Helper()
	k, findings := pact.Read(source.NewFile("pact.json", []byte(text)))
	for _, f := range findings {
		t.Fatalf("the contract: %s at %s", f.Message, f.Span.Text())
	}
	return k
}

// told says the result in lines.
func told(changes []breaking.Change, r *impact.Result) []string {
	var lines []string
	say := func(id, what string, all []report.Consumer) {
		for _, c := range all {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %d %s", id, what, c.Name, c.Interactions, strings.Join(c.Paths, ", "))))
		}
	}
	for i, c := range r.Changes {
		id := changes[i].ID()
		if changes[i].Attribute != "" {
			id += "(" + changes[i].Attribute + ")"
		}
		say(id, "breaks", c.Breaks)
		say(id, "pending", c.Pending)
		say(id, "risks", c.AtRisk)
		say(id, "used by", c.Uses)
		say(id, "unknown", c.Unknown)
		if c.Unused() {
			lines = append(lines, id+" unused")
		}
	}
	for _, u := range r.Unexplained {
		lines = append(lines, "unexplained: "+u.Problem.Finding.Message)
	}
	return lines
}

func file(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(content), "\r\n", "\n")
}

func TestShop(t *testing.T) {
	text, billing := file(t, "../../golden/shop/orders.yaml"), file(t, "../check/testdata/billing.json")
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			if !strings.Contains(text, e.old) {
				t.Fatalf("the spec has no longer %q", e.old)
			}
			i := strings.LastIndex(text, e.old)
			if strings.HasPrefix(e.old, "  /") || strings.HasPrefix(e.old, "    post") {
				i = strings.Index(text, e.old)
			}
			changes, result := compare(t, side(t, text), side(t, text[:i]+e.new+text[i+len(e.old):]), billing)
			expect(t, told(changes, result), e.want...)
		})
	}
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

const things = `openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      responses:
        "200":
          description: the thing
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}, application/xml: {schema: {$ref: "#/components/schemas/Thing"}}}
  /others: {get: {responses: {"200": {description: other, content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}}}}
components:
  schemas:
    Thing: {type: object, required: [a], properties: {a: {type: string}, unused: {type: string}}}
`

// pacts returns a contract whose interactions are those that are given.
func pacts(consumer string, interactions ...string) string {
	return fmt.Sprintf(`{"consumer": {"name": %q}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [%s]}`,
		consumer, strings.Join(interactions, ","))
}

func getting(path, more, contentType, body string) string {
	return fmt.Sprintf(`{"type": "Synchronous/HTTP", "description": "get %s", %s "request": {"method": "GET", "path": %q},
  "response": {"status": 200, "body": {"contentType": %q, "encoded": false, "content": %s}}}`, path, more, path, contentType, body)
}

// What can't be looked at may rely on anything that its operation reaches, and a message on anything.
func TestNotKnown(t *testing.T) {
	old, new := side(t, things), side(t, strings.Replace(things, ", unused: {type: string}", "", 1))
	changes, result := compare(t, old, new,
		pacts("json", getting("/things", "", "application/json", `{"a": "x"}`)),
		pacts("xml", getting("/things", "", "application/xml", `"<a>x</a>"`)),
		pacts("other", getting("/others", "", "application/json", `{"b": "x"}`)),
	)
	expect(t, told(changes, result), "field-removed unknown xml 1")
	if why := result.Changes[0].Unknown[0].Why; !strings.Contains(why, "application/xml is not looked at") {
		t.Errorf("why: %s", why)
	}
	changes, result = compare(t, old, new, pacts("queue", `{"type": "Asynchronous/Messages", "description": "m", "contents": {"contentType": "application/json", "encoded": false, "content": {}}}`))
	expect(t, told(changes, result), "field-removed unknown queue 1")
	changes, result = compare(t, old, new, pacts("other", getting("/others", "", "application/json", `{"b": "x"}`)))
	expect(t, told(changes, result), "field-removed unused")
	changes, result = compare(t, impact.Side{APIs: old.APIs}, new, pacts("json", getting("/others", "", "application/json", `{"b": "x"}`)))
	expect(t, told(changes, result), "field-removed unknown json 1")
	if len(result.Tallies) != 1 || result.Tallies[0] != (impact.Tally{Name: "json", Interactions: 1, Unknown: 1}) {
		t.Errorf("tallies: %v", result.Tallies)
	}
}

// A pending interaction is told, and breaks nothing.
func TestPending(t *testing.T) {
	changes, result := compare(t, side(t, things), side(t, strings.Replace(things, "{a: {type: string}", "{a: {type: integer}", 1)),
		pacts("crm", getting("/things", `"pending": true,`, "application/json", `{"a": "x"}`), getting("/things", "", "application/json", `{"a": "y"}`)),
		pacts("desk", getting("/things", `"pending": true,`, "application/json", `{"a": "x"}`)))
	expect(t, told(changes, result), "type-changed(type) breaks crm 1 $.a", "type-changed(type) pending crm 1 $.a", "type-changed(type) pending desk 1 $.a")
	want := []impact.Tally{{Name: "crm", Interactions: 2, Broken: 1, Pending: 1}, {Name: "desk", Interactions: 1, Pending: 1}}
	if !slices.Equal(result.Tallies, want) {
		t.Errorf("tallies: %v", result.Tallies)
	}
}

// What was broken before is no news, and what no change explains is told all the same.
func TestUnexplained(t *testing.T) {
	old, new := side(t, things), side(t, strings.Replace(things, "a: {type: string}", "a: {type: integer}", 1))
	broken := pacts("crm", getting("/things", "", "application/json", `{"gone": 1}`), getting("/nowhere", "", "application/json", `{"a": 1}`))
	changes, result := compare(t, old, new, broken)
	expect(t, told(changes, result), "type-changed(type) unused")
	in := impact.Input{Old: old, New: new, Contracts: []*contract.Contract{read(t, pacts("crm", getting("/things", "", "application/json", `{"a": "x"}`)))}}
	result, err := impact.Of(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, told(nil, result), `unexplained: crm, "get /things": the spec's answer 200 can't have what is expected: $.a must be an integer, not a string`)
}

// A contract that could not be read whole may rely on anything.
func TestTorn(t *testing.T) {
	old, new := side(t, things), side(t, strings.Replace(things, ", unused: {type: string}", "", 1))
	found, err := breaking.Run(t.Context(), breaking.Versions{Old: old.APIs, New: new.APIs}, checks.All())
	if err != nil {
		t.Fatal(err)
	}
	result, err := impact.Of(t.Context(), impact.Input{Old: old, New: new, Changes: found.Changes, Torn: []string{"legacy.json"}})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, told(found.Changes, result), "field-removed unknown legacy.json 0")
}

// Interactions of operations that neither version has count for nothing, and those that only the new one has
// were broken before.
func TestElsewhere(t *testing.T) {
	old := side(t, strings.Replace(things, "  /others:", "  /more:", 1))
	new := side(t, strings.Replace(things, "{b: {type: string}}", "{b: {type: string}, c: {type: string}}", 1))
	_, result := compare(t, old, new, pacts("crm", getting("/nowhere", "", "application/json", `{"a": 1}`), getting("/others", "", "application/json", `{"b": 1}`)))
	if len(result.Unexplained) > 0 || len(result.Tallies) != 1 || result.Tallies[0] != (impact.Tally{Name: "crm", Interactions: 1, Before: 1}) {
		t.Errorf("%d unexplained, tallies %v", len(result.Unexplained), result.Tallies)
	}
}

// Of several changes of a value all are told that can have done it.
func TestSeveral(t *testing.T) {
	old := side(t, strings.Replace(things, "a: {type: string}", "a: {type: string, maxLength: 9, pattern: '^x', description: A.}", 1))
	new := side(t, strings.Replace(things, "a: {type: string}", "a: {type: string, maxLength: 2, pattern: '^y', description: B.}", 1))
	changes, result := compare(t, old, new, pacts("crm", getting("/things", "", "application/json", `{"a": "xyz"}`)))
	expect(t, told(changes, result), "length-changed(maxLength) breaks crm 1 $.a", "pattern-changed(pattern) breaks crm 1 $.a", "documentation-changed(description) used by crm 1 $.a")
}

// A status or media type is expected by another name than that which the spec has for it.
func TestRanges(t *testing.T) {
	ranges := strings.Replace(things, "      responses:\n", "      responses:\n        4XX: {description: refused, content: {application/*: {schema: {type: object}}}}\n", 1)
	refused := pacts("crm", `{"type": "Synchronous/HTTP", "description": "r", "request": {"method": "GET", "path": "/things"}, "response": {"status": 404, "body": {"contentType": "application/problem+json", "encoded": false, "content": {}}}}`)
	changes, result := compare(t, side(t, ranges), side(t, things), refused)
	expect(t, told(changes, result), "response-removed breaks crm 1 status 404")
	changes, result = compare(t, side(t, ranges), side(t, strings.Replace(ranges, "application/*", "text/html", 1)), refused)
	expect(t, told(changes, result), "media-type-removed breaks crm 1 media type", "media-type-added unused")
}

// Where an answer is gone, another one takes its place, which is of another kind.
func TestDefault(t *testing.T) {
	both := strings.Replace(things, "      responses:\n", "      responses:\n        \"404\": {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}\n        default: {description: failed, content: {application/json: {schema: {type: object, properties: {c: {type: string}}}}}}\n", 1)
	one := strings.Replace(both, "        \"404\": {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}\n", "", 1)
	changes, result := compare(t, side(t, both), side(t, one), pacts("crm", strings.Replace(getting("/things", "", "application/json", `{"a": "x"}`), `"status": 200`, `"status": 404`, 1)))
	expect(t, told(changes, result), "response-removed breaks crm 1 $.a")
}

// A new path goes before one with a variable, and answers its requests otherwise.
func TestShadowed(t *testing.T) {
	const more = "  /{name}: {get: {parameters: [{name: name, in: path, required: true, schema: {type: string}}], responses: {\"200\": {description: any, content: {application/json: {schema: {type: object, properties: {c: {type: string}}}}}}}}}\n"
	old := strings.Replace(strings.Replace(things, "  /others:", "  /more:", 1), "  /more:", more+"  /more:", 1)
	new := strings.Replace(things, "  /others:", more+"  /others:", 1)
	changes, result := compare(t, side(t, old), side(t, new), pacts("crm", getting("/others", "", "application/json", `{"c": "x"}`)))
	expect(t, told(changes, result), "operation-removed unused", "operation-added breaks crm 1 $.c")
}

func TestHeadline(t *testing.T) {
	for _, c := range []struct {
		tallies []impact.Tally
		want    string
	}{
		{nil, "No known consumer uses what changed."},
		{[]impact.Tally{{Name: "a", Interactions: 1}}, "It breaks no known consumer: 1 interaction still holds."},
		{[]impact.Tally{{Name: "a", Interactions: 3, Broken: 2}, {Name: "b", Interactions: 1, Broken: 1}}, "It breaks a (2 of 3 interactions) and b (1 of 1 interaction)."},
		{[]impact.Tally{{Name: "a", Interactions: 5, Pending: 1, Before: 1, Unknown: 2}},
			"It breaks no known consumer: 1 interaction still holds. 1 pending interaction would break. 1 interaction was broken before. Whether 2 interactions break is not known."},
		{[]impact.Tally{{Name: "a", Interactions: 1, Unknown: 1}}, "Whether 1 interaction breaks is not known."},
	} {
		if got := impact.Headline(&impact.Result{Tallies: c.tallies}); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
