package fix

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxStrikes is how many fixes of a rule may prove wrong before none of it is made any more.
const maxStrikes = 3

// key names a fix in all rounds: places move.
type key struct {
	rule, path, text, title string
	element                 spec.ID
}

func keyOf(f *report.Finding, fix *report.Fix) key {
	return key{f.Rule, f.Span.Path(), f.Span.Text(), fix.Title, f.Element}
}

// mistake is a fix that proved wrong, or several that never come to an end.
type mistake struct {
	of      key // the zero key: of no fix in particular
	message string
	cure    string
}

// refuses reports whether a fix, or its rule, has proved wrong before.
func (r *run) refuses(f *report.Finding, fix *report.Fix) bool {
	return r.strikes[f.Rule] >= maxStrikes || r.dropped[keyOf(f, fix)]
}

// drop takes a fix out of this run for good.
func (r *run) drop(c candidate, why string) {
	k := keyOf(c.finding, c.fix)
	if r.dropped[k] {
		return
	}
	r.dropped[k] = true
	r.strikes[k.rule]++
	message := fmt.Sprintf("the fix %q of rule %s was not made: %s", c.fix.Title, k.rule, why)
	if r.strikes[k.rule] == maxStrikes {
		message += "; nor is any other fix of that rule, for it was the third that proved wrong"
	}
	r.mistakes = append(r.mistakes, mistake{k, message, "mend it by hand, and report it with the smallest spec that shows it"})
}

// circle notes that the fixes made since a round led back to what was there before.
func (r *run) circle(since int) {
	rules := map[string]bool{}
	for _, names := range r.made[since:] {
		for _, name := range names {
			rules[name] = true
		}
	}
	names := strings.Join(slices.Sorted(maps.Keys(rules)), ", ")
	message := fmt.Sprintf("fixes undo each other, so they were not made: those of %s", names)
	if len(rules) == 1 {
		message = fmt.Sprintf("fixes of rule %s lead in a circle, so they were not made", names)
	}
	r.mistakes = append(r.mistakes, mistake{message: message, cure: "choose one of the rules, and report it with the smallest spec that shows it"})
}

// endless notes that there is still something to fix after all rounds.
func (r *run) endless(picked []candidate) {
	r.mistakes = append(r.mistakes, mistake{
		message: fmt.Sprintf("after %d rounds there is still something to fix: %s", r.rounds, strings.Join(rulesOf(picked), ", ")),
		cure:    "run it again, and report it with the smallest spec that shows it",
	})
}

func rulesOf(picked []candidate) []string {
	rules := map[string]bool{}
	for _, c := range picked {
		rules[c.finding.Rule] = true
	}
	return slices.Sorted(maps.Keys(rules))
}

// mistakeFindings returns the mistakes as findings, at the place of what they were to mend.
func (r *run) mistakeFindings() []report.Finding {
	var findings []report.Finding
	for _, m := range r.mistakes {
		findings = append(findings, report.Finding{
			Rule: report.Internal, Severity: report.Error, Message: m.message, Cure: m.cure,
			Element: m.of.element, Span: r.placeOf(m.of),
		})
	}
	return findings
}

// placeOf returns where a fix that was dropped is still offered; the zero Span if that is nowhere.
func (r *run) placeOf(k key) source.Span {
	for i := range r.now.summary.Findings {
		f := &r.now.summary.Findings[i]
		for j := range f.Fixes {
			if k == keyOf(f, &f.Fixes[j]) {
				return f.Span
			}
		}
	}
	return source.Span{}
}

// withoutRefused returns the findings without the fixes that proved wrong: no one should make them.
func (r *run) withoutRefused(findings []report.Finding) []report.Finding {
	if len(r.dropped) == 0 {
		return findings
	}
	findings = slices.Clone(findings)
	for i := range findings {
		f := &findings[i]
		f.Fixes = slices.DeleteFunc(slices.Clone(f.Fixes), func(fix report.Fix) bool { return r.refuses(f, &fix) })
	}
	return findings
}
