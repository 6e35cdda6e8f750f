package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Statistics makes the outputs count findings by rule instead of printing them one by one. The
// error names a format that can't.
func Statistics(outputs []Output) error {
	for i := range outputs {
		format := &outputs[i].Format
		if format.Statistics == nil {
			return fmt.Errorf("--statistics can't be printed as %s: use %s", format.Name, strings.Join(countingFormats(), " or "))
		}
		format.Write = format.Statistics
	}
	return nil
}

// countingFormats returns the names of the formats that can print statistics.
func countingFormats() []string {
	var names []string
	for _, f := range Formats() {
		if f.Statistics != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// ofRule is the findings of one rule.
type ofRule struct {
	ID string
	Summary
}

// byRule groups findings, the most frequent rule first, then by ID.
func byRule(findings []Finding) []ofRule {
	at := map[string]int{}
	var groups []ofRule
	for _, f := range findings {
		if _, known := at[f.Rule]; !known {
			at[f.Rule] = len(groups)
			groups = append(groups, ofRule{ID: f.Rule})
		}
		group := &groups[at[f.Rule]]
		group.Findings = append(group.Findings, f)
	}
	slices.SortFunc(groups, func(a, b ofRule) int {
		return cmp.Or(cmp.Compare(len(b.Findings), len(a.Findings)), strings.Compare(a.ID, b.ID))
	})
	return groups
}

// severities returns the severities of the findings, the gravest first. Overrides can give a rule
// another one in some files.
func (s *Summary) severities() []Severity {
	var found []Severity
	for severity := Error; severity > Off; severity-- {
		if s.Count(severity) > 0 {
			found = append(found, severity)
		}
	}
	return found
}

// elementsWithFindings returns how many elements the findings are about.
func (s *Summary) elementsWithFindings() int {
	elements := map[string]bool{}
	for i := range s.Findings {
		if f := &s.Findings[i]; f.Element != "" {
			elements[elementKey(f)] = true
		}
	}
	return len(elements)
}
