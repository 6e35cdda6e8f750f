package coverage

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// The IDs of what is found.
const (
	UncoveredField     = "contract/uncovered-field"
	UncoveredInput     = "contract/uncovered-input"
	UncoveredOperation = "contract/uncovered-operation"
	UncoveredStatus    = "contract/uncovered-status"
	LowCoverage        = "contract/low-coverage"
)

// Diagnostics explains everything that Findings and Gate can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	const counts = " An interaction counts that is not pending, doesn't contradict the spec and, where a provider was asked, held."
	return []report.Diagnostic{
		{ID: LowCoverage, Title: "the contracts cover too little of the spec", Severity: report.Error, Help: "The share of operations, statuses, inputs and fields that a contract covers is below --min. The other findings say what is missing."},
		{ID: UncoveredField, Title: "no contract relies on fields of an answer", Severity: report.Info, Help: "No consumer's contract says anything of these fields and headers. Nobody would notice if they changed: either no known consumer " +
			"needs them, or its contract should say so. A field counts that the contract compares or has a matcher for." + counts},
		{ID: UncoveredInput, Title: "no contract sends an input", Severity: report.Info, Help: "No consumer's contract sends these parameters or fields in a request that is answered with success. Requests that are refused show nothing of " +
			"what works." + counts},
		{ID: UncoveredOperation, Title: "no contract calls an operation", Severity: report.Warning, Help: "No known consumer calls the operation." + counts},
		{ID: UncoveredStatus, Title: "no contract expects an answer", Severity: report.Info, Help: "No consumer's contract has an interaction that is answered so." + counts},
	}
}

// Score is how many things there are, and how many of them are covered.
type Score struct{ Covered, All int }

func (s *Score) add(covered bool) {
	if s.All++; covered {
		s.Covered++
	}
}

// Percent is the share that is covered; of nothing all is.
func (s Score) Percent() float64 {
	if s.All == 0 {
		return 100
	}
	return 100 * float64(s.Covered) / float64(s.All)
}

// String returns the share with one digit, rounded down, so that 100.0 is all: "95.4".
func (s Score) String() string {
	if s.All == 0 {
		return "100.0"
	}
	tenths := 1000 * s.Covered / s.All
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// Score counts the operation itself and all there is to cover of it.
func (o *Operation) Score() Score {
	s := Score{}
	s.add(len(o.By) > 0)
	for _, t := range o.Things {
		s.add(len(t.By) > 0)
	}
	return s
}

// Of counts one part of the operation.
func (o *Operation) Of(part Part) Score {
	var s Score
	for _, t := range o.Things {
		if t.Part == part {
			s.add(len(t.By) > 0)
		}
	}
	return s
}

// Score counts everything.
func (r *Result) Score() Score {
	var all Score
	for _, o := range r.Operations {
		s := o.Score()
		all.Covered, all.All = all.Covered+s.Covered, all.All+s.All
	}
	return all
}

// Headline says in a sentence how much is covered.
func (r *Result) Headline() string {
	var operations, statuses, inputs, fields Score
	for _, o := range r.Operations {
		operations.add(len(o.By) > 0)
		for part, all := range map[Part]*Score{Status: &statuses, Input: &inputs, Field: &fields} {
			s := o.Of(part)
			all.Covered, all.All = all.Covered+s.Covered, all.All+s.All
		}
	}
	return fmt.Sprintf("Contracts cover %s %% of the spec: %d of %d operations, %d of %d statuses, %d of %d inputs, %d of %d fields of answers.", r.Score(),
		operations.Covered, operations.All, statuses.Covered, statuses.All, inputs.Covered, inputs.All, fields.Covered, fields.All)
}

// Gate is the finding that too little is covered, if it is.
func (r *Result) Gate(least float64) []report.Finding {
	score := r.Score()
	if score.Percent() >= least {
		return nil
	}
	return []report.Finding{{
		Rule: LowCoverage, Severity: report.Error, Message: fmt.Sprintf("contracts cover %s %% of the spec, less than the %g %% that are demanded", score, least),
		Cure: "have consumers' teams write or record contracts of what they use",
	}}
}

// Findings says what nobody covers: of an operation that nobody calls that alone, and of an answer that
// nobody expects that alone.
func (r *Result) Findings() []report.Finding {
	var all []report.Finding
	for _, o := range r.Operations {
		name := r.name(o)
		if len(o.By) == 0 {
			all = append(all, r.finding(UncoveredOperation, report.Warning, &o.Node, "no contract calls "+name))
			continue
		}
		if missing := o.uncovered(Input, nil); len(missing) > 0 {
			all = append(all, r.finding(UncoveredInput, report.Info, missing[0].Node, fmt.Sprintf("no contract sends %s of %s", paths(missing), name)))
		}
		for _, t := range o.Things {
			if t.Part != Status {
				continue
			}
			if len(t.By) == 0 {
				all = append(all, r.finding(UncoveredStatus, report.Info, t.Node, fmt.Sprintf("no contract expects the answer %s of %s", t.Path, name)))
			} else if missing := o.uncovered(Field, t.Answer); len(missing) > 0 {
				all = append(all, r.finding(UncoveredField, report.Info, missing[0].Node, fmt.Sprintf("no contract relies on %s in the answer %s of %s", paths(missing), t.Path, name)))
			}
		}
	}
	return report.Sort(all)
}

func (r *Result) finding(rule string, severity report.Severity, about *spec.Node, message string) report.Finding {
	f := report.Finding{Rule: rule, Severity: severity, Message: message}
	f.Element, f.Span = r.origin(about, about.NameSpan)
	return f
}

// name is what the user calls an operation.
func (r *Result) name(o *Operation) string {
	if o.rpc {
		return string(o.ID())
	}
	id, _ := r.origin(&o.Node, o.NameSpan)
	return string(id)
}

// uncovered returns what nobody covers of one part; of an answer what isn't in a field that nobody covers
// either.
func (o *Operation) uncovered(part Part, answer *spec.Response) []*Thing {
	var all []*Thing
	for _, t := range o.Things {
		if t.Part != part || t.Answer != answer || len(t.By) > 0 {
			continue
		}
		if n := len(all); n > 0 && within(t.Path, all[n-1].Path) {
			continue
		}
		all = append(all, t)
	}
	return all
}

func within(path, outer string) bool {
	return strings.HasPrefix(path, outer+".") || strings.HasPrefix(path, outer+"[")
}

// paths names a few things.
func paths(things []*Thing) string {
	const most = 12
	var names []string
	for _, t := range things[:min(len(things), most)] {
		names = append(names, t.Path)
	}
	if more := len(things) - most; more > 0 {
		return strings.Join(names, ", ") + " and " + strconv.Itoa(more) + " more"
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
	return names[0]
}

// Tables are what is covered of each operation and, for programs, all that can be.
func (r *Result) Tables() []report.Table {
	return []report.Table{r.operations(), r.things()}
}

func (r *Result) operations() report.Table {
	number := func(name, title string) report.Column { return report.Column{Name: name, Title: title, Number: true} }
	t := report.Table{Name: "operations", Title: "What contracts cover of each operation", Columns: []report.Column{
		{Name: "operation", Title: "operation"}, number("interactions", "interactions"), number("statuses_covered", "statuses"), number("statuses_all", "of"),
		number("inputs_covered", "inputs"), number("inputs_all", "of"), number("fields_covered", "fields"), number("fields_all", "of"), number("percent", "%"),
		{Name: "consumers", Title: "consumers"},
	}}
	for _, o := range r.Operations {
		row := []string{r.name(o), strconv.Itoa(o.Interactions)}
		for _, part := range []Part{Status, Input, Field} {
			s := o.Of(part)
			row = append(row, strconv.Itoa(s.Covered), strconv.Itoa(s.All))
		}
		t.Rows = append(t.Rows, append(row, o.Score().String(), strings.Join(o.By, ", ")))
	}
	return t
}

func (r *Result) things() report.Table {
	t := report.Table{Name: "things", Title: "All that can be covered", Programs: true, Columns: []report.Column{
		{Name: "operation", Title: "operation"}, {Name: "part", Title: "part"}, {Name: "status", Title: "status"}, {Name: "path", Title: "path"},
		{Name: "element", Title: "element"}, {Name: "consumers", Title: "consumers"},
	}}
	for _, o := range r.Operations {
		for _, one := range o.Things {
			status := ""
			if one.Answer != nil {
				status = one.Answer.Status
			}
			t.Rows = append(t.Rows, []string{r.name(o), one.Part.String(), status, one.Path, string(one.id), strings.Join(one.By, ", ")})
		}
	}
	return t
}
