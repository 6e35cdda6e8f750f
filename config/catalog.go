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

	Custom *CustomRule // a rule that the configuration declares itself; nil: one of bylaw's
}

// SeverityIn returns how severe the rule is where nothing but the presets speaks of it.
func (r *RuleInfo) SeverityIn(presets Presets) report.Severity {
	if r.StrictSeverity != report.Off && presets.Has(Strict) {
		return r.StrictSeverity
	}
	return r.Severity
}

// ChangeInfo is what a configuration must know of a kind of change.
type ChangeInfo struct {
	ID    string // "field-removed"
	Title string // what the check compares, in one line, for editors; may be empty
}

// Catalog is every rule and every kind of change that can be configured. No ID is both.
type Catalog struct {
	Rules   []RuleInfo
	Changes []ChangeInfo

	// Peers returns the rules that take the place of another linter's. nil: none do.
	Peers func(linter, id string) []string

	// CheckCustom says what is wrong with the expressions of a rule that a configuration declares.
	// nil: nobody looks at them.
	CheckCustom func(*CustomRule) []Mistake
}

// With returns the catalogue with rules that configurations declare. Of several of one ID the first
// is taken.
func (c Catalog) With(custom []*CustomRule) Catalog {
	c.Rules = slices.Clone(c.Rules)
	for _, rule := range custom {
		if c.Find(rule.ID.Value) == nil {
			c.Rules = append(c.Rules, RuleInfo{
				ID: rule.ID.Value, Title: rule.Title.Value, Group: CustomGroup, Severity: rule.Severity, Presets: Relaxed | AIP, Custom: rule,
			})
		}
	}
	return c
}

// Find returns the rule with that ID, or the one that had it before, or nil.
func (c Catalog) Find(id string) *RuleInfo {
	for i := range c.Rules {
		if c.Rules[i].ID == id || slices.Contains(c.Rules[i].Aliases, id) {
			return &c.Rules[i]
		}
	}
	return nil
}

// Resolve returns the ID that a rule or a kind of change has today; false if there is none of that
// name.
func (c Catalog) Resolve(id string) (string, bool) {
	if rule := c.Find(id); rule != nil {
		return rule.ID, true
	}
	return id, c.isChange(id)
}

// Counterparts returns the rules that take the place of another linter's, of those that there are.
func (c Catalog) Counterparts(linter, id string) []string {
	if c.Peers == nil {
		return nil
	}
	return slices.DeleteFunc(c.Peers(linter, id), func(ours string) bool { return c.Find(ours) == nil })
}

func (c Catalog) isChange(id string) bool {
	return slices.ContainsFunc(c.Changes, func(change ChangeInfo) bool { return change.ID == id })
}

// Suggest returns the ID of the rule or kind of change that was probably meant, or "".
func (c Catalog) Suggest(id string) string {
	return c.closest(id, slices.Concat(c.IDs(), c.ChangeIDs()))
}

// closest returns which of the known IDs was probably meant, or "".
func (c Catalog) closest(id string, known []string) string {
	_, last, found := strings.Cut(id, "/")
	if found && c.Find(last) != nil {
		return c.Find(last).ID
	}
	return spelling.Closest(id, known)
}

// IDs returns the IDs that the rules have today, sorted.
func (c Catalog) IDs() []string {
	ids := make([]string, len(c.Rules))
	for i := range c.Rules {
		ids[i] = c.Rules[i].ID
	}
	slices.Sort(ids)
	return ids
}

// ChangeIDs returns the IDs of the kinds of change, sorted.
func (c Catalog) ChangeIDs() []string {
	ids := make([]string, len(c.Changes))
	for i := range c.Changes {
		ids[i] = c.Changes[i].ID
	}
	slices.Sort(ids)
	return ids
}

// changesOf returns the kinds of change that a check finds, sorted: field-added for "field".
func (c Catalog) changesOf(check string) []string {
	var of []string
	for _, kind := range [...]string{"added", "changed", "removed"} {
		if id := check + "-" + kind; c.isChange(id) {
			of = append(of, id)
		}
	}
	return of
}

// groups returns the names of the groups, sorted.
func (c Catalog) groups() []string {
	var groups []string
	for i := range c.Rules {
		groups = append(groups, c.Rules[i].Group)
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}

// Editions returns the editions that brought rules, in order.
func (c Catalog) Editions() []string {
	var editions []string
	for i := range c.Rules {
		if c.Rules[i].Since != "" {
			editions = append(editions, c.Rules[i].Since)
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
