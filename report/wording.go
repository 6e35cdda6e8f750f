package report

import (
	"strconv"
	"strings"
)

// maxNotChecked is how many things that were not checked are named to people one by one.
const maxNotChecked = 10

// count is "1 file", "2 files".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// headline says how many findings there are: "3 findings (1 error, 2 warnings) in 2 files".
func headline(s *Summary) string {
	if len(s.Findings) == 0 {
		if s.Checked == (Counts{}) {
			return "no findings, because nothing was checked"
		}
		return "no findings"
	}
	text := count(len(s.Findings), "finding") + " (" + bySeverity(s) + ")"
	if files := s.filesWithFindings(); files > 0 {
		text += " in " + count(files, "file")
	}
	return text
}

func bySeverity(s *Summary) string {
	var parts []string
	if n := s.Count(Error); n > 0 {
		parts = append(parts, count(n, "error"))
	}
	if n := s.Count(Warning); n > 0 {
		parts = append(parts, count(n, "warning"))
	}
	if n := s.Count(Info); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" info")
	}
	return strings.Join(parts, ", ")
}

// scope says what the findings were looked for in: "2 suppressed; checked 3 files, …".
func scope(s *Summary) string {
	checked := "checked " + strings.Join([]string{
		count(s.Checked.Files, "file"), count(s.Checked.Operations, "operation"),
		count(s.Checked.Types, "type"), count(s.Checked.Fields, "field"),
	}, ", ")
	if s.Suppressed == 0 {
		return checked
	}
	return strconv.Itoa(s.Suppressed) + " suppressed; " + checked
}

// nextStep says whether the run fails, and where its gravest finding is explained.
func nextStep(s *Summary) string {
	if len(s.Findings) == 0 {
		return ""
	}
	var parts []string
	if s.FailOn != Off {
		parts = append(parts, verdict(s))
	}
	if id := worthExplaining(s); id != "" {
		parts = append(parts, "why, and what to write instead: bylaw explain "+id)
	}
	return strings.Join(parts, "; ")
}

// fixes says what was mended and what the tool could mend: "fixed 3 findings in 2 files; 4 more can
// be fixed with --fix --unsafe-fixes". "" if there is neither.
func fixes(s *Summary) string {
	var parts []string
	more := " can be fixed with "
	if s.Fixed.Findings > 0 {
		parts = append(parts, "fixed "+count(s.Fixed.Findings, "finding")+" in "+count(s.Fixed.Files, "file"))
		more = " more" + more
	}
	fixable := s.Fixable()
	if fixable.Safe > 0 {
		parts = append(parts, strconv.Itoa(fixable.Safe)+more+"--fix")
		more = " more with "
	}
	if fixable.Unsafe > 0 {
		parts = append(parts, strconv.Itoa(fixable.Unsafe)+more+"--fix --unsafe-fixes")
	}
	return strings.Join(parts, "; ")
}

func verdict(s *Summary) string {
	limit := " (--fail-on " + s.FailOn.String() + ")"
	switch failing := s.Failing(); failing {
	case 0:
		return "none of them fails the run" + limit
	case 1:
		return "1 of them fails the run" + limit
	default:
		return strconv.Itoa(failing) + " of them fail the run" + limit
	}
}

// worthExplaining returns the rule of the first finding of the highest severity that there is an
// explanation for; a failure of bylaw's own is for us to explain.
func worthExplaining(s *Summary) string {
	for severity := Error; severity > Off; severity-- {
		for i := range s.Findings {
			f := &s.Findings[i]
			if f.Severity != severity || f.Rule == Internal {
				continue
			}
			if _, ok := s.rule(f.Rule); ok {
				return f.Rule
			}
		}
	}
	return ""
}

// oneLine says in one line what is wrong, what to write instead, and whom it concerns.
func oneLine(f *Finding) string {
	text := visible(f.Message)
	if f.Cure != "" {
		text += "; help: " + visible(strings.Join(strings.Fields(f.Cure), " "))
	}
	if lines := f.Consumers.lines(); len(lines) > 0 {
		text += "; consumers: " + visible(strings.Join(lines, "; "))
	}
	return text
}
