// Package convention decides in which case the names of an API have to be: the one that its owner
// chose, or the one that most of them have. It knows cases, and no model and no rule.
package convention

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
)

// Majority is the value of the option case that lets the names of an API decide.
const Majority = "majority"

// Options are those of a rule about the case of names.
type Options struct {
	Case string `json:"case"`
}

// Validate refuses cases that do not exist.
func (o Options) Validate() error {
	if _, ok := words.ParseCase(o.Case); ok || o.Case == Majority {
		return nil
	}
	known := []string{Majority}
	for _, c := range words.Cases() {
		known = append(known, c.String())
	}
	return fmt.Errorf("case %q is none of %s", o.Case, phrase.And(known))
}

// Tally counts in which cases names are written. The zero value is empty.
type Tally struct {
	fits  map[words.Case]int
	total int
}

// Add counts a name, or several that belong together as one, in every case that they all fit.
func (t *Tally) Add(names ...string) {
	if t.fits == nil {
		t.fits = map[words.Case]int{}
	}
	t.total++
	for _, c := range words.Cases() {
		if Fits(c, names) {
			t.fits[c]++
		}
	}
}

// Fits reports whether all the names are in the case.
func Fits(c words.Case, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !c.Has(name) })
}

// Shared reports whether there is a case that all the names are in.
func Shared(names []string) bool {
	return slices.ContainsFunc(words.Cases(), func(c words.Case) bool { return Fits(c, names) })
}

// Convention is the case that names have to be in, and why.
type Convention struct {
	words.Case
	chosen      bool // by the option
	fits, total int
}

// Decide returns the case that the options name, or else the one that most of the counted names
// fit; of several with as many, the first in preferred, and then in words.Cases.
func (o Options) Decide(t Tally, preferred ...words.Case) Convention {
	if wanted, ok := words.ParseCase(o.Case); ok {
		return Convention{wanted, true, 0, 0}
	}
	candidates := slices.Concat(preferred, words.Cases())
	best := candidates[0]
	for _, candidate := range candidates {
		if t.fits[candidate] > t.fits[best] {
			best = candidate
		}
	}
	return Convention{best, false, t.fits[best], t.total}
}

// Reason says why a name must be in the case; things says what was counted, in the plural.
func (c Convention) Reason(things string) string {
	if c.chosen {
		return fmt.Sprintf("and this API has to be %s", c.Title())
	}
	return fmt.Sprintf("while %d of %d %s in this API are %s", c.fits, c.total, things, c.Title())
}

// Describe says which case a name is in: "camelCase", "lower case" for one word, or "in no case".
func Describe(name string) string {
	if IsWord(name) {
		return "lower case"
	}
	if words.Upper.Has(name) {
		return words.Upper.Title() // a word in capitals is in PascalCase, too
	}
	for _, c := range words.Cases() {
		if c.Has(name) {
			return c.Title()
		}
	}
	return "in no case"
}

// IsWord reports whether a name is one word without capitals, which is right in most cases.
func IsWord(name string) bool { return words.Snake.Has(name) && !strings.Contains(name, "_") }
