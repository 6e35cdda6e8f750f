// Package mutate says whether contracts bite: it makes the mistakes that services make, one at a time,
// in what a spec declares of answers and in answers themselves, and asks whether any contract notices.
// It knows the model of specs and contracts, and neither loaders nor who has played what.
package mutate

import (
	_ "embed"
	"strings"
)

// Mutant is one kind of mistake.
type Mutant struct {
	ID        string
	Of        string // what it is made in: "each field"
	Spec      string // what it changes in the spec, "" for nothing
	Answer    string // what it changes in an answer, "" for nothing
	Unnoticed string // what nobody notices, behind the name of a value: "is left out"
}

//go:embed mutants.tsv
var published string

// Mutants returns the published list, in its order. All of it is tried wherever it can be.
func Mutants() []Mutant {
	var all []Mutant
	for _, line := range strings.Split(strings.TrimSpace(published), "\n")[1:] {
		cells := strings.Split(strings.ReplaceAll(line, "\r", ""), "\t")
		for i, cell := range cells {
			if cell == "-" {
				cells[i] = ""
			}
		}
		all = append(all, Mutant{cells[0], cells[1], cells[2], cells[3], cells[4]})
	}
	return all
}

// The IDs of the mutants.
const (
	dropField     = "drop-field"
	toNull        = "null"
	optionalField = "optional-field"
	retype        = "retype"
	newEnumValue  = "new-enum-value"
	toNumber      = "number-for-decimal"
	toFraction    = "fraction-for-integer"
	toEpoch       = "epoch-for-date-time"
	toLocal       = "local-date-time"
	emptyString   = "empty-string"
	emptyArray    = "empty-array"
	latin1        = "latin-1"
	otherStatus   = "other-status"
	errorBody     = "error-in-success"
	otherMedia    = "other-media-type"
	noBody        = "no-body"
	missingHeader = "missing-header"
	late          = "late"
)
