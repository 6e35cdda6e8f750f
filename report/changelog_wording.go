package report

import (
	"strconv"
	"strings"
)

// String names the counts: "2 breaking, 1 risky, 14 safe changes".
func (t changeTally) String() string {
	var parts []string
	last := 0
	for _, verdict := range []struct {
		n    int
		name string
	}{{t.Breaking, "breaking"}, {t.Risky, "risky"}, {t.Safe, "safe"}} {
		if verdict.n > 0 {
			parts = append(parts, strconv.Itoa(verdict.n)+" "+verdict.name)
			last = verdict.n
		}
	}
	switch {
	case len(parts) == 0:
		return "no changes"
	case len(parts) == 1 && last == 1:
		return parts[0] + " change"
	}
	return strings.Join(parts, ", ") + " changes"
}

// remark says how many changes are not shown and why, or "".
func (c *Changelog) remark() string {
	n := c.tally().Metadata
	if n == 0 || c.Metadata {
		return ""
	}
	return "not listed: " + count(n, "change") + " of metadata, on which no program depends; --all lists them"
}

// sentence says what a release is of: its version before and now, and what it should be.
func (r *Release) sentence() string {
	var b strings.Builder
	b.WriteString(r.API)
	switch {
	case r.Old == r.New && r.Old != "":
		b.WriteString(" (still " + r.Old + ")")
	case r.Old != "" && r.New != "":
		b.WriteString(" (" + r.Old + " → " + r.New + ")")
	case r.Old != "" || r.New != "":
		b.WriteString(" (" + r.Old + r.New + ")")
	}
	b.WriteString(": the changes require a " + r.Bump + " version")
	if r.Required != "" {
		b.WriteString(", at least " + r.Required)
	}
	return b.String()
}

// maxNamed is how many operations a title names.
const maxNamed = 3

// title says what the changes of a group reach.
func (g *ChangeGroup) title() string {
	n := len(g.Operations)
	switch n {
	case 0:
		return "Other changes in " + strings.Join(g.APIs, ", ")
	case 1:
		return g.Operations[0].Title
	}
	named := n
	if n > maxNamed {
		named = maxNamed - 1
	}
	var titles []string
	for _, o := range g.Operations[:named] {
		titles = append(titles, o.Title)
	}
	text := strconv.Itoa(n) + " operations: " + strings.Join(titles, ", ")
	if more := n - named; more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return text
}

// values says what an attribute was and is; "" where the message is all there is to say.
func (e *Entry) values() string {
	if e.From == "" && e.To == "" {
		return ""
	}
	return quotedOr(e.From) + " → " + quotedOr(e.To)
}

func quotedOr(value string) string {
	if value == "" {
		return "none"
	}
	return strconv.Quote(value)
}

// sign shows at a glance whether something came, went or became something else.
func (e *Entry) sign() string {
	switch e.Kind {
	case "added":
		return "+"
	case "removed":
		return "-"
	}
	return "~"
}

// heading returns the name of the APIs that a group belongs to where it differs from those of the
// group before it, so that several contracts stand apart; "" if there is but one.
func (c *Changelog) heading(groups []ChangeGroup, i int) string {
	name := strings.Join(groups[i].APIs, ", ")
	if len(c.Releases) < 2 || i > 0 && name == strings.Join(groups[i-1].APIs, ", ") {
		return ""
	}
	return name
}
