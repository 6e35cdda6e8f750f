package mutate

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The IDs of what is found.
const (
	Survivor = "contract/survivor"
	Allowed  = "contract/survivor-allowed"
	Unplayed = "contract/unplayed"
	LowScore = "contract/low-score"
)

// Diagnostics explains everything that Findings and Gate can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: LowScore, Title: "the contracts notice too few mistakes", Severity: report.Error, Help: "The mutation score, the share of all mutants that a contract notices, is below --min-score. " +
			"The other findings say which mistakes nobody would notice, and what to assert."},
		{ID: Survivor, Title: "no contract notices a mistake", Severity: report.Warning, Help: "The value of an answer could be left out, null, of another type or the like, in the spec or in the service, and every contract would still hold. " +
			"If a consumer needs the value, its contract should say so; docs/mutation.md has the list of mistakes that are tried."},
		{ID: Allowed, Title: "no contract notices what the spec allows", Severity: report.Info, Help: "The mutant survives, and the spec allows such an answer: the field may be left out, or the list be empty. That is no mistake of a service. " +
			"A consumer that can't do without should still say so. These mutants count in the score as those that survive."},
		{ID: Unplayed, Title: "no contract plays an answer", Severity: report.Warning, Help: "No contract has an interaction with this answer that counts, so that none of its mutants is noticed. One counts that is not pending, " +
			"doesn't contradict the spec and, where a provider was asked, held."},
	}
}

// Gate is the finding that the score is too low, if it is.
func (r *Result) Gate(least float64) []report.Finding {
	score := r.Score()
	if score.Percent() >= least {
		return nil
	}
	return []report.Finding{{
		Rule: LowScore, Severity: report.Error, Message: fmt.Sprintf("the mutation score is %s %%, below the %g %% that are demanded", score, least),
		Cure: "assert what the survivors are about",
	}}
}

// Findings says what nobody notices: of each value in one finding, of what nobody plays as a whole.
func (r *Result) Findings() []report.Finding {
	var all []report.Finding
	for _, k := range r.Kinds {
		if len(k.Players) == 0 {
			all = append(all, r.unplayed(k))
		}
	}
	for _, s := range r.survivors() {
		if len(s.kind.Players) > 0 {
			all = append(all, r.survivor(s))
		}
	}
	return report.Sort(all)
}

// survivors are the mutants of one value that survive.
type survivors struct {
	kind    *Kind
	path    string
	about   *spec.Field
	allowed bool
	mutants []string // of answers, in the order of the list
	onSpec  []string // of the spec
}

// survivors gathers what survives by the value that it is about.
func (r *Result) survivors() []*survivors {
	type value struct {
		kind    *Kind
		path    string
		allowed bool
	}
	var all []*survivors
	at := map[value]*survivors{}
	for _, t := range r.Tried() {
		if t.Killed {
			continue
		}
		key := value{t.Kind, t.Path, t.Equivalent}
		s := at[key]
		if s == nil {
			s = &survivors{kind: t.Kind, path: t.Path, about: t.About, allowed: t.Equivalent}
			at[key] = s
			all = append(all, s)
		}
		if t.Side == InAnswer {
			s.mutants = append(s.mutants, t.Mutant)
		} else {
			s.onSpec = append(s.onSpec, t.Mutant)
		}
	}
	return all
}

// unplayed says that nobody plays an answer. What only this answer has of the spec is not told again.
func (r *Result) unplayed(k *Kind) report.Finding {
	n := len(k.Tried)
	for _, s := range r.Schemas {
		for _, t := range s.Tried {
			if t.Kind == k {
				n++
			}
		}
	}
	f := report.Finding{
		Rule: Unplayed, Severity: report.Warning, Cure: "play it: an interaction with this operation and status",
		Message: fmt.Sprintf("no contract plays %s, answered with %s: nobody notices any of its %s", r.operation(k), k.Status(), counted(n, "mutant")),
	}
	if k.Method != nil {
		f.Element = spec.ID(k.Method.FullName())
	} else {
		f.Element, f.Span = r.origin(&k.Operation.Node, k.Operation.NameSpan)
	}
	return f
}

func (r *Result) survivor(s *survivors) report.Finding {
	k := s.kind
	f := report.Finding{Rule: Survivor, Severity: report.Warning, Message: r.message(k, s), Cure: cure(k, s)}
	if s.allowed {
		f.Rule, f.Severity = Allowed, report.Info
	}
	var place source.Span
	switch {
	case s.about != nil:
		f.Element, place = r.origin(&s.about.Node, s.about.NameSpan)
	case k.Method != nil:
		f.Element = spec.ID(k.Method.FullName())
	default:
		f.Element, place = r.origin(&k.Response.Node, k.Response.NameSpan)
	}
	f.Span = k.Players[0].Interaction.DescriptionSpan
	if u := k.use(s.path); u != nil {
		f.Span = u.Span
	}
	if f.Element == "" && k.Method == nil {
		f.Element, _ = r.origin(&k.Operation.Node, k.Operation.NameSpan)
	}
	if !place.IsZero() {
		f.Related = []report.Related{{Message: "the spec says it here", Span: place}}
	}
	return f
}

// use returns where a contract speaks of a value; nil: none does.
func (k *Kind) use(path string) *check.Use {
	for _, p := range k.Players {
		for i, u := range p.Uses {
			same := u.Path == path || k.Method != nil && folded(u.Path) == folded(path)
			if (u.Part == check.InField || u.Part == check.InHeader) && same && u.Span != (source.Span{}) && path != "" {
				return &p.Uses[i]
			}
		}
	}
	return nil
}

// folded is a path in which fields are called the same by either of their names, order_name and orderName.
func folded(path string) string { return strings.ToLower(strings.ReplaceAll(path, "_", "")) }

// message says what nobody notices: "if $.total in the answer 200 of GET /orders/{} is left out or is null".
func (r *Result) message(k *Kind, s *survivors) string {
	subject := fmt.Sprintf("the answer %s of %s", k.Status(), r.operation(k))
	switch {
	case strings.HasPrefix(s.path, "$"):
		subject = s.path + " in " + subject
	case s.path != "":
		subject = "the header " + s.path + " in " + subject
	}
	lead, mutants := "no contract notices if ", s.mutants
	if len(mutants) == 0 {
		lead, mutants = "no contract notices a spec in which ", s.onSpec
	}
	var parts []string
	for _, id := range mutants {
		parts = append(parts, unnoticed(id))
	}
	text := lead + subject + " " + or(parts)
	if s.allowed {
		text += ", which the spec allows"
	}
	return text
}

func unnoticed(id string) string {
	for _, m := range Mutants() {
		if m.ID == id {
			return m.Unnoticed
		}
	}
	return id
}

func or(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " or " + parts[len(parts)-1]
}

// cure says what to assert.
func cure(k *Kind, s *survivors) string {
	switch {
	case s.path == "":
		return "let a contract say the status, and something of the body"
	case !strings.HasPrefix(s.path, "$"):
		return "let a contract expect the header " + s.path
	case s.about == nil:
		return "assert " + s.path
	}
	says := "assert " + s.path
	if u := k.use(s.path); u != nil && u.Asserted {
		says = "say more of " + s.path
	}
	if hint := placeholder(s.about); hint != "" {
		says += ", as in " + hint
	}
	return says
}
