package report

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // keeps the module that holds the schema
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// sarifStandard returns the OASIS schema of SARIF 2.1.0 (errata 01). It is a constant of the
// package go-sarif, which does not export it, and checks only what its own types can hold; so it is
// read from that package's source.
func sarifStandard(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING && len(literal.Value) > len(text) {
			text, err = strconv.Unquote(literal.Value)
		}
		return err == nil
	})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, schema)
}

func TestSARIFMatchesTheStandard(t *testing.T) {
	schema := sarifStandard(t)
	for name, s := range summaries(t) {
		t.Run(name, func(t *testing.T) { validate(t, schema, printed(t, SARIF, s, Options{})) })
	}
	for name, wrong := range map[string]string{
		"unknown property": `{"version": "2.1.0", "runs": [], "extra": 1}`,
		"line 0":           strings.Replace(printed(t, SARIF, shopSummary(t), Options{}), `"startLine":8`, `"startLine":0`, 1),
		"wrong level":      strings.Replace(printed(t, SARIF, shopSummary(t), Options{}), `"level":"note"`, `"level":"info"`, 1),
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(wrong))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("the schema lets pass: %s", name)
		}
	}
}

func TestSARIFGolden(t *testing.T) {
	golden(t, "shop.sarif", printed(t, SARIF, shopSummary(t), Options{}))
}

// sarifRun is what tests read back of a log.
type sarifRun struct {
	Tool struct {
		Driver struct{ Rules []sarifDescriptor }
	}
	Invocations []sarifInvocation
	ColumnKind  string
	Results     []sarifResult
}

func readSARIF(t *testing.T, s *Summary) sarifRun {
	t.Helper()
	var log struct{ Runs []sarifRun }
	if err := json.Unmarshal([]byte(printed(t, SARIF, s, Options{})), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs", len(log.Runs))
	}
	return log.Runs[0]
}

func TestSARIFResultsPointAtTheirRules(t *testing.T) {
	s := shopSummary(t)
	run := readSARIF(t, s)
	for i, result := range run.Results {
		if got := run.Tool.Driver.Rules[result.RuleIndex].ID; got != result.RuleID || got != s.Findings[i].Rule {
			t.Errorf("result %d of rule %s points at %s", i, s.Findings[i].Rule, got)
		}
	}
	for _, rule := range run.Tool.Driver.Rules {
		if rule.ID == "verb-in-path" && (rule.Help == nil || rule.Help.Markdown == "" || rule.HelpURI == "" ||
			strings.Join(rule.Properties.Tags, " ") != "api design AIP-158 AIP-122") {
			t.Errorf("the rule lacks its help: %+v", rule)
		}
	}
}

func TestSARIFCountsUTF16(t *testing.T) {
	run := readSARIF(t, shopSummary(t))
	if run.ColumnKind != "utf16CodeUnits" {
		t.Errorf("columnKind %q", run.ColumnKind)
	}
	for _, result := range run.Results {
		if result.RuleID == "missing-version" { // after an emoji of two units
			if got, want := result.Locations[0].PhysicalLocation.Region, (sarifRegion{2, 28, 2, 30}); got != want {
				t.Errorf("region %v, want %v", got, want)
			}
		}
	}
}

func TestSARIFTellsWhatWentWrongInBylaw(t *testing.T) {
	invocation := readSARIF(t, shopSummary(t)).Invocations[0]
	var got []string
	for _, n := range invocation.Notifications {
		got = append(got, n.Level+" "+n.Descriptor.ID)
	}
	if want := "error internal, error syntax, note not-checked"; strings.Join(got, ", ") != want {
		t.Errorf("notifications %v, want %s", got, want)
	}
	if invocation.ExecutionSuccessful {
		t.Error("a rule failed, but the run claims success")
	}
	if !readSARIF(t, &Summary{}).Invocations[0].ExecutionSuccessful {
		t.Error("a run without findings does not claim success")
	}
}

func TestSARIFOffersOnlyFixesThatMayBeApplied(t *testing.T) {
	for _, result := range readSARIF(t, shopSummary(t)).Results {
		var got string
		for _, fix := range result.Fixes {
			got += fix.Description.Text
		}
		want := map[string]string{
			"field-name-case": "rename to customer_id (unsafe: the meaning may change)",
			"missing-doc":     "insert an empty comment",
		}[result.RuleID]
		if got != want {
			t.Errorf("%s: fixes %q, want %q", result.RuleID, got, want)
		}
	}
}

func TestSARIFGroupsEditsByFile(t *testing.T) {
	a, b := source.NewFile("a.proto", []byte("abcdef")), source.NewFile("b.proto", []byte("abcdef"))
	changes := sarifChanges([]Edit{{b.Span(1, 2), "x"}, {a.Span(4, 4), "y"}, {b.Span(0, 0), "z"}, {a.Span(2, 3), ""}})
	text, err := json.Marshal(changes)
	if err != nil {
		t.Fatal(err)
	}
	place := `"deletedRegion":{"startLine":1,"startColumn":`
	want := `[{"artifactLocation":{"uri":"a.proto","uriBaseId":"%SRCROOT%"},"replacements":[{` +
		place + `3,"endLine":1,"endColumn":4}},{` + place + `5,"endLine":1,"endColumn":5},"insertedContent":{"text":"y"}}]},` +
		`{"artifactLocation":{"uri":"b.proto","uriBaseId":"%SRCROOT%"},"replacements":[{` +
		place + `1,"endLine":1,"endColumn":1},"insertedContent":{"text":"z"}},{` +
		place + `2,"endLine":1,"endColumn":3},"insertedContent":{"text":"x"}}]}]`
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func TestSARIFArtifacts(t *testing.T) {
	for path, want := range map[string]string{
		"api/v1/orders.proto":   "api/v1/orders.proto %SRCROOT%",
		"my api/größe #1?.yaml": "my%20api/gr%C3%B6%C3%9Fe%20%231%3F.yaml %SRCROOT%",
		"100%.yaml":             "100%25.yaml %SRCROOT%",
		"a:b.yaml":              "./a:b.yaml %SRCROOT%",
		"javascript:x":          "./javascript:x %SRCROOT%",
		"../out.yaml":           "../out.yaml %SRCROOT%",
		"a\nb\x1b\xff.yaml":     "a%0Ab%1B%FF.yaml %SRCROOT%",
		"-":                     "- %SRCROOT%",
		"https://b.example/p":   "https://b.example/p ",
		"/tmp/a b.yaml":         "file:///tmp/a%20b.yaml ",
		"//host/x.yaml":         "file:////host/x.yaml ",
		`C:\api\orders.yaml`:    "file:///C:/api/orders.yaml ",
		"c:/api/orders.yaml":    "file:///c:/api/orders.yaml ",
		`api\orders.yaml`:       "api%5Corders.yaml %SRCROOT%",
	} {
		got := sarifArtifact(path)
		if text := got.URI + " " + got.URIBaseID; text != want {
			t.Errorf("%q: got %q, want %q", path, text, want)
		}
	}
}

func TestSARIFMessagesHoldNoLinks(t *testing.T) {
	for text, want := range map[string]string{
		"see [this](https://evil)": `see \[this\](https://evil)`,
		`a\[b](1)`:                 `a\\\[b\](1)`,
		"items[2] (of three)":      "items[2] (of three)",
		`a\b`:                      `a\b`,
		"GET /users/{id}":          "GET /users/{id}",
	} {
		if got := unlinked(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Code scanning keeps what it knows of a rule that was renamed.
func TestSARIFOfARenamedRule(t *testing.T) {
	s := shopSummary(t)
	s.Rule = func(id string) (RuleInfo, bool) {
		return RuleInfo{ID: id, Title: "t", HelpURI: "https://example.com/" + id, Aliases: []string{"old-" + id}}, true
	}
	for _, rule := range readSARIF(t, s).Tool.Driver.Rules {
		if len(rule.DeprecatedIDs) != 1 || rule.DeprecatedIDs[0] != "old-"+rule.ID || rule.HelpURI != "https://example.com/"+rule.ID {
			t.Errorf("%s: got %+v", rule.ID, rule)
		}
	}
	validate(t, sarifStandard(t), printed(t, SARIF, s, Options{}))
}
