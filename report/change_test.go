package report

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	ordersBefore = `openapi: 3.1.0
paths:
  /orders:
    get:
      parameters:
        - {name: state, in: query, schema: {type: string}}
      responses:
        "200": {description: Orders.}
`
	ordersNow = `openapi: 3.1.0
info: {title: Orders, version: 2.0.0}
paths:
  /orders:
    get:
      responses:
        "200": {description: Orders.}
    post:
      security: [{oauth: [write]}]
`
)

// changeSummary compares two versions of a file that has one path: something was removed, something
// was added, and something moved to another file.
func changeSummary(t testing.TB) *Summary {
	before := source.NewFile("api/orders.yaml", []byte(ordersBefore))
	now := source.NewFile("api/orders.yaml", []byte(ordersNow))
	moved := source.NewFile("api/common.yaml", []byte("description: Orders.\n"))
	return &Summary{
		Version: "0.1.0", FailOn: Error, Rule: shopRules,
		Headline:   "deploy the servers first: old clients go on working, new ones need the new servers",
		Checked:    Counts{Files: 2, Operations: 3},
		Suppressed: 1,
		Findings: Sort([]Finding{
			{
				Rule: "parameter-removed", Severity: Error, Element: "GET /orders",
				Message: `the query parameter "state" was removed, so clients that send it get more than they asked for`,
				Cure:    "keep it, mark it deprecated, and remove it after its sunset",
				Span:    at(t, now, "get"),
				Change: &Change{
					Old: at(t, before, "{name: state, in: query, schema: {type: string}}"), Breaks: []string{"json", "behavior"},
					Compatibility: "none", Fingerprint: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
				},
			},
			{
				Rule: "security-added", Severity: Warning, Element: "POST /orders",
				Message: "the operation now needs the scope write", Span: at(t, now, "[{oauth: [write]}]"),
				Change: &Change{New: at(t, now, "[{oauth: [write]}]"), Breaks: []string{"behavior"}, Compatibility: "forward"},
			},
			{
				Rule: "moved", Severity: Info, Element: "GET /orders", Message: "the response moved to another file",
				Span: at(t, now, `"200"`),
				Change: &Change{
					Old: at(t, before, `{description: Orders.}`), New: at(t, moved, "Orders."), Breaks: []string{"source"}, Compatibility: "full",
				},
			},
		}),
	}
}

func TestChangesInText(t *testing.T) {
	golden(t, "change.txt", printed(t, Text, changeSummary(t), Options{Width: 100}))
}

func TestChangesInJSON(t *testing.T) {
	got := printed(t, JSON, changeSummary(t), Options{})
	golden(t, "change.json", got)
	definition := readJSON(t, schemaPath)
	closed(definition)
	validate(t, compiled(t, definition), got)
}

func TestChangesInSARIF(t *testing.T) {
	golden(t, "change.sarif", printed(t, SARIF, changeSummary(t), Options{}))
	validate(t, sarifStandard(t), printed(t, SARIF, changeSummary(t), Options{}))
}

// Two elements that were removed from one place read alike, but are two breaks.
func TestChangesOfOnePlaceStayTwo(t *testing.T) {
	before := source.NewFile("a.proto", []byte("x x"))
	now := source.NewFile("a.proto", []byte("y"))
	removed := func(start int) Finding {
		return Finding{Rule: "r", Span: now.Span(0, 1), Message: "removed", Change: &Change{Old: before.Span(start, start+1)}}
	}
	got := Sort([]Finding{removed(2), removed(0), removed(2), {Rule: "r", Span: now.Span(0, 1), Message: "removed"}})
	if len(got) != 3 || got[0].Change != nil || got[1].Change.Old.Start != 0 || got[2].Change.Old.Start != 2 {
		t.Errorf("got %v", got)
	}
}

// An old place must never read like one of today's file, which it would lead into.
func TestOldPlacesAreNoLinks(t *testing.T) {
	for _, f := range []Format{{Name: "text", Write: Text}, {Name: "github", Write: GitHub}} {
		if got := printed(t, f.Write, changeSummary(t), Options{}); strings.Contains(got, "orders.yaml:6") {
			t.Errorf("%s: the old line 6 is shown as a place:\n%s", f.Name, got)
		}
	}
}

func TestChangesInAnnotations(t *testing.T) {
	golden(t, "change.github", printed(t, GitHub, changeSummary(t), Options{}))
}

// The findings of a file that was removed have no place but the old one.
func TestRemovedFilesKeepTheirName(t *testing.T) {
	gone := source.NewFile("api/gone.yaml", []byte("openapi: 3.1.0\n"))
	s := &Summary{FailOn: Error, Checked: Counts{Files: 1}, Findings: []Finding{{
		Rule: "file-removed", Severity: Error, Element: "GET /orders", Message: "the operation was removed with its file",
		Change: &Change{Old: gone.Span(0, 7), Breaks: []string{"wire"}},
	}}}
	for format, want := range map[string]string{
		"text": "= before: line 1 of api/gone.yaml\n    1 | openapi: 3.1.0", "markdown": "<b>api/gone.yaml</b>: 1 error",
		"html": "<h3>api/gone.yaml</h3>", "junit": `<testsuite name="api/gone.yaml" tests="1" failures="1"`, "github": "before: line 1 of api/gone.yaml",
		"sarif": `"uriBaseId":"%OLDROOT%"`, "json": `"old":{"file":"api/gone.yaml"`,
	} {
		f, _ := FormatByName(format)
		if got := printed(t, f.Write, s, Options{}); !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", format, want, got)
		}
	}
}
