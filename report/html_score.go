package report

import "strconv"

// htmlScore is the score as the page shows it.
type htmlScore struct {
	Since string
	Parts []htmlScorePart
}

type htmlScorePart struct {
	Title   string
	Percent string // "97.4 %"
	Width   string // of the bar, of 100; "": there is none
	Class   string // clean, or that of the gravest that was found
	Facts   string // "38 of 39 operations are in order"
	Trend   string // "up 1.2 points since main"
	Way     string // better, worse or same; "": nothing was compared
	Summary string // of the rules
	Rules   []htmlScoreRule
}

type htmlScoreRule struct {
	Name    htmlRuleName
	Class   string // passed, or the gravest severity
	Mark    string
	Facts   string
	Changed string // since the base; "": nothing
}

func htmlScoreOf(s *Summary) *htmlScore {
	if s.Score == nil {
		return nil
	}
	page := &htmlScore{Since: htmlLine(s.Score.Since)}
	for i := range s.Score.Parts {
		page.Parts = append(page.Parts, htmlScorePartOf(s, &s.Score.Parts[i]))
	}
	return page
}

func htmlScorePartOf(s *Summary, p *ScorePart) htmlScorePart {
	part := htmlScorePart{Title: p.Title, Percent: p.Now.Percent(), Class: "none", Facts: scoreFacts(p)}
	if p.Now.Checked > 0 {
		part.Width, part.Class = tenths(p.Now.PerMille()), gravest(p.found())
	}
	if s.Score.Since != "" && p.Now.Checked > 0 && p.Was.Checked > 0 {
		part.Way, part.Trend = trend(p.Was.PerMille(), p.Now.PerMille())
	}
	if len(p.Rules) > 0 {
		part.Summary = strconv.Itoa(p.Passed()) + " of " + count(len(p.Rules), "rule") + " passed"
	}
	for _, failed := range []bool{true, false} { // what is to be done first
		for _, r := range p.Rules {
			if failed == (r.Now.Total() > 0) {
				part.Rules = append(part.Rules, htmlScoreRuleOf(s, &r))
			}
		}
	}
	return part
}

// scoreFacts says what the score is made of.
func scoreFacts(p *ScorePart) string {
	switch {
	case len(p.Rules) == 0:
		return "no rule about it is on"
	case p.Now.Checked == 0:
		return "there are no " + p.Nouns
	}
	return strconv.Itoa(p.Now.Passed) + " of " + strconv.Itoa(p.Now.Checked) + " " + p.Nouns + " in order"
}

// found counts what all rules of the part have found.
func (p *ScorePart) found() (all ScoreCount) {
	for _, r := range p.Rules {
		all.add(r.Now)
	}
	return all
}

// gravest names the gravest of what was counted, or says that it is clean.
func gravest(c ScoreCount) string {
	switch {
	case c.Errors > 0:
		return Error.String()
	case c.Warnings > 0:
		return Warning.String()
	case c.Infos > 0:
		return Info.String()
	}
	return "clean"
}

// trend says where a score has gone, in tenths of a percent.
func trend(was, now int) (way, text string) {
	switch {
	case now > was:
		return "better", "▲ up " + tenths(now-was) + " points, from " + tenths(was) + " %"
	case now < was:
		return "worse", "▼ down " + tenths(was-now) + " points, from " + tenths(was) + " %"
	}
	return "same", "as before"
}

func htmlScoreRuleOf(s *Summary, r *ScoreRule) htmlScoreRule {
	rule := htmlScoreRule{Name: htmlRuleNameOf(s, r.ID), Class: gravest(r.Now), Mark: "✓", Facts: "passed"}
	if n := r.Now.Total(); n > 0 {
		rule.Mark, rule.Facts = "✗", count(n, "finding")
	}
	if r.Suppressed > 0 {
		rule.Facts += ", " + strconv.Itoa(r.Suppressed) + " suppressed"
	}
	if was := r.Was.Total(); s.Score.Since != "" && was != r.Now.Total() {
		rule.Changed = "was " + strconv.Itoa(was)
	}
	return rule
}
