package matrix

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// Tables returns what is known of all pairs, for people and for programs.
func (m *Matrix) Tables() []report.Table {
	all := []report.Table{m.grid(), m.pairs(), m.steps()}
	if len(m.Shared) > 0 {
		all = append(all, m.shared())
	}
	return all
}

// grid has a row for the consumers of each version, and a column for each provider.
func (m *Matrix) grid() report.Table {
	t := report.Table{Name: "matrix", Title: "Consumers (rows) with providers (columns)", Columns: []report.Column{{Name: "consumers", Title: "consumers"}}}
	for _, v := range m.Versions {
		t.Columns = append(t.Columns, report.Column{Name: v.Name, Title: v.Name, Proper: true})
	}
	for i, v := range m.Versions {
		row := []string{v.Name}
		for j := range m.Versions {
			row = append(row, m.Pair(i, j).cell())
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cell says the verdict in a few words, and what it comes from where that isn't consumers.
func (p *Pair) cell() string {
	verdict := p.Verdict()
	switch {
	case verdict == Breaks && p.bySchemas():
		return fmt.Sprintf("breaks %s (schemas)", counted(p.Schemas.Broken, "operation"))
	case verdict == Breaks:
		return "breaks " + strings.Join(p.consumers(), ", ")
	case verdict == Holds && p.bySchemas():
		return "holds (schemas)"
	case verdict == Holds && p.Schemas.Verdict() == Breaks:
		return "holds, schemas differ"
	}
	return verdict.String()
}

// consumers returns whom the pair breaks, by contracts or live.
func (p *Pair) consumers() []string {
	both := Side{Breaks: append(p.Contracts.Breaks[:len(p.Contracts.Breaks):len(p.Contracts.Breaks)], p.Live.Breaks...)}
	return both.consumers()
}

// sideColumns are what programs get of one way to look at a pair.
func sideColumns(name string) []report.Column {
	return []report.Column{
		{Name: name, Title: name}, {Name: name + "_held", Title: "held", Number: true}, {Name: name + "_broken", Title: "broken", Number: true},
		{Name: name + "_not_known", Title: "not known", Number: true},
	}
}

func (s *Side) cells() []string {
	return []string{s.Verdict().String(), strconv.Itoa(s.Held), strconv.Itoa(s.Broken), strconv.Itoa(len(s.Unsure))}
}

// pairs has all that is known of each pair.
func (m *Matrix) pairs() report.Table {
	t := report.Table{Name: "pairs", Title: "Pairs of versions", Programs: true, Columns: []report.Column{
		{Name: "consumers", Title: "consumers"}, {Name: "provider", Title: "provider"}, {Name: "verdict", Title: "verdict"}, {Name: "broken_consumers", Title: "broken consumers"},
	}}
	for _, name := range []string{"contracts", "schemas", "live"} {
		t.Columns = append(t.Columns, sideColumns(name)...)
	}
	for _, p := range m.Pairs {
		row := []string{m.Versions[p.Consumer].Name, m.Versions[p.Provider].Name, p.Verdict().String(), strings.Join(p.consumers(), ", ")}
		for _, s := range []*Side{&p.Contracts, &p.Schemas, &p.Live} {
			row = append(row, s.cells()...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// steps has a row for the way from each version to the next.
func (m *Matrix) steps() report.Table {
	t := report.Table{Name: "order", Title: "Order of deployment", Columns: []report.Column{
		{Name: "from", Title: "from"}, {Name: "to", Title: "to"}, {Name: "provider_first", Title: "provider first"},
		{Name: "consumers_first", Title: "consumers first"}, {Name: "side_by_side", Title: "providers side by side"}, {Name: "order", Title: "deploy"},
	}}
	for _, s := range m.Steps() {
		beside := s.SideBySide.String()
		if s.SideBySide == Unknown {
			beside = "not tried"
		}
		t.Rows = append(t.Rows, []string{m.Versions[s.From].Name, m.Versions[s.To].Name, s.ProviderFirst.String(), s.ConsumersFirst.String(), beside, s.Order.String()})
	}
	return t
}

// shared has a row for each pair of providers on the same data.
func (m *Matrix) shared() report.Table {
	t := report.Table{Name: "shared", Title: "Written with one, read with the other", Columns: []report.Column{
		{Name: "consumers", Title: "consumers"}, {Name: "writes", Title: "written with"}, {Name: "reads", Title: "read with"}, {Name: "verdict", Title: "verdict"},
		{Name: "held", Title: "held", Number: true}, {Name: "broken", Title: "broken", Number: true},
	}}
	for _, s := range m.Shared {
		verdict := s.Live.Verdict().String()
		if names := s.Live.consumers(); len(names) > 0 {
			verdict += " " + strings.Join(names, ", ")
		}
		t.Rows = append(t.Rows, []string{
			m.Versions[s.Consumer].Name, m.Versions[s.Writes].Name, m.Versions[s.Reads].Name, verdict, strconv.Itoa(s.Live.Held), strconv.Itoa(s.Live.Broken),
		})
	}
	return t
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
