package config

import (
	"math/bits"
	"strings"
)

// Presets is a set of the named rule sets that a configuration starts from.
type Presets uint8

// The presets. Relaxed, Recommended and Strict hold one another: what is in Relaxed is in the
// other two as well, whether or not a rule says so.
const (
	Relaxed     Presets = 1 << iota // what will break or lose data, for old repositories
	Recommended                     // the default
	Strict                          // everything that makes sense for any team
	AIP                             // Google's API Improvement Proposals to the letter
)

// presetNames are the words of the configuration, in the order of the constants.
var presetNames = [...]string{"relaxed", "recommended", "strict", "aip"}

// Has reports whether the set holds all the given presets.
func (p Presets) Has(want Presets) bool { return p&want == want }

// Selects reports whether a rule that belongs to the given presets is on in this selection.
func (p Presets) Selects(rule Presets) bool {
	if p.Has(Strict) {
		p |= Recommended
	}
	if p.Has(Recommended) {
		p |= Relaxed
	}
	return p&rule != 0
}

// Names returns the presets of the set by name, in rising order.
func (p Presets) Names() []string {
	names := make([]string, 0, bits.OnesCount8(uint8(p)))
	for i, name := range presetNames {
		if p&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String returns the names with commas between them.
func (p Presets) String() string { return strings.Join(p.Names(), ", ") }

// ParsePreset reads the name of one preset.
func ParsePreset(name string) (Presets, bool) {
	for i, known := range presetNames {
		if name == known {
			return 1 << i, true
		}
	}
	return 0, false
}
