package waiver

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// unused reports the rules of a suppression that ran and found nothing for it to hide. All of them
// together are one finding.
func unused(s *Suppression, used []bool, o Options) []report.Finding {
	if s.Change != "" || len(s.Scopes) == 0 && !slices.Contains(used, true) {
		return missing(s, used, o)
	}
	var idle []int
	for i, rule := range s.Rules {
		if !used[i] && ran(s, rule.ID, o) {
			idle = append(idle, i)
		}
	}
	if len(idle) == len(s.Rules) {
		return []report.Finding{s.idle()}
	}
	var findings []report.Finding
	for _, i := range idle {
		findings = append(findings, s.idleRule(i))
	}
	return findings
}

func (s *Suppression) idle() report.Finding { return idleFinding(s.Span, s.names(), removal(s.line)) }

func (s *Suppression) idleRule(i int) report.Finding {
	return idleFinding(s.Rules[i].Span, s.Rules[i].ID, s.withoutRule(i))
}

// openOf says what a part of a run knows of whether a suppression hides anything.
func openOf(s *Suppression, used []bool, o Options) report.Open {
	all := s.idle()
	open := report.Open{
		Key:  s.Span.Path() + " " + strconv.Itoa(int(s.Span.Start)) + " " + s.subject() + " " + string(s.Element),
		Here: len(s.Scopes) > 0 || slices.Contains(used, true), All: &all,
	}
	for i, rule := range s.Rules {
		open.Each = append(open.Each, s.idleRule(i))
		if !used[i] && ran(s, rule.ID, o) {
			open.Idle = append(open.Idle, i)
		}
	}
	if gone := missing(s, used, o); !open.Here && len(gone) > 0 {
		open.None = &gone[0]
	}
	return open
}

// ran reports whether the rule ran wherever the suppression covers something. What is gone has no
// place any more, so that only a run over everything can say it of that.
func ran(s *Suppression, rule string, o Options) bool {
	if !o.about(rule) || len(s.Scopes) == 0 && !o.Whole {
		return false
	}
	return o.Ran == nil || !slices.ContainsFunc(s.Scopes, func(scope source.Span) bool { return !o.Ran(rule, scope.Path()) })
}

// missing reports a suppression for an element or a change that does not exist.
func missing(s *Suppression, used []bool, o Options) []report.Finding {
	if !o.Whole || slices.Contains(used, true) {
		return nil
	}
	f := idleFinding(s.Span, s.names(), nil)
	f.Message = "no element has the ID " + string(s.Element)
	f.Cure = "delete the waiver, or copy the ID from a finding"
	if s.Change != "" {
		f.Message = "no change has the fingerprint " + s.Change
		f.Cure = "delete the waiver: the change was taken back, or is in both versions by now"
	}
	return []report.Finding{f}
}

func idleFinding(span source.Span, rules string, fixes []report.Fix) report.Finding {
	return report.Finding{
		Rule: report.UnusedSuppression, Severity: report.Warning, Span: span, Fixes: fixes,
		Message: "nothing is found here that " + rules + " would report",
		Cure:    "delete it, or move it directly above what it is about",
	}
}

// removal returns the fix that deletes a whole comment.
func removal(comment source.Span) []report.Fix {
	if comment.IsZero() {
		return nil
	}
	return []report.Fix{{
		Title: "delete the suppression", Safety: report.Safe, Edits: []report.Edit{{Span: comment}},
	}}
}

// withoutRule returns the fix that deletes one of several rules with the comma that belongs to it.
func (s *Suppression) withoutRule(i int) []report.Fix {
	if len(s.Rules) < 2 || s.Rules[0].Span == s.Rules[1].Span {
		return nil
	}
	span := s.Rules[i].Span
	if i+1 < len(s.Rules) {
		span.End = s.Rules[i+1].Span.Start
	} else {
		span.Start = s.Rules[i-1].Span.End
	}
	if strings.Count(span.Text(), ",") != 1 {
		return nil // a malformed name stands between them
	}
	return []report.Fix{{Title: "delete " + s.Rules[i].ID, Safety: report.Safe, Edits: []report.Edit{{Span: span}}}}
}
