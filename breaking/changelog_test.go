package breaking

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// document is an API of one file with the operations.
func document(path, version string, operations ...string) *spec.API {
	file := source.NewFile(path, []byte("openapi: 3.1.0\n"))
	api := &spec.API{Format: spec.OpenAPI, Root: file, Version: version}
	service := &spec.Service{}
	for _, text := range operations {
		method, template, _ := strings.Cut(text, " ")
		o := &spec.Operation{HTTP: []spec.HTTPBinding{{Method: method, Path: spec.ParsePath(template, source.Span{})}}}
		o.Local = method + " " + spec.ParsePath(template, source.Span{}).Erased()
		service.Operations = append(service.Operations, o)
	}
	api.Services = []*spec.Service{service}
	return api
}

// outline is what a changelog says, a group a line: its operations, and the verdicts of its changes.
func outline(log *report.Changelog) []string {
	var lines []string
	for _, g := range log.Groups {
		var parts []string
		for _, o := range g.Operations {
			parts = append(parts, o.Title)
		}
		line := strings.Join(g.APIs, "+") + ": " + strings.Join(parts, ", ") + ":"
		for _, e := range g.Entries {
			line += " " + e.Verdict
		}
		lines = append(lines, line)
	}
	return lines
}

func TestChangelogGroups(t *testing.T) {
	orders := Pair[spec.API]{document("orders.yaml", "1.0.0", "GET /orders/{id}"), document("orders.yaml", "1.1.0", "GET /orders/{order_id}", "GET /a", "POST /a")}
	users := Pair[spec.API]{document("users.yaml", "2.0.0"), document("users.yaml", "2.0.1")}
	gone, new, text := On(JSON, Member, Withdraws), On(JSON, Member, Offers), On(Source, Metadata, Incomparable)
	change := func(touch Touch, apis []Pair[spec.API], operations ...spec.ID) Change {
		return *judged(Change{APIs: apis, Operations: operations}, touch)
	}
	first, second, both := []Pair[spec.API]{orders}, []Pair[spec.API]{users}, []Pair[spec.API]{orders, users}
	changes := []Change{
		change(text, first),
		change(new, first, "POST /a"),
		change(new, first, "GET /orders/{}"),
		change(gone, first, "GET /orders/{}"),
		change(new, first, "GET /a"),
		change(gone, both, "GET /a", "POST /a"),
		change(new, second),
		change(new, first, "GET /a", "GET /orders/{}", "POST /a"),
	}
	policy := DefaultPolicy()
	log := policy.everywhere().Changelog(changes)
	want := []string{
		"orders.yaml: GET /orders/{order_id}: breaking safe",
		"orders.yaml: GET /a: safe",
		"orders.yaml: GET /a, POST /a, GET /orders/{order_id}: safe",
		"orders.yaml: POST /a: safe",
		"orders.yaml: : safe",
		"orders.yaml+users.yaml: GET /a, POST /a: breaking",
		"users.yaml: : safe",
	}
	if got := outline(log); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	releases := []report.Release{
		{API: "orders.yaml", Old: "1.0.0", New: "1.1.0", Bump: "major", Required: "2.0.0"},
		{API: "users.yaml", Old: "2.0.0", New: "2.0.1", Bump: "major", Required: "3.0.0"},
	}
	if log.Bump != "major" || !slices.Equal(log.Releases, releases) {
		t.Errorf("got %s, %+v", log.Bump, log.Releases)
	}
}

func TestChangelogOfNothing(t *testing.T) {
	policy := DefaultPolicy()
	if log := policy.everywhere().Changelog(nil); log.Bump != "none" || len(log.Groups)+len(log.Releases) > 0 {
		t.Errorf("got %+v", log)
	}
}

// A change in a file that two documents share is one change of both.
func TestJoinedChangesNameAllTheirAPIs(t *testing.T) {
	a, b := contract(spec.OpenAPI, "1.0.0", "1.0.0"), contract(spec.OpenAPI, "2.0.0", "2.0.0")
	shared := []Pair[spec.API]{a}
	changes := sortChanges([]Change{{Message: "m", APIs: shared}, {Message: "m", APIs: []Pair[spec.API]{b}}, {Message: "m", APIs: shared}})
	if len(changes) != 1 || !slices.Equal(changes[0].APIs, []Pair[spec.API]{a, b}) || len(shared) != 1 {
		t.Errorf("got %+v", changes)
	}
}
