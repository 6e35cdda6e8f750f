package report

import (
	"cmp"
	"slices"
	"strconv"
)

// Score says part by part of a contract how much of it is in order.
type Score struct {
	Since string // the version that Was is about; "": nothing was compared
	Parts []ScorePart
}

// ScorePart is one side of a contract, such as its errors, with what is looked at there.
type ScorePart struct {
	Name  string // for programs: "errors"
	Title string // for people: "Errors"
	Nouns string // what is counted: "operations"
	Now   Tally
	Was   Tally // in the version of Since
	Rules []ScoreRule
}

// Tally is how many elements were looked at, and how many of them have no error and no warning.
type Tally struct {
	Checked int `json:"checked"`
	Passed  int `json:"passed"`
}

// ScoreRule is what one rule of a part has found.
type ScoreRule struct {
	ID         string
	Now, Was   ScoreCount
	Suppressed int // of now, which count for nothing
}

// ScoreCount is how many findings there are of each severity.
type ScoreCount struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

// Total is how many findings there are.
func (c ScoreCount) Total() int { return c.Errors + c.Warnings + c.Infos }

// Count counts one finding.
func (c *ScoreCount) Count(severity Severity) {
	switch severity {
	case Error:
		c.Errors++
	case Warning:
		c.Warnings++
	case Info:
		c.Infos++
	}
}

// PerMille is how much of what was looked at is in order, rounded down, so that 1000 is all; -1: nothing was
// looked at.
func (t Tally) PerMille() int {
	if t.Checked == 0 {
		return -1
	}
	return 1000 * t.Passed / t.Checked
}

// Percent is the same for people: "97.4 %".
func (t Tally) Percent() string {
	if t.PerMille() < 0 {
		return "not checked"
	}
	return tenths(t.PerMille()) + " %"
}

// tenths writes a number of tenths as briefly as it can be read: "97.4", "100".
func tenths(n int) string {
	text := strconv.Itoa(n / 10)
	if n%10 != 0 {
		text += "." + strconv.Itoa(n%10)
	}
	return text
}

// Passed is how many rules were held against the part and found nothing.
func (p *ScorePart) Passed() int {
	n := 0
	for _, r := range p.Rules {
		if r.Now.Total() == 0 {
			n++
		}
	}
	return n
}

// Compared returns the score with what the same rules said of an earlier version.
func (s *Score) Compared(was *Score, since string) *Score {
	joined := &Score{Since: since}
	for _, part := range s.Parts {
		earlier := was.part(part.Name)
		part.Was, part.Rules = earlier.Now, slices.Clone(part.Rules)
		for i := range part.Rules {
			part.Rules[i].Was = earlier.rule(part.Rules[i].ID).Now
		}
		joined.Parts = append(joined.Parts, part)
	}
	return joined
}

// scoreOf adds up what the parts of a run were scored, or runs of their own. Nothing is known of the whole if
// something is missing, and nothing of an earlier version if they have different ones.
func scoreOf(parts []*Summary) *Score {
	all := &Score{}
	for i, p := range parts {
		if p.Score == nil {
			return nil
		}
		if all.Add(p.Score); i == 0 {
			all.Since = p.Score.Since
		} else if all.Since != p.Score.Since {
			all.Since = ""
		}
	}
	return all
}

// Add adds what was counted in another part of the same run.
func (s *Score) Add(other *Score) {
	for _, part := range other.Parts {
		i := slices.IndexFunc(s.Parts, func(p ScorePart) bool { return p.Name == part.Name })
		if i < 0 {
			s.Parts = append(s.Parts, part)
			continue
		}
		s.Parts[i].add(&part)
	}
}

func (p *ScorePart) add(other *ScorePart) {
	p.Now.add(other.Now)
	p.Was.add(other.Was)
	p.Rules = slices.Clone(p.Rules)
	for _, rule := range other.Rules {
		i, known := slices.BinarySearchFunc(p.Rules, rule.ID, byRuleID)
		if !known {
			p.Rules = slices.Insert(p.Rules, i, rule)
			continue
		}
		p.Rules[i].Now.add(rule.Now)
		p.Rules[i].Was.add(rule.Was)
		p.Rules[i].Suppressed += rule.Suppressed
	}
}

func (t *Tally) add(other Tally) {
	t.Checked += other.Checked
	t.Passed += other.Passed
}

func (c *ScoreCount) add(other ScoreCount) {
	c.Errors += other.Errors
	c.Warnings += other.Warnings
	c.Infos += other.Infos
}

func byRuleID(r ScoreRule, id string) int { return cmp.Compare(r.ID, id) }

func (s *Score) part(name string) ScorePart {
	if i := slices.IndexFunc(s.Parts, func(p ScorePart) bool { return p.Name == name }); i >= 0 {
		return s.Parts[i]
	}
	return ScorePart{}
}

func (p ScorePart) rule(id string) ScoreRule {
	if i, known := slices.BinarySearchFunc(p.Rules, id, byRuleID); known {
		return p.Rules[i]
	}
	return ScoreRule{}
}
