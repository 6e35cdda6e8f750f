package report

import (
	"bufio"
	"io"
)

// GitLab prints the findings as a Code Quality report, which GitLab shows in merge requests: what a
// change adds and what it cures, and a mark at each line
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). GitLab tells findings apart
// by their fingerprints and shows only one of those that share one; here no two do. The format has no
// place for what was not checked; the text that the job prints has.
func GitLab(w io.Writer, s *Summary, _ Options) error {
	prints := Fingerprints(s.Findings)
	d := document{Writer: bufio.NewWriter(w)}
	d.raw("[")
	d.elements("  ", len(s.Findings), func(i int) any { return gitLabIssueOf(&s.Findings[i], prints[i]) })
	d.raw("\n")
	return d.close()
}

type (
	gitLabIssue struct {
		Description string         `json:"description"`
		Check       string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitLabLocation `json:"location"`
	}
	gitLabLocation struct {
		Path  string      `json:"path"`
		Lines gitLabLines `json:"lines"`
	}
	gitLabLines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	}
)

func gitLabIssueOf(f *Finding, print string) gitLabIssue {
	return gitLabIssue{
		Description: oneLine(f), Check: f.Rule, Fingerprint: print,
		Severity: [...]string{Off: "info", Info: "info", Warning: "minor", Error: "critical"}[f.Severity],
		Location: gitLabPlace(f),
	}
}

// gitLabPlace returns where a finding is. GitLab drops an issue without a place, so that one about no file
// is about the configuration.
func gitLabPlace(f *Finding) gitLabLocation {
	if f.Span.IsZero() {
		return gitLabLocation{"bylaw.yaml", gitLabLines{1, 1}}
	}
	first := f.Span.Position().Line
	last := f.Span.File.Position(int(f.Span.End) - 1).Line // the end may be the start of the next line
	return gitLabLocation{visible(f.Span.Path()), gitLabLines{first, max(first, last)}}
}
