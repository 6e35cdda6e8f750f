package mutate

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// Score is how many mutants there are, and how many of them were killed.
type Score struct{ Killed, All, Equivalent int }

func (s *Score) add(t *Tried) {
	s.All++
	if t.Killed {
		s.Killed++
	} else if t.Equivalent {
		s.Equivalent++
	}
}

// Percent is the score: killed of all, those that no test could kill included. Without mutants it is 0.
func (s Score) Percent() float64 {
	if s.All == 0 {
		return 0
	}
	return 100 * float64(s.Killed) / float64(s.All)
}

// String returns the score with one digit, rounded down, so that 100.0 is all: "95.4".
func (s Score) String() string {
	if s.All == 0 {
		return "0.0"
	}
	tenths := 1000 * s.Killed / s.All
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// scoreOf counts mutants of one side.
func scoreOf(tried []*Tried, side Side) Score {
	var s Score
	for _, t := range tried {
		if t.Side == side {
			s.add(t)
		}
	}
	return s
}

func (s Score) plus(other Score) Score {
	return Score{s.Killed + other.Killed, s.All + other.All, s.Equivalent + other.Equivalent}
}

// Score counts all mutants.
func (r *Result) Score() Score {
	var s Score
	for _, t := range r.Tried() {
		s.add(t)
	}
	return s
}

// Tried returns all mutants.
func (r *Result) Tried() []*Tried {
	var all []*Tried
	for _, k := range r.Kinds {
		all = append(all, k.Tried...)
	}
	for _, s := range r.Schemas {
		all = append(all, s.Tried...)
	}
	return all
}

// Headline says the score in a sentence.
func (r *Result) Headline() string {
	s := r.Score()
	text := fmt.Sprintf("Mutation score %s %%: %d of %s killed", s, s.Killed, counted(s.All, "mutant"))
	switch survive := s.All - s.Killed; {
	case survive == 0:
		return text + "."
	case s.Equivalent > 0:
		return text + fmt.Sprintf("; %d survive, of which the spec allows %d.", survive, s.Equivalent)
	default:
		return text + fmt.Sprintf("; %d survive.", survive)
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Tables are the score of each kind of answers and of each schema and, for programs, that of each kind of
// mutant, and every mutant.
func (r *Result) Tables() []report.Table {
	return []report.Table{r.answersTable(), r.schemasTable(), r.mutantsTable(), r.triedTable()}
}

func (r *Result) answersTable() report.Table {
	t := report.Table{Name: "answers", Title: "Mutants of each answer that are killed, in answers and in the spec", Columns: []report.Column{
		{Name: "operation", Title: "operation"}, {Name: "status", Title: "status"}, {Name: "interactions", Title: "interactions", Number: true},
		{Name: "answer_killed", Title: "answer", Number: true}, {Name: "answer_all", Title: "of", Number: true},
		{Name: "spec_killed", Title: "spec", Number: true}, {Name: "spec_all", Title: "of", Number: true}, {Name: "score", Title: "%", Number: true},
	}}
	for _, k := range r.Kinds {
		answer, schema := scoreOf(k.Tried, InAnswer), scoreOf(k.Tried, InSpec)
		t.Rows = append(t.Rows, []string{
			r.operation(k), k.Status(), strconv.Itoa(len(k.Players)), strconv.Itoa(answer.Killed), strconv.Itoa(answer.All),
			strconv.Itoa(schema.Killed), strconv.Itoa(schema.All), answer.plus(schema).String(),
		})
	}
	return t
}

func (r *Result) schemasTable() report.Table {
	t := report.Table{Name: "schemas", Title: "Mutants of schemas that are killed", Columns: []report.Column{
		{Name: "schema", Title: "schema"}, {Name: "killed", Title: "killed", Number: true}, {Name: "all", Title: "of", Number: true}, {Name: "score", Title: "%", Number: true},
	}}
	of := map[string]Score{}
	var names []string
	for _, s := range r.Schemas {
		name := r.schema(s)
		if _, known := of[name]; !known {
			names = append(names, name)
		}
		of[name] = of[name].plus(scoreOf(s.Tried, InSpec)) // several schemas may stand for one message
	}
	for _, name := range names {
		score := of[name]
		t.Rows = append(t.Rows, []string{name, strconv.Itoa(score.Killed), strconv.Itoa(score.All), score.String()})
	}
	return t
}

// schema names a schema as the user has written it.
func (r *Result) schema(s *Schema) string {
	if s.Owner == nil {
		return "headers"
	}
	id, _ := r.origin(&s.Owner.Node, s.Owner.NameSpan)
	return string(id)
}

// operation names the operation as the user has written it.
func (r *Result) operation(k *Kind) string {
	if k.Method != nil {
		return string(k.Method.FullName())
	}
	id, _ := r.origin(&k.Operation.Node, k.Operation.NameSpan)
	return string(id)
}

// Status is the status as the spec has it, and the media type where that isn't JSON: "200 text/csv". That
// of calls over gRPC is "gRPC NOT_FOUND".
func (k *Kind) Status() string {
	if k.Method != nil {
		return "gRPC " + k.Code
	}
	if k.Media == nil || strings.Contains(k.Media.Name, "json") {
		return k.Response.Status
	}
	return k.Response.Status + " " + k.Media.Name
}

func (r *Result) mutantsTable() report.Table {
	t := report.Table{Name: "mutants", Title: "Mutants of each kind", Programs: true, Columns: []report.Column{
		{Name: "mutant", Title: "mutant"}, {Name: "side", Title: "side"}, {Name: "killed", Title: "killed", Number: true}, {Name: "all", Title: "of", Number: true},
		{Name: "equivalent", Title: "allowed", Number: true},
	}}
	of := map[triedKey]*Score{}
	for _, one := range r.Tried() {
		key := triedKey{mutant: one.Mutant, side: one.Side}
		if of[key] == nil {
			of[key] = &Score{}
		}
		of[key].add(one)
	}
	for _, m := range Mutants() {
		for _, side := range []Side{InSpec, InAnswer} {
			if s := of[triedKey{mutant: m.ID, side: side}]; s != nil {
				t.Rows = append(t.Rows, []string{m.ID, side.String(), strconv.Itoa(s.Killed), strconv.Itoa(s.All), strconv.Itoa(s.Equivalent)})
			}
		}
	}
	return t
}

func (r *Result) triedTable() report.Table {
	t := report.Table{Name: "tried", Title: "Every mutant", Programs: true, Columns: []report.Column{
		{Name: "mutant", Title: "mutant"}, {Name: "side", Title: "side"}, {Name: "operation", Title: "operation"}, {Name: "status", Title: "status"},
		{Name: "path", Title: "path"}, {Name: "verdict", Title: "verdict"}, {Name: "killed_by", Title: "killed by"},
	}}
	for _, one := range r.Tried() {
		t.Rows = append(t.Rows, []string{one.Mutant, one.Side.String(), r.operation(one.Kind), one.Kind.Status(), one.Path, one.verdict(), one.By})
	}
	return t
}

func (t *Tried) verdict() string {
	switch {
	case t.Killed:
		return "killed"
	case t.Equivalent:
		return "equivalent"
	}
	return "survived"
}
