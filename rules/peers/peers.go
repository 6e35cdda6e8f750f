// Package peers says what became of the rules of other linters: which of ours take their place, or
// why none does. It is data, which tests hold against the peers' own cases, the documentation
// prints and the importers follow. It knows no rule and no configuration file.
package peers

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

//go:embed *.tsv
var tables embed.FS

// Peer is another linter.
type Peer struct {
	Name  string // of its table: "api-linter"
	Title string // "api-linter 2.3.1", the version whose rules are meant
	Rows  []Row  // by Rule; a rule that says several things may have several rows
}

// Row is one rule of a peer, or what some of its unit cases are about.
type Row struct {
	Rule    string                     // its ID as the peer writes it
	Cases   []int                      // of its unit cases, from 1, those that the row is about; nil: all, empty: it has none
	Ours    []string                   // the IDs of our rules or diagnostics; none: not taken
	Options map[string]json.RawMessage // of our rules, where theirs is stricter than our defaults
	Only    string                     // the part of our messages that is about the same, where our rule says more
	Reason  Reason                     // why it is not taken; "" if it is
	Note    string                     // what else there is to say; may be empty
}

// Reason is why a rule of a peer has no counterpart.
type Reason string

// The reasons. There are no others.
const (
	Decision Reason = "decision"   // it contradicts a decision of the design
	Style    Reason = "style"      // a matter of taste that harms no consumer
	PeersOwn Reason = "peer's own" // about annotations and names that only the peer's company and tools have
)

// Reasons returns every reason.
func Reasons() []Reason { return []Reason{Decision, Style, PeersOwn} }

// titles are the peers in the order in which documentation shows them.
var titles = [...]struct{ name, title string }{
	{"api-linter", "api-linter 2.3.1"},
	{"aep-openapi", "AEP's OpenAPI rules 0.5.3"},
	{"buf", "buf 1.73.0"},
	{"spectral", "Spectral's rule sets 1.23.1"},
	{"vacuum", "vacuum 0.16.0"},
	{"redocly", "Redocly 2.64.0"},
	{"ibm", "IBM's OpenAPI rule set 1.33.17"},
}

// All returns the peers with their tables. An error means that an embedded table is broken.
func All() ([]Peer, error) {
	var all []Peer
	for _, t := range titles {
		p, err := read(t.name)
		if err != nil {
			return nil, err
		}
		p.Title = t.title
		all = append(all, p)
	}
	return all, nil
}

// Find returns the peer of that name.
func Find(name string) (Peer, error) {
	for _, t := range titles {
		if t.name == name {
			p, err := read(name)
			p.Title = t.title
			return p, err
		}
	}
	return Peer{}, fmt.Errorf("no table of %q", name)
}

// Of returns the rows of one of the peer's rules.
func (p Peer) Of(rule string) []Row {
	var rows []Row
	for _, row := range p.Rows {
		if row.Rule == rule {
			rows = append(rows, row)
		}
	}
	return rows
}

func read(name string) (Peer, error) {
	p := Peer{Name: name}
	text, err := tables.ReadFile(name + ".tsv")
	if err != nil {
		return p, err
	}
	cells, err := Cells(string(text), "rule", "cases", "ours", "options", "only", "reason", "note")
	if err != nil {
		return p, fmt.Errorf("%s.tsv: %w", name, err)
	}
	for _, c := range cells {
		row, err := parse(c)
		if err != nil {
			return p, fmt.Errorf("%s.tsv: %s: %w", name, c[0], err)
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

func parse(c []string) (Row, error) {
	row := Row{Rule: c[0], Only: said(c[4]), Reason: Reason(said(c[5])), Note: said(c[6])}
	if c[2] != "not taken" {
		row.Ours = strings.Split(c[2], ", ")
	}
	switch c[1] {
	case "all":
	case "-":
		row.Cases = []int{}
	default:
		if err := json.Unmarshal([]byte("["+c[1]+"]"), &row.Cases); err != nil {
			return row, fmt.Errorf("cases: %w", err)
		}
	}
	if c[3] != "-" {
		if err := json.Unmarshal([]byte(c[3]), &row.Options); err != nil {
			return row, fmt.Errorf("options: %w", err)
		}
	}
	return row, nil
}

// said returns what a cell says; "-" is nothing.
func said(cell string) string {
	if cell == "-" {
		return ""
	}
	return cell
}

// Cells reads a table of tab-separated values: a header with these columns, and rows in which no
// cell is empty. Lines that begin with # are comments.
func Cells(text string, columns ...string) ([][]string, error) {
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		row := strings.Split(line, "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case len(row) != len(columns) || slices.Contains(row, ""):
			return nil, fmt.Errorf("line %d: not %d columns with something in each", i+1, len(columns))
		default:
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("the first row is not %q", columns)
	}
	return rows[1:], nil
}
