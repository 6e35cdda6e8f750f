package report

import (
	"bufio"
	"io"
)

// StatisticsVersion is the version of the JSON statistics. As with JSONVersion, fields may only be
// added within a version; docs/output-json.md describes it.
const StatisticsVersion = 1

type jsonStatistic struct {
	Rule     string    `json:"rule"`
	Title    string    `json:"title"`
	Group    string    `json:"group"`
	Severity string    `json:"severity"`
	Findings jsonTally `json:"findings"`
	Fixable  Fixable   `json:"fixable"`
	Files    int       `json:"files"`
	Elements int       `json:"elements"`
	HelpURI  string    `json:"help_uri"`
}

// JSONStatistics prints how many findings each rule has, for programs; one rule a line.
func JSONStatistics(w io.Writer, s *Summary, _ Options) error {
	rules := byRule(s.Findings)
	d := document{Writer: bufio.NewWriter(w)}
	d.jsonHead(StatisticsVersion, s)
	d.raw(",\n  \"statistics\": [")
	d.elements("    ", len(rules), func(i int) any { return jsonStatisticOf(s, &rules[i]) })
	return d.jsonTail(s)
}

func jsonStatisticOf(s *Summary, rule *ofRule) jsonStatistic {
	info, _ := s.rule(rule.ID)
	return jsonStatistic{
		Rule: rule.ID, Title: info.Title, Group: info.Group, Severity: rule.severities()[0].String(),
		Findings: jsonTallyOf(&rule.Summary), Fixable: rule.Fixable(),
		Files: rule.filesWithFindings(), Elements: rule.elementsWithFindings(), HelpURI: info.HelpURI,
	}
}
