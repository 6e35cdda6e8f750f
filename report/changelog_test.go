package report

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const safe, breaks = "safe", "breaking"

// changelogSummary is the changes of two documents, of every verdict, with a version that is too small.
func changelogSummary(t testing.TB) *Summary {
	before := source.NewFile("api/orders.yaml", []byte(ordersBefore))
	now := source.NewFile("api/orders.yaml", []byte(ordersNow))
	removed := Entry{
		ID: "parameter-removed", Kind: "removed", Verdict: breaks, Bump: "major", Element: "GET /orders",
		Message: `the query parameter "state" was removed, so clients that send it get more than they asked for`,
		Cure:    "keep it, mark it deprecated, and remove it after its sunset",
		Span:    at(t, now, "get"), Backward: Verdicts{safe, breaks, breaks, safe}, Forward: Verdicts{safe, safe, safe, safe},
		Change: Change{
			Old: at(t, before, "{name: state, in: query, schema: {type: string}}"), Breaks: []string{"json"}, Compatibility: "forward",
			Fingerprint: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
		},
	}
	secured := Entry{
		ID: "security-changed", Kind: "changed", Verdict: "risky", Bump: "minor", Element: "POST /orders", Attribute: "security",
		From: "", To: "oauth: write", Message: "the operation now needs the scope write",
		Span: at(t, now, "[{oauth: [write]}]"), Backward: Verdicts{safe, safe, safe, "risky"}, Forward: Verdicts{safe, safe, safe, safe},
		Change: Change{
			Old: at(t, before, "get"), New: at(t, now, "[{oauth: [write]}]"), Breaks: []string{"behavior"}, Compatibility: "full",
			Fingerprint: "1f1e2d3c4b5a69788796a5b4c3d2e1f0",
		},
	}
	return &Summary{
		Version: "0.1.0", FailOn: Error, Rule: shopRules, Checked: Counts{Files: 2, Operations: 3},
		Headline:   "Only forward compatible: old consumers break on the new service, so deploy every consumer first, then the service.",
		NotChecked: []NotChecked{{What: "the version of api/users.yaml", Why: `"latest" is no semantic version`}},
		Findings: []Finding{{
			Rule: VersionTooLow, Severity: Error, Element: "#", Span: at(t, now, "2.0.0"), Cure: "write version: 3.0.0, or more",
			Message: "changes break consumers, so the version has to rise from 2.0.0 to 3.0.0, and it is 2.0.0",
		}},
		Changelog: &Changelog{
			Base: "git:main (merge base 1a2b3c4d5e)", Bump: "major",
			Releases: []Release{
				{API: "api/orders.yaml", Old: "2.0.0", New: "2.0.0", Bump: "major", Required: "3.0.0"},
				{API: "api/users.yaml", Old: "latest", New: "newest", Bump: "minor"},
			},
			Groups: []ChangeGroup{
				{APIs: []string{"api/orders.yaml"}, Operations: operations("GET /orders"), Entries: []Entry{removed, reworded(t, now)}},
				{APIs: []string{"api/orders.yaml"}, Operations: operations("POST /orders", "PUT /orders"), Entries: []Entry{secured}},
				{APIs: []string{"api/orders.yaml"}, Operations: operations("GET /orders/{order_id}"), Entries: []Entry{added(t, now, "the operation is new")}},
				{APIs: []string{"api/users.yaml"}, Operations: operations("GET /a", "GET /b", "GET /c", "GET /d"), Entries: []Entry{added(t, now, "the header is new")}},
				{APIs: []string{"api/users.yaml"}, Entries: []Entry{added(t, now, "the schema is new")}},
			},
		},
	}
}

func operations(titles ...string) []Operation {
	var list []Operation
	for _, title := range titles {
		list = append(list, Operation{spec.ID(strings.ReplaceAll(title, "order_id", "")), title})
	}
	return list
}

func added(t testing.TB, now *source.File, message string) Entry {
	return Entry{
		ID: "operation-added", Kind: "added", Verdict: safe, Bump: "minor", Element: "POST /orders", Message: message, Span: at(t, now, "post"),
		Backward: Verdicts{safe, safe, safe, safe}, Forward: Verdicts{safe, breaks, safe, safe},
		Change: Change{New: at(t, now, "post"), Compatibility: "backward", Fingerprint: "2f1e2d3c4b5a69788796a5b4c3d2e1f0"},
	}
}

func reworded(t testing.TB, now *source.File) Entry {
	e := added(t, now, "the description was reworded")
	e.ID, e.Kind, e.Bump, e.Metadata, e.Attribute, e.From, e.To = "documentation-changed", "changed", "patch", true, "description", "Orders.", "All orders."
	e.Forward, e.Change.Compatibility, e.Change.Old = e.Backward, "full", e.Change.New
	return e
}

func TestChangelogGolden(t *testing.T) {
	for _, f := range []struct {
		name  string
		write Reporter
	}{{"txt", TextChangelog}, {"md", MarkdownChangelog}, {"json", JSONChangelog}, {"html", HTMLChangelog}} {
		golden(t, "changelog."+f.name, printed(t, f.write, changelogSummary(t), Options{Width: 100}))
	}
	golden(t, "changelog-color.txt", printed(t, TextChangelog, changelogSummary(t), Options{Width: 100, Color: true}))
}

// What no program depends on is counted, and listed only where it is asked for.
func TestChangelogOfMetadata(t *testing.T) {
	const text, remark = "the description was reworded", "1 change of metadata"
	for name, write := range map[string]Reporter{"text": TextChangelog, "markdown": MarkdownChangelog} {
		s := changelogSummary(t)
		if got := printed(t, write, s, Options{}); strings.Contains(got, text) || !strings.Contains(got, remark) {
			t.Errorf("%s lists metadata, or does not count it:\n%s", name, got)
		}
		s.Changelog.Metadata = true
		if got := printed(t, write, s, Options{}); !strings.Contains(got, text) || strings.Contains(got, remark) {
			t.Errorf("%s leaves out metadata:\n%s", name, got)
		}
	}
}

// changelogSchema is the schema of changelogs with the one that it refers to.
func changelogSchema(t *testing.T) *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	var id string
	for _, path := range []string{schemaPath, "../docs/schema/changelog.schema.json"} {
		definition := readJSON(t, path)
		closed(definition)
		id = definition.(map[string]any)["$id"].(string)
		if err := compiler.AddResource(id, definition); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := compiler.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestChangelogMatchesItsSchema(t *testing.T) {
	schema := changelogSchema(t)
	for _, s := range []*Summary{changelogSummary(t), {Headline: "Nothing changed.", Changelog: &Changelog{Bump: "none"}}} {
		validate(t, schema, printed(t, JSONChangelog, s, Options{}))
	}
}

func TestChangelogIsExplained(t *testing.T) {
	page, err := os.ReadFile("../docs/changelog-json.md")
	if err != nil {
		t.Fatal(err)
	}
	definition, err := os.ReadFile("../docs/schema/changelog.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, word := range regexp.MustCompile(`\w+`).FindAllString(string(page), -1) {
		explained[word] = true
	}
	for _, name := range propertyNames(t, definition) {
		if !explained[name] {
			t.Errorf("the page does not explain %q", name)
		}
	}
}

func TestChangelogHasOneChangeALine(t *testing.T) {
	lines := 0
	for line := range strings.Lines(printed(t, JSONChangelog, changelogSummary(t), Options{})) {
		if strings.HasPrefix(line, `      {"id":`) {
			lines++
			if !json.Valid([]byte(strings.TrimRight(line, ",\n"))) {
				t.Errorf("a line that is no JSON: %s", line)
			}
		}
	}
	if lines != 6 {
		t.Errorf("%d lines", lines)
	}
}

// hostileChangelog has the texts of a hostile spec wherever a changelog has one of a spec's.
func hostileChangelog(t testing.TB) *Summary {
	s := hostileSummary(t)
	log := &Changelog{Base: s.Headline, Bump: "major", Metadata: true}
	for i, text := range hostileMarkdown {
		f := &s.Findings[i]
		log.Releases = append(log.Releases, Release{API: text, Old: text, New: text + text, Bump: "major", Required: text})
		log.Groups = append(log.Groups, ChangeGroup{
			APIs: []string{text}, Operations: []Operation{{spec.ID(text), text}, {spec.ID(text), "b" + text}},
			Entries: []Entry{
				{ID: "x-changed", Kind: "changed", Verdict: breaks, Element: spec.ID(text), Attribute: text, From: text, To: text, Message: text, Cure: text, Span: f.Span, Change: *f.Change},
				{ID: "x-added", Kind: "added", Verdict: safe, Element: spec.ID(text), From: text, Message: text, Span: f.Span, Metadata: true},
			},
		})
	}
	s.Changelog = log
	return s
}

func TestChangelogOfHostileSpec(t *testing.T) {
	s := hostileChangelog(t)
	text := printed(t, TextChangelog, s, Options{})
	if strings.ContainsAny(text, "\x1b\x00\u202E\u200B") {
		t.Error("text holds what has an effect on a terminal")
	}
	tags := regexp.MustCompile(`</?(details|summary|b|sub|br)( open)?>`)
	ours := regexp.MustCompile(`^($|#{3,4} |- |(<details( open)?><summary><b>|\| |🔧 |\*\*).*|</details>|\|---\|---\|---\|---\|)`)
	for line := range strings.Lines(printed(t, MarkdownChangelog, s, Options{})) {
		if rest := tags.ReplaceAllString(line, ""); strings.ContainsAny(rest, "<>") {
			t.Errorf("a tag that is not ours: %q", rest)
		}
		if !ours.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("a line that is not ours: %q", line)
		}
	}
	validate(t, compiled(t, map[string]any{"type": "object"}), printed(t, JSONChangelog, s, Options{}))
}

func TestChangelogOfHostileSpecAsHTML(t *testing.T) {
	ours := skeleton(parsedHTML(t, printed(t, HTMLChangelog, changelogSummary(t), Options{})))
	for kind := range skeleton(readHTML(t, shopSummary(t))) {
		ours[kind] = true
	}
	for kind := range skeleton(parsedHTML(t, printed(t, HTMLChangelog, hostileChangelog(t), Options{}))) {
		if !ours[kind] {
			t.Errorf("a spec's text became %s", kind)
		}
	}
}

func manyChanges(t testing.TB, n int) *Summary {
	s := changelogSummary(t)
	s.Changelog.Groups = nil
	now := source.NewFile("api/orders.yaml", []byte(ordersNow))
	for i := range n {
		e := added(t, now, fmt.Sprint("change number ", i, " of very many that are told in some words"))
		if i%100 == 0 {
			e.Verdict = breaks
		}
		s.Changelog.Groups = append(s.Changelog.Groups, ChangeGroup{
			APIs: []string{"api/orders.yaml"}, Operations: operations(fmt.Sprint("GET /", i)), Entries: []Entry{e},
		})
	}
	return s
}

func TestMarkdownChangelogKeepsToTheLimit(t *testing.T) {
	s := manyChanges(t, 3_000)
	got := printed(t, MarkdownChangelog, s, Options{})
	shown := strings.Count(got, "change number ")
	if want := fmt.Sprintf("**Not listed here: %d more changes**", 3_000-shown); len(got) > 65_536 || shown < 200 || !strings.Contains(got, want) {
		t.Errorf("%d bytes with %d changes, but not %q", len(got), shown, want)
	}
	if open, close := strings.Count(got, "<details"), strings.Count(got, "</details>"); open != close {
		t.Errorf("%d folds are opened and %d closed", open, close)
	}
	s.Changelog.Metadata = true
	if all := strings.Count(printed(t, MarkdownChangelog, s, Options{}), "change number "); all != 3_000 {
		t.Errorf("%d of all changes", all)
	}
}

// The gravest changes are listed wherever they stand, and all are counted.
func TestHTMLChangelogKeepsToTheLimit(t *testing.T) {
	got := printed(t, HTMLChangelog, manyChanges(t, 3_000), Options{})
	if listed := strings.Count(got, "<article "); listed != htmlFindings+1 { // and the finding
		t.Errorf("%d are listed", listed)
	}
	for _, want := range []string{"change number 2900 of", "1000 of 3000 are listed", "30 breaking, 2970 safe changes"} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

func TestChangelogCounts(t *testing.T) {
	for want, counts := range map[string]changeTally{
		"no changes": {}, "1 risky change": {Risky: 1}, "2 safe changes": {Safe: 2}, "1 breaking, 1 safe changes": {Breaking: 1, Safe: 1},
		"2 breaking, 1 risky, 14 safe changes": {Breaking: 2, Risky: 1, Safe: 14},
	} {
		if got := counts.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestChangelogFormats(t *testing.T) {
	for value, want := range map[string]string{
		"text": "", "json": "", "markdown": "", "html": "",
		"sarif": "a changelog can't be printed as sarif: use text, json, markdown, html",
		"junit": "a changelog can't be printed as junit: use text, json, markdown, html",
	} {
		outputs, err := ParseOutputs([]string{value})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := ChangelogOutputs(outputs); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q", value, got)
		}
	}
}
