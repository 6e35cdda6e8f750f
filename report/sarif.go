package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homePage    = "https://github.com/bylaw-dev/bylaw"
	// fingerprintKey names how Fingerprint makes them. GitHub computes primaryLocationLineHash,
	// the one it prefers, on upload; a tool that sends its own would turn that off.
	fingerprintKey = "bylaw/v1"
)

// SARIF prints a SARIF 2.1.0 log for code scanning and editors, one result a line. It describes
// the rules that have results. Suppressed findings are left out, because code scanning would show
// them as open. The tool's own diagnostics are results, for uploads show nothing else, and
// notifications of the run as well, for where one stands something was not checked.
func SARIF(w io.Writer, s *Summary, _ Options) error {
	rules := sarifRules(s)
	prints := Fingerprints(s.Findings)
	d := document{Writer: bufio.NewWriter(w)}
	d.raw("{\n  \"$schema\": ")
	d.value(sarifSchema)
	d.raw(",\n  \"version\": \"2.1.0\",\n  \"runs\": [{")
	d.sarifTool(s, rules)
	d.sarifRun(s)
	d.raw(",\n    \"results\": [")
	d.elements("      ", len(s.Findings), func(i int) any {
		return sarifResultOf(&s.Findings[i], prints[i], rules)
	})
	d.raw("\n  }]\n}\n")
	return d.close()
}

func (d *document) sarifTool(s *Summary, rules []sarifDescriptor) {
	d.raw("\n    \"tool\": {\"driver\": {\n      \"name\": \"bylaw\", \"version\": ")
	d.value(s.Version)
	d.raw(", \"informationUri\": ")
	d.value(homePage)
	d.raw(",\n      \"rules\": [")
	d.elements("        ", len(rules), func(i int) any { return rules[i] })
	d.raw("\n    }}")
}

func (d *document) sarifRun(s *Summary) {
	d.raw(",\n    \"columnKind\": \"utf16CodeUnits\"")
	d.raw(",\n    \"originalUriBaseIds\": ")
	d.value(sarifBasesOf(s))
	d.raw(",\n    \"properties\": ")
	d.value(struct {
		Checked    Counts `json:"checked"`
		Suppressed int    `json:"suppressed"`
	}{s.Checked, s.Suppressed})
	d.raw(",\n    \"invocations\": ")
	d.value([]sarifInvocation{sarifInvocationOf(s)})
}

// sarifRules describes the rules of the findings, sorted by ID.
func sarifRules(s *Summary) []sarifDescriptor {
	ids := rulesWithFindings(s)
	rules := make([]sarifDescriptor, 0, len(ids))
	for _, id := range ids {
		rules = append(rules, sarifDescriptorOf(s, id))
	}
	return rules
}

func sarifDescriptorOf(s *Summary, id string) sarifDescriptor {
	info, ok := s.rule(id)
	if !ok {
		return sarifDescriptor{ID: id}
	}
	help := info.Help
	if help == "" {
		help = info.Title
	}
	tags := []string{"api", info.Group}
	for _, aip := range info.AIP {
		tags = append(tags, fmt.Sprintf("AIP-%d", aip))
	}
	return sarifDescriptor{
		ID:                   id,
		ShortDescription:     &sarifMessage{Text: info.Title},
		FullDescription:      &sarifMessage{Text: info.Title},
		Help:                 &sarifMessage{Text: help, Markdown: help},
		HelpURI:              info.HelpURI,
		DeprecatedIDs:        info.Aliases,
		DefaultConfiguration: &sarifConfiguration{sarifLevel(info.Severity)},
		Properties:           &sarifRuleBag{Tags: tags, ProblemSeverity: problemSeverity(info.Severity)},
	}
}

func sarifInvocationOf(s *Summary) sarifInvocation {
	run := sarifInvocation{ExecutionSuccessful: true, Notifications: []sarifNotification{}}
	own := map[string]bool{}
	for _, d := range Diagnostics() {
		own[d.ID] = true
	}
	for i := range s.Findings {
		f := &s.Findings[i]
		if !own[f.Rule] {
			continue
		}
		run.ExecutionSuccessful = run.ExecutionSuccessful && f.Rule != Internal
		run.Notifications = append(run.Notifications, sarifNotification{
			Descriptor: sarifReference{f.Rule}, Level: sarifLevel(f.Severity),
			Message: sarifText(f), Locations: sarifLocationsOf(f),
		})
	}
	for _, n := range s.NotChecked {
		run.Notifications = append(run.Notifications, sarifNotification{
			Descriptor: sarifReference{"not-checked"}, Level: "note",
			Message: sarifMessage{Text: unlinked("not checked: " + n.What + " (" + n.Why + ")")},
		})
	}
	return run
}

func sarifResultOf(f *Finding, print string, rules []sarifDescriptor) sarifResult {
	index, _ := slices.BinarySearchFunc(rules, f.Rule, func(d sarifDescriptor, id string) int {
		return strings.Compare(d.ID, id)
	})
	return sarifResult{
		RuleID: f.Rule, RuleIndex: index, Level: sarifLevel(f.Severity), Message: sarifText(f),
		Locations: sarifLocationsOf(f), RelatedLocations: sarifRelatedOf(f),
		PartialFingerprints: sarifPrints(f, print), Fixes: sarifFixesOf(f), Properties: sarifResultBagOf(f),
	}
}

func sarifLevel(severity Severity) string {
	return [...]string{Off: "none", Info: "note", Warning: "warning", Error: "error"}[severity]
}

func problemSeverity(severity Severity) string {
	return [...]string{Off: "recommendation", Info: "recommendation", Warning: "warning", Error: "error"}[severity]
}

// sarifFixesOf leaves out the fixes that must not be applied, for an editor offers to apply them all.
func sarifFixesOf(f *Finding) []sarifFix {
	var fixes []sarifFix
	for _, fix := range f.Fixes {
		if fix.Safety != DisplayOnly && len(fix.Edits) > 0 {
			text := unlinked(fix.Title + fixNote(fix.Safety))
			fixes = append(fixes, sarifFix{sarifMessage{Text: text}, sarifChanges(fix.Edits)})
		}
	}
	return fixes
}

// sarifChanges groups edits by file.
func sarifChanges(edits []Edit) []sarifArtifactChange {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return a.Span.Compare(b.Span) })
	var changes []sarifArtifactChange
	var file *source.File
	for _, e := range edits {
		if e.Span.File != file || len(changes) == 0 {
			file = e.Span.File
			changes = append(changes, sarifArtifactChange{ArtifactLocation: sarifArtifact(file.Path)})
		}
		replacement := sarifReplacement{DeletedRegion: sarifRegionOf(e.Span)}
		if e.New != "" {
			replacement.InsertedContent = &sarifMessage{Text: e.New}
		}
		last := &changes[len(changes)-1]
		last.Replacements = append(last.Replacements, replacement)
	}
	return changes
}
