package waiver

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/report"
)

// state is what has become of a suppression.
type state uint8

const (
	passedOver state = iota // the run is not about it
	holds                   // it hides what it covers
	hasEnded                // its last day has passed, or is none
	lacksFacts              // the preset strict demands more of it
)

// judgement is a suppression's state with what it was needed for.
type judgement struct {
	state state
	used  []bool // for each of its rules; a waiver of a change has one more
}

func judge(suppressions []Suppression, o Options) []judgement {
	judged := make([]judgement, len(suppressions))
	for i := range suppressions {
		s := &suppressions[i]
		judged[i] = judgement{stateOf(s, o), make([]bool, max(1, len(s.Rules)))}
	}
	return judged
}

func stateOf(s *Suppression, o Options) state {
	switch {
	case !o.concerns(s):
		return passedOver
	case s.Until != "" && (!isDate(s.Until) || o.Today != "" && s.Until < o.Today):
		return hasEnded
	case !s.Foreign && o.Strict != nil && o.Strict(s.Span.Path()) && (s.Until == "" || s.Owner == ""):
		return lacksFacts
	}
	return holds
}

// concerns reports whether the run is about something that the suppression names.
func (o *Options) concerns(s *Suppression) bool {
	if s.Change != "" {
		return o.Changes
	}
	return slices.ContainsFunc(s.Rules, func(rule Rule) bool { return o.about(rule.ID) })
}

func (o *Options) about(rule string) bool { return o.About == nil || o.About(rule) }

// verdict returns what is to be said of a suppression after all findings were seen.
func verdict(s *Suppression, j *judgement, o Options) []report.Finding {
	switch {
	case j.state == lacksFacts:
		return []report.Finding{incomplete(s)}
	case j.state == hasEnded && isDate(s.Until): // what is no day is malformed, and that is said already
		return []report.Finding{expired(s)}
	case j.state != holds:
		return nil
	}
	var findings []report.Finding
	if !o.Part && !s.Foreign {
		findings = unused(s, j.used, o)
	}
	if days, ok := daysLeft(s, o); ok && slices.Contains(j.used, true) {
		findings = append(findings, expiring(s, days))
	}
	return findings
}

func expired(s *Suppression) report.Finding {
	return report.Finding{
		Rule: report.ExpiredSuppression, Severity: report.Warning, Span: s.until,
		Message: "the " + s.subject() + " ended with " + s.Until,
		Cure:    "mend what it hid, or agree on a later day",
	}
}

// notice is how many days before its end a suppression that is needed says so.
const notice = 14

// daysLeft returns how many days a suppression still holds after today; ok if notice is due.
func daysLeft(s *Suppression, o Options) (days int, ok bool) {
	until, err := time.Parse(time.DateOnly, s.Until)
	today, err2 := time.Parse(time.DateOnly, o.Today)
	if err != nil || err2 != nil {
		return 0, false
	}
	days = int(until.Sub(today) / (24 * time.Hour))
	return days, days <= notice
}

func expiring(s *Suppression, days int) report.Finding {
	when := "in " + strconv.Itoa(days) + " days"
	switch days {
	case 0:
		when = "today"
	case 1:
		when = "tomorrow"
	}
	return report.Finding{
		Rule: report.ExpiringSuppression, Severity: report.Info, Span: s.until,
		Message: "the " + s.subject() + " ends with " + s.Until + ", " + when,
		Cure:    "mend what it hides, or agree on a later day",
	}
}

func incomplete(s *Suppression) report.Finding {
	var missing []string
	is := "="
	if s.kind() == "waiver" {
		is = ": "
	}
	if s.Until == "" {
		missing = append(missing, "until"+is+"2027-03-01")
	}
	if s.Owner == "" {
		missing = append(missing, "owner"+is+"team")
	}
	return report.Finding{
		Rule: report.MalformedSuppression, Severity: report.Error, Span: s.Span,
		Message: "under the preset strict a " + s.kind() + " names its owner and its last day",
		Cure:    "add " + strings.Join(missing, " and "),
	}
}

// kind returns what people call it: a waiver stands in the configuration.
func (s *Suppression) kind() string {
	if s.Element != "" || s.Change != "" {
		return "waiver"
	}
	return "suppression"
}

// subject names the suppression by what it is for.
func (s *Suppression) subject() string {
	if s.Change != "" {
		return s.kind() + " of change " + s.Change
	}
	return s.kind() + " of " + s.names()
}

// names returns the rules of the suppression with commas between them.
func (s *Suppression) names() string {
	ids := make([]string, len(s.Rules))
	for i, rule := range s.Rules {
		ids[i] = rule.ID
	}
	return strings.Join(ids, ", ")
}

// epitaph says in the message of a finding why it is back.
func (s *Suppression) epitaph() string {
	about := brief(s.Reason)
	if s.Owner != "" {
		about = s.Owner + ", " + about
	}
	text := "; its " + s.kind() + " (" + about + ") "
	if !isDate(s.Until) {
		return text + "does not hold, for " + brief(s.Until) + " is no day"
	}
	return text + "ended with " + s.Until
}

// brief puts a text into one line that fits into a message.
func brief(text string) string {
	const longest = 100
	text = strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}
