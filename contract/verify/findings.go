package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The IDs of what is found.
const (
	BrokenConsumer = "contract/broken-consumer"
	Unverified     = "contract/not-verified"
	LeftoverState  = "contract/leftover-state"
)

// Diagnostics explains everything that Findings can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: BrokenConsumer, Title: "the service breaks a consumer", Severity: report.Error, Help: "The service answered, and the answer is not what the consumer relies on: the message says where, and the lines with - and + what " +
			"was expected and what came. Answer as the contract says, or agree with the consumer's team on a new contract first. Of a pending interaction it is a warning."},
		{ID: LeftoverState, Title: "a state was not taken back", Severity: report.Warning, Help: "The interaction has its verdict, but the service may still be in its state, so that later interactions may fail that wouldn't otherwise. " +
			"See what the service's hook for states logs."},
		{ID: Unverified, Title: "an interaction was not verified", Severity: report.Warning, Help: "There was no whole answer to judge: the service could not be reached, hung, cut the connection or sent too much, its state could not be set up, " +
			"or the contract asks for what can't be checked. That is neither a pass nor a failure of the service; run it again when the cause is gone."},
	}
}

// Findings says which consumers are broken, one finding for each value that differs, and of which
// nothing is known, one for each reason.
func Findings(outcomes []*Outcome) []report.Finding {
	var all []report.Finding
	unknown := map[reason]int{}
	for _, o := range outcomes {
		switch o.Verdict {
		case Broken:
			all = append(all, o.broken()...)
		case NotVerified:
			unknown[reason{o.Contract, o.Why}]++
		}
		if o.Left != "" {
			all = append(all, o.finding(LeftoverState, report.Warning, o.Left, "see what the hook for states logs"))
		}
	}
	for _, o := range outcomes {
		r := reason{o.Contract, o.Why}
		if n := unknown[r]; o.Verdict == NotVerified && n > 0 {
			delete(unknown, r)
			all = append(all, o.unverified(n))
		}
	}
	return report.Sort(all)
}

// reason is why interactions of one contract are not verified.
type reason struct {
	contract *contract.Contract
	why      string
}

// given names the states that the interaction begins in: given "order 7 exists", or "" for none.
func (o *Outcome) given() string {
	var names []string
	for _, s := range o.Interaction.States {
		names = append(names, strconv.Quote(s.Name))
	}
	if len(names) == 0 {
		return ""
	}
	return "given " + strings.Join(names, " and ") + ", "
}

func (o *Outcome) consumer() string { return cmp.Or(o.Contract.Consumer, "a consumer without a name") }

func (o *Outcome) finding(id string, severity report.Severity, message, cure string) report.Finding {
	return report.Finding{
		Rule: id, Severity: severity, Message: message, Cure: cure, Span: o.Interaction.DescriptionSpan,
		Element: spec.ID(o.consumer() + ": " + o.Interaction.Description),
	}
}

func (o *Outcome) unverified(n int) report.Finding {
	message := fmt.Sprintf("%q of %s is not verified: %s", o.Interaction.Description, o.consumer(), o.Why)
	if n > 1 {
		message = fmt.Sprintf("%q of %s and %d more are not verified: %s", o.Interaction.Description, o.consumer(), n-1, o.Why)
	}
	return o.finding(Unverified, report.Warning, message, "")
}

// broken says what differs. Where the status does, the body is that of another answer: its beginning
// says more than each of its differences.
func (o *Outcome) broken() []report.Finding {
	listed, other := o.Mismatches, false
	if slices.ContainsFunc(listed, func(m match.Mismatch) bool { return m.Kind == match.Status }) {
		listed = slices.DeleteFunc(slices.Clone(listed), func(m match.Mismatch) bool { return m.Kind != match.Status })
		other = len(o.Mismatches) > len(listed)
	}
	var all []report.Finding
	for _, m := range listed {
		all = append(all, o.mismatch(m, other))
	}
	return all
}

func (o *Outcome) mismatch(m match.Mismatch, other bool) report.Finding {
	id, severity := BrokenConsumer, report.Error
	switch {
	case m.Kind == match.Unchecked:
		id, severity = Unverified, report.Warning
	case o.Interaction.Pending:
		severity = report.Warning
	}
	f := o.finding(id, severity, o.message(m), o.cure(m, other))
	if m.Span != (source.Span{}) {
		f.Span = m.Span
	}
	f.Related = []report.Related{{Message: o.given() + o.Sent + " was answered with " + o.answered(), Span: o.Interaction.DescriptionSpan}}
	return f
}

// answered says what came, in a word.
func (o *Outcome) answered() string {
	switch {
	case o.Answered != "":
		return o.Answered
	case o.Status != 0:
		return strconv.Itoa(o.Status)
	}
	return "a message"
}

func (o *Outcome) message(m match.Mismatch) string {
	breaks := fmt.Sprintf("%s breaks in %q", o.consumer(), o.Interaction.Description)
	switch {
	case m.Kind == match.Unchecked:
		return fmt.Sprintf("nothing is known of %s in %q of %s: %s", place(m), o.Interaction.Description, o.consumer(), m.Message)
	case o.Interaction.Pending:
		breaks += ", which is pending,"
	}
	return fmt.Sprintf("%s at %s: %s", breaks, place(m), m.Message)
}

// place names the value that differs.
func place(m match.Mismatch) string {
	switch m.Kind {
	case match.Status:
		return "the status"
	case match.Header:
		return "the header " + m.Path
	case match.Body:
		return m.Path + " of the body"
	case match.Metadata:
		return "the metadata " + strings.Trim(strings.TrimPrefix(m.Path, "$"), `.[]'"`)
	case match.BodyType:
		return "the type of the body"
	}
	return cmp.Or(m.Path, "the status")
}

// cure shows what was expected and what came, and what to do about it.
func (o *Outcome) cure(m match.Mismatch, other bool) string {
	var lines []string
	if m.Kind != match.Unchecked {
		lines = append(lines, fmt.Sprintf("answer as the contract says, or agree with %s on a new contract first", o.consumer()),
			"- expected "+cmp.Or(m.Expected, "nothing"), "+ actual   "+cmp.Or(m.Actual, "nothing"))
	}
	if other {
		lines = append(lines, "what else differs is that of another answer, whose body is "+cmp.Or(o.Excerpt, "empty"))
	}
	if o.Assumed {
		lines = append(lines, "nothing has set up what it is given, and the difference may come from that")
	}
	return strings.Join(lines, "\n")
}
