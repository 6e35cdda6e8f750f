package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
)

// breakingSamples are those about the section `breaking`, and about waivers of changes.
func breakingSamples() []sample {
	v := "version: 1\n"
	const print = "0123456789abcdef0123456789abcdef"
	return []sample{
		{name: "breaking says nothing", yaml: v + "breaking: {}"},
		{name: "every severity", yaml: v + "breaking: {severities: {wire: off, json: info, source: warning, behavior: error, risky: off}}"},
		{name: "no change is named", yaml: v + "breaking: {changes: {}}"},
		{name: "breaking is empty", yaml: v + "breaking:\n", want: []string{
			"2:1 [breaking] breaking is empty; give it a value (a mapping) or delete it"}},
		{name: "breaking is a list", yaml: v + "breaking: [file]", want: []string{
			"2:11 [[] breaking must be a mapping, not a list"}},
		{name: "unknown key of breaking", yaml: v + "breaking: {levels: file, limit: 1}", want: []string{
			`2:12 [levels] unknown key "levels"; did you mean "level"?`,
			`2:26 [limit] unknown key "limit"; known here: level, require, severities, unstable, removal, changes`}},
		{name: "level as buf writes it", yaml: v + "breaking: {level: WIRE_JSON}", want: []string{
			`2:19 [WIRE_JSON] unknown level "WIRE_JSON"; did you mean "wire_json"?`}},
		{name: "words that there are not", yaml: v + "breaking: {level: soap, require: both, removal: later}", want: []string{
			`2:19 [soap] unknown level "soap"; known here: file, package, wire_json, wire`,
			`2:34 [both] unknown compatibility "both"; known here: backward, forward, full`,
			`2:49 [later] unknown rule of removal "later"; known here: sunset, deprecated, never`}},
		{name: "words that are none", yaml: v + "breaking: {level: [wire], require: true, removal: 1}", want: []string{
			"2:19 [[] the level must be one of file, package, wire_json, wire, not a list",
			"2:36 [true] the compatibility must be one of backward, forward, full, not true",
			"2:51 [1] the rule of removal must be one of sunset, deprecated, never, not 1"}},
		{name: "level without a word", yaml: v + "breaking:\n  level:\n", want: []string{
			"3:3 [level] the level is empty; give it a value (one of file, package, wire_json, wire) or delete it"}},
		{name: "unknown axis", yaml: v + "breaking: {severities: {sources: error, binary: off}}", want: []string{
			`2:25 [sources] unknown key "sources"; did you mean "source"?`,
			`2:41 [binary] unknown key "binary"; known here: risky, wire, json, source, behavior`}},
		{name: "one severity for all axes", yaml: v + "breaking: {severities: error}", want: []string{
			`2:24 [error] severities must be a mapping, not "error"`}},
		{name: "severities that are none", yaml: v + "breaking: {severities: {wire: fatal, json: 1}, unstable: false, changes: {field-removed: warn}}", want: []string{
			`2:31 [fatal] a severity is off, info, warning or error, not "fatal"`,
			"2:44 [1] a severity is off, info, warning or error, not 1",
			"2:58 [false] a severity is off, info, warning or error, not false",
			`2:90 [warn] a severity is off, info, warning or error, not "warn"`}},
		{name: "unknown kind of change", yaml: v + "breaking: {changes: {feild-removed: off, quux: off}}", want: []string{
			`2:22 [feild-removed] unknown kind of change "feild-removed"; did you mean "field-removed"?`,
			`2:42 [quux] unknown kind of change "quux"; "bylaw config schema" lists them`}},
		{name: "check instead of its changes", yaml: v + "breaking: {changes: {field: off}}", want: []string{
			`2:22 [field] unknown kind of change "field"; name what happened: field-added, field-removed`}},
		{name: "rule among changes", yaml: v + "breaking: {changes: {missing-doc: off}}", want: []string{
			`2:22 [missing-doc] unknown kind of change "missing-doc"; missing-doc is a rule of the linter: set it under rules`}},
		{name: "change among rules", yaml: v + "rules: {field-removed: off}", want: []string{
			`2:9 [field-removed] unknown rule "field-removed"; field-removed is a kind of change: set it under breaking, changes`}},
		{name: "changes as a list", yaml: v + "breaking: {changes: [field-removed]}", want: []string{
			"2:21 [[] changes must be a mapping from kinds of change to severities, not a list"}},
		{name: "the same change twice", yaml: v + "breaking:\n  changes:\n    field-removed: off\n    field-removed: info", noSchema: notJSON, want: []string{
			`5:5 [field-removed] "field-removed" stands here twice; keep one of them`}},

		{name: "waiver of a change", yaml: v + "waivers: [{change: " + print + ", reason: r, owner: o, until: 2027-03-01}]"},
		{name: "waiver of a kind of change", yaml: v + "waivers: [{element: a.B, rules: [field-removed, missing-doc], reason: r}]"},
		{name: "waiver of a change and an element", yaml: v + "waivers: [{change: " + print + ", element: a.B, reason: r}]", want: []string{
			"2:63 [a.B] a waiver of one change has no element; delete element: the fingerprint says it"}},
		{name: "waiver of a change and rules", yaml: v + "waivers: [{change: " + print + ", rules: [field-removed], reason: r}]", want: []string{
			"2:61 [[] a waiver of one change has no rules; delete rules: the fingerprint says it"}},
		{name: "waiver of a change without a reason", yaml: v + "waivers: [{change: " + print + "}]", want: []string{
			"2:11 [{] a waiver needs change, reason; add reason"}},
		{name: "waiver of nothing", yaml: v + "waivers: [{reason: r}]", want: []string{
			"2:11 [{] a waiver needs element, rules, reason; add element"}},
		{name: "fingerprints that are none", yaml: v + "waivers:\n- {change: 0123, reason: r}\n- {change: " + strings.ToUpper(print) + ", reason: r}\n- {change: [], reason: r}", want: []string{
			"3:12 [0123] change must be a fingerprint, not 83",
			`4:12 [0123456789ABCDEF0123456789ABCDEF] a fingerprint is 32 hexadecimal digits, not "0123456789ABCDEF0123456789ABCDEF"; copy it from the finding about the change`,
			"5:12 [[] change must be a fingerprint, not a list"}},
		{name: "fingerprint of nothing but digits", yaml: v + "waivers: [{change: 12345678901234567890123456789012, reason: r}]", want: []string{
			"2:20 [12345678901234567890123456789012] YAML reads this fingerprint as a number; put it into quotes"}},
		{name: "the same in quotes", yaml: v + "waivers: [{change: '12345678901234567890123456789012', reason: r}]"},
		{name: "fingerprint with an exponent", yaml: v + "waivers: [{change: 1234567890123456789012345678e123, reason: r}]", want: []string{
			"2:20 [1234567890123456789012345678e123] YAML reads this fingerprint as a number; put it into quotes"}},
		{name: "fingerprint that is too large for a number", yaml: v + "waivers: [{change: 1234567890123456789012345e123456, reason: r}]"},
		{name: "unknown rule of a waiver that is a kind of change", yaml: v + "waivers: [{element: a, rules: [field-removd], reason: r}]", want: []string{
			`2:32 [field-removd] unknown rule "field-removd"; did you mean "field-removed"?`}},
	}
}

func TestBreakingDefaults(t *testing.T) {
	for _, yaml := range []string{"version: 1", "version: 1\nbreaking: {level: nonsense, severities: {wire: nonsense}, changes: {nonsense: off}}"} {
		c, _ := parse(FileName, yaml)
		if got, want := fmt.Sprint(c.Breaking), fmt.Sprint(Default(testCatalog()).Breaking); got != want {
			t.Errorf("%s:\n%s, want\n%s", yaml, got, want)
		}
	}
}

func TestBreaking(t *testing.T) {
	c, findings := parse(FileName, everything)
	if len(findings) > 0 {
		t.Fatal(said(findings))
	}
	b := c.Breaking
	words := []string{b.Level.Value, b.Require.Value, b.Removal.Value}
	if fmt.Sprint(words) != "[wire full never]" || b.Level.Span.Position().Line != 32 {
		t.Errorf("words %v, level in line %d", words, b.Level.Span.Position().Line)
	}
	var grades []string
	for _, g := range append(b.Severities[:], b.Risky, b.Unstable) {
		grades = append(grades, fmt.Sprintf("%s %q", g.Severity, g.Span.Text()))
	}
	if got := strings.Join(grades, ", "); got != `error "", error "", off "off", error "", info "info", warning "warning"` {
		t.Error(got)
	}
	if len(b.Changes) != 2 || b.Changes[0].ID != "field-added" || b.Changes[0].Grade.Severity != report.Off || b.Changes[1].ID != "field-removed" {
		t.Errorf("changes %+v", b.Changes)
	}
}

// TestBreakingOfTheNearest holds nested files to what the resolver promises: the nearest one holds
// wholly.
func TestBreakingOfTheNearest(t *testing.T) {
	r := NewResolver(memtree.New(map[string]string{
		"bylaw.yaml":   "version: 1\nbreaking: {level: wire, require: full}\n",
		"a/bylaw.yaml": "version: 1\nbreaking: {require: forward}\n",
	}), testCatalog())
	for path, want := range map[string]string{"x.proto": "wire full", "b/x.proto": "wire full", "a/b/x.proto": " forward"} {
		b := r.For(path).Breaking
		if got := b.Level.Value + " " + b.Require.Value; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// TestShowLevel says what holds for a file even where only its format decides it.
func TestShowLevel(t *testing.T) {
	c, _ := parse(FileName, "version: 1")
	for path, want := range map[string]string{
		"a.proto": "level: file # default", "a.yaml": "level: wire_json # default", "a.json": "level: wire_json # default", "a/_": "",
	} {
		shown := strings.Join(strings.Fields(Show(c, path, true)), " ")
		if !strings.Contains(shown, "breaking: "+want) || strings.Contains(shown, "level:") != (want != "") {
			t.Errorf("%s: %q is not in %s", path, want, shown)
		}
	}
}

// TestWaiverWithoutADay keeps a waiver whose last day is none, so that it can be said to have ended;
// whatever else is wrong with one leaves nothing of it.
func TestWaiverWithoutADay(t *testing.T) {
	const print = "0123456789abcdef0123456789abcdef"
	for _, test := range []struct{ waiver, until string }{
		{"{element: a, rules: [missing-doc], until: 2027-02-30, reason: r}", "2027-02-30"},
		{"{change: " + print + ", until: soon, reason: r}", "soon"},
		{"{change: " + print + ", until: 2027, reason: r}", "2027"},
		{"{change: " + print + ", until: [], reason: r}", "a list"},
		{"{change: " + print + ", until: , reason: r}", "nothing"},
		{"{change: " + print + ", until: soon}", "gone"},
		{"{change: " + print + ", until: soon, reason: 5}", "gone"},
		{"{element: a, rules: [quux], until: soon, reason: r}", "gone"},
	} {
		c, findings := parse(FileName, "version: 1\nwaivers: ["+test.waiver+"]")
		got := "gone"
		if len(c.Waivers) > 0 {
			got = c.Waivers[0].Ignore.Until
		}
		if got != test.until || len(findings) == 0 || IsDate(got) {
			t.Errorf("%s: %q, want %q; %v", test.waiver, got, test.until, said(findings))
		}
		if shown := Show(c, "", false); strings.Contains(shown, "waivers") {
			t.Errorf("a waiver that holds nothing is shown:\n%s", shown)
		}
	}
}

func TestShowWaiverOfAChange(t *testing.T) {
	c, _ := parse(FileName, "version: 1\nwaivers:\n- {change: 0123456789abcdef0123456789abcdef, owner: o, reason: r}")
	want := "waivers:\n  - change: \"0123456789abcdef0123456789abcdef\"  # bylaw.yaml:3\n    owner: \"o\"\n    reason: \"r\"\n"
	if shown := Show(c, "", true); !strings.HasSuffix(shown, want) {
		t.Errorf("%s", shown)
	}
}
