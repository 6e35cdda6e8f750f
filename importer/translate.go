package importer

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/rules/peers"
)

// ours is one of our rules with those of theirs that it takes the place of.
type ours struct {
	info     *config.RuleInfo
	severity string
	theirs   []string // sorted
	options  map[string]json.RawMessage
}

// translation is a configuration on its way into ours.
type translation struct {
	*foreign
	catalog config.Catalog
	rules   map[string]*ours
	taken   int
}

func (f *foreign) translate(catalog config.Catalog) *Result {
	t := &translation{f, catalog, map[string]*ours{}, 0}
	for _, rule := range slices.Sorted(maps.Keys(f.on)) {
		t.rule(rule)
	}
	for i := range f.scopes {
		f.scopes[i].paths = f.sayable(f.scopes[i].paths)
	}
	f.exclude, f.roots, f.imports = f.sayable(f.exclude), f.sayable(f.roots), f.sayable(f.imports)
	config := t.write()
	left := slices.SortedFunc(maps.Keys(f.left), func(a, b Left) int { return strings.Compare(a.What+"\x00"+a.Why, b.What+"\x00"+b.Why) })
	return &Result{Config: config, Taken: t.taken, Left: left}
}

// sayable returns the paths that patterns of bylaw.yaml can say: what is not would spoil all of it.
func (f *foreign) sayable(paths []string) []string {
	return slices.DeleteFunc(paths, func(p string) bool {
		away := p == ".." || strings.HasPrefix(p, "../") || strings.HasPrefix(p, "/") || strings.HasPrefix(p, "!")
		if away || strings.Contains(p, `\`) || !doublestar.ValidatePattern(p) {
			f.leave("path "+p, "no pattern of bylaw.yaml: those lie below it, have no backslash and are not negated")
			return true
		}
		return false
	})
}

// rule finds what takes the place of one of their rules.
func (t *translation) rule(theirs string) {
	rows := t.peer.Of(theirs)
	if len(rows) == 0 {
		t.leave(theirs, "not known")
		return
	}
	taken := false
	for _, row := range rows {
		for _, id := range row.Ours {
			taken = true
			if info := t.catalog.Find(id); info != nil { // what is none is a diagnostic, which is always on
				t.add(info, row)
			}
		}
	}
	if taken {
		t.taken++
		return
	}
	t.leave(theirs, reasonOf(rows[0]))
}

// reasonOf says in words why a rule is not taken.
func reasonOf(row peers.Row) string {
	why := map[peers.Reason]string{
		peers.Decision: "bylaw has decided otherwise",
		peers.Style:    "a matter of taste that harms no consumer",
		peers.PeersOwn: "about what only that tool and its company have",
	}[row.Reason]
	if why == "" {
		why = string(row.Reason)
	}
	if row.Note != "" {
		why += ": " + row.Note
	}
	return why
}

func (t *translation) add(info *config.RuleInfo, row peers.Row) {
	o := t.rules[info.ID]
	if o == nil {
		o = &ours{info: info, options: map[string]json.RawMessage{}}
		t.rules[info.ID] = o
	}
	severity := t.on[row.Rule]
	if severity == "" {
		severity = info.Severity.String()
	}
	if rank(severity) > rank(o.severity) {
		o.severity = severity
	}
	o.theirs = append(o.theirs, row.Rule)
	if raw, ok := row.Options[info.ID]; ok {
		var options map[string]json.RawMessage
		if json.Unmarshal(raw, &options) == nil {
			for name, value := range options {
				o.options[name] = joined(o.options[name], value)
			}
		}
	}
}

// joined returns what an option has to be for two of their rules at once: of lists all that either
// names, otherwise what the later one says.
func joined(a, b json.RawMessage) json.RawMessage {
	var listA, listB []string
	if a == nil || json.Unmarshal(a, &listA) != nil || json.Unmarshal(b, &listB) != nil {
		return b
	}
	all := append(listA, listB...)
	slices.Sort(all)
	both, err := json.Marshal(slices.Compact(all))
	if err != nil {
		return b
	}
	return both
}

func rank(severity string) int {
	return slices.Index([]string{"", "off", "info", "warning", "error"}, severity)
}

// offIn returns which of our rules are off in a scope: those of which everything that they take the
// place of is.
func (t *translation) offIn(s scope) []string {
	var off []string
	for _, id := range slices.Sorted(maps.Keys(t.rules)) {
		var stays []string
		gone := false
		for _, theirs := range slices.Compact(slices.Clone(t.rules[id].theirs)) {
			if s.all || slices.Contains(s.off, theirs) {
				gone = true
			} else {
				stays = append(stays, theirs)
			}
		}
		if gone && len(stays) == 0 {
			off = append(off, id)
		} else if gone {
			t.leave(fmt.Sprintf("%s in %s", id, strings.Join(s.paths, ", ")), "it stays on there, because "+stays[0]+" does")
		}
	}
	return off
}
