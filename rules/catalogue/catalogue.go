// Package catalogue lists what goes wrong with APIs and who sees it: a rule, a check of breaking
// changes, or nothing that reads a spec. It is data, which the documentation prints, reports quote and
// tests hold against the rules that there are.
package catalogue

import (
	_ "embed"
	"strings"
)

//go:embed failures.tsv
var table string

// Failure is one way in which an API fails.
type Failure struct {
	ID      string   // its number in the catalogue: "3.2"
	What    string   // lower case, no full stop
	Rules   []string // that see it in a spec
	Checks  []string // of breaking changes that see it between two versions
	Runtime string   // what else sees or prevents it: generated code, contracts, a runbook; may be empty
}

// Seen reports whether a spec shows it.
func (f Failure) Seen() bool { return len(f.Rules)+len(f.Checks) > 0 }

// All returns the failures in the order of the catalogue.
func All() []Failure {
	var all []Failure
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 5 {
			continue
		}
		all = append(all, Failure{cells[0], cells[1], names(cells[2]), names(cells[3]), strings.TrimPrefix(cells[4], "-")})
	}
	return all
}

// Unseen returns those that no spec shows.
func Unseen() []Failure {
	var unseen []Failure
	for _, f := range All() {
		if !f.Seen() {
			unseen = append(unseen, f)
		}
	}
	return unseen
}

func names(cell string) []string {
	if cell == "-" {
		return nil
	}
	return strings.Split(cell, ", ")
}
