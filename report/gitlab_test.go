package report

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestGitLabGolden(t *testing.T) {
	golden(t, "shop.gitlab.json", printed(t, GitLab, shopSummary(t), Options{}))
}

// readGitLab reads a report as GitLab's page says that it is built; all members that it demands are there.
func readGitLab(t *testing.T, s *Summary) []gitLabIssue {
	t.Helper()
	text := printed(t, GitLab, s, Options{})
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	var issues []gitLabIssue
	if err := decoder.Decode(&issues); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	print := regexp.MustCompile(`^[0-9a-f]{32}$`)
	for _, i := range issues {
		if i.Description == "" || i.Check == "" || !print.MatchString(i.Fingerprint) || i.Location.Path == "" ||
			strings.HasPrefix(i.Location.Path, "./") || i.Location.Lines.Begin < 1 || i.Location.Lines.End < i.Location.Lines.Begin ||
			!slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, i.Severity) {
			t.Errorf("GitLab would drop %+v", i)
		}
	}
	return issues
}

func TestGitLabFingerprintsAreUnique(t *testing.T) {
	file := source.NewFile("a.proto", []byte("one\ntwo\n"))
	twice := []Finding{
		{Rule: "r", Severity: Error, Message: "m", Element: "e", Span: file.Span(0, 3)},
		{Rule: "r", Severity: Warning, Message: "m", Element: "e", Span: file.Span(4, 8)},
		{Rule: Config, Severity: Info, Message: "of no file"},
	}
	issues := readGitLab(t, &Summary{Findings: twice})
	if len(issues) != 3 || issues[0].Fingerprint == issues[1].Fingerprint {
		t.Fatalf("GitLab shows one of those that share a fingerprint: %+v", issues)
	}
	if got := issues[1].Location.Lines; got != (gitLabLines{2, 2}) {
		t.Errorf("the finding ends with its line, and the report says %+v", got)
	}
	if got := readGitLab(t, &Summary{}); len(got) != 0 {
		t.Errorf("no finding gives %+v", got)
	}
}
