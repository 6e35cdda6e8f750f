package config

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/report"
)

// RuleInfo is what a configuration must know of a rule.
type RuleInfo struct {
	ID       string // "page-size-unbounded"
	Title    string // one line, for editors; may be empty
	Group    string // "pagination"
	Severity report.Severity

	StrictSeverity report.Severity // what it is in the preset strict; Off: no different

	Presets  Presets         // those that switch it on
	Defaults json.RawMessage // its options at their defaults, a JSON object; nil: it takes none
	Aliases  []string        // IDs that it had before
	Since    string          // the rules edition that brought it: "2026.1"

	// Check says what is wrong with options whose names and JSON types are right, such as a number
	// out of range. nil: nothing can be.
	Check func(options json.RawMessage) error
}

// SeverityIn returns how severe the rule is where nothing but the presets speaks of it.
func (r *RuleInfo) SeverityIn(presets Presets) report.Severity {
	if r.StrictSeverity != report.Off && presets.Has(Strict) {
		return r.StrictSeverity
	}
	return r.Severity
}

// Catalog is every rule that can be configured.
type Catalog []RuleInfo

// Find returns the rule with that ID, or the one that had it before, or nil.
func (c Catalog) Find(id string) *RuleInfo {
	for i := range c {
		if c[i].ID == id || slices.Contains(c[i].Aliases, id) {
			return &c[i]
		}
	}
	return nil
}

// Resolve returns the ID that the rule has today; false if there is no such rule.
func (c Catalog) Resolve(id string) (string, bool) {
	rule := c.Find(id)
	if rule == nil {
		return "", false
	}
	return rule.ID, true
}

// Suggest returns the rule ID that was probably meant, or "".
func (c Catalog) Suggest(id string) string {
	_, last, found := strings.Cut(id, "/")
	if found && c.Find(last) != nil {
		return c.Find(last).ID
	}
	return spelling.Closest(id, c.IDs())
}

// IDs returns the IDs that the rules have today, sorted.
func (c Catalog) IDs() []string {
	ids := make([]string, len(c))
	for i := range c {
		ids[i] = c[i].ID
	}
	slices.Sort(ids)
	return ids
}

// groups returns the names of the groups, sorted.
func (c Catalog) groups() []string {
	var groups []string
	for i := range c {
		groups = append(groups, c[i].Group)
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}

// Editions returns the editions that brought rules, in order.
func (c Catalog) Editions() []string {
	var editions []string
	for i := range c {
		if c[i].Since != "" {
			editions = append(editions, c[i].Since)
		}
	}
	slices.SortFunc(editions, compareEditions)
	return slices.Compact(editions)
}

// compareEditions orders "2026.2" before "2026.10".
func compareEditions(a, b string) int {
	yearA, numberA, _ := strings.Cut(a, ".")
	yearB, numberB, _ := strings.Cut(b, ".")
	return cmp.Or(compareNumbers(yearA, yearB), compareNumbers(numberA, numberB))
}

func compareNumbers(a, b string) int {
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	return cmp.Compare(x, y)
}
