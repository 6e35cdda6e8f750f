package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// said is what one tool says of an edit: "error", "warning" or "none", and by which of its rules.
type said struct {
	level string
	rules []string
}

// judgement is what both say of an edit. The scope is the category of buf's rules, or the direction
// in which what was edited travels.
type judgement struct {
	edit, scope, example string
	peer, bylaw          said
	placed               bool // both point at the same place
}

func (j *judgement) agreed() bool { return j.peer.level == j.bylaw.level }

// count is a row of the table of counts.
type count struct {
	edit, scope                                string
	cases, agreed, placed, peerMore, bylawMore int
}

// disagreement is a row of the table of differences: edits of one kind that are judged alike, but
// not the same by both, or at other places.
type disagreement struct {
	judgement
	cases  int
	reason reason
}

// table collects the judgements of one peer.
type table struct {
	peer    string
	reasons []reason
	rows    map[string]*count
	differ  map[string]*disagreement
	dropped int // edits that the peer can't read
}

func newTable(peer string, reasons []reason) *table {
	return &table{peer: peer, reasons: reasons, rows: map[string]*count{}, differ: map[string]*disagreement{}}
}

func (t *table) add(j judgement) {
	key := j.edit + "\t" + j.scope
	row := t.rows[key]
	if row == nil {
		row = &count{edit: j.edit, scope: j.scope}
		t.rows[key] = row
	}
	row.cases++
	switch by := strength(j.bylaw.level) - strength(j.peer.level); {
	case by > 0:
		row.bylawMore++
	case by < 0:
		row.peerMore++
	default:
		row.agreed++
		if j.placed {
			row.placed++
			return
		}
	}
	t.note(j)
}

func (t *table) note(j judgement) {
	d := &disagreement{judgement: j}
	key := strings.Join(d.key(), "\t")
	if t.differ[key] == nil {
		d.reason = explain(t.reasons, t.peer, d)
		t.differ[key] = d
	}
	t.differ[key].cases++
}

func strength(level string) int { return slices.Index([]string{"none", "warning", "error"}, level) }

func (d *disagreement) key() []string {
	return []string{d.edit, d.scope, d.peer.level, d.bylaw.level, join(d.peer.rules), join(d.bylaw.rules)}
}

func (d *disagreement) line() string {
	return strings.Join(append(d.key(), fmt.Sprint(d.cases), d.example, d.reason.name, d.reason.why), "\t")
}

// join writes rules in one cell.
func join(rules []string) string {
	if len(rules) == 0 {
		return "-"
	}
	return strings.Join(rules, ",")
}

func (t *table) disagreements() []*disagreement {
	return slices.SortedFunc(maps.Values(t.differ), func(a, b *disagreement) int { return slices.Compare(a.key(), b.key()) })
}

func (t *table) sorted() []*count {
	return slices.SortedFunc(maps.Values(t.rows), func(a, b *count) int {
		return cmp.Or(cmp.Compare(a.edit, b.edit), cmp.Compare(a.scope, b.scope))
	})
}

// counts writes the table of counts.
func (t *table) counts() string {
	var text strings.Builder
	fmt.Fprintf(&text, "edit\tscope\tcases\tagreed\tplaced\t%s_more\tbylaw_more\n", t.peer)
	for _, c := range t.sorted() {
		fmt.Fprintf(&text, "%s\t%s\t%d\t%d\t%d\t%d\t%d\n", c.edit, c.scope, c.cases, c.agreed, c.placed, c.peerMore, c.bylawMore)
	}
	return text.String()
}

// differences writes the table of differences.
func (t *table) differences() string {
	var text strings.Builder
	fmt.Fprintf(&text, "edit\tscope\t%s\tbylaw\t%s_rules\tbylaw_changes\tcases\texample\treason\twhy\n", t.peer, t.peer)
	for _, d := range t.disagreements() {
		text.WriteString(d.line() + "\n")
	}
	return text.String()
}

// totals sums up by scope.
func (t *table) totals() string {
	sums := map[string]*count{}
	for _, c := range t.sorted() {
		sum := sums[c.scope]
		if sum == nil {
			sum = &count{}
			sums[c.scope] = sum
		}
		sum.cases, sum.agreed, sum.placed = sum.cases+c.cases, sum.agreed+c.agreed, sum.placed+c.placed
		sum.peerMore, sum.bylawMore = sum.peerMore+c.peerMore, sum.bylawMore+c.bylawMore
	}
	var text strings.Builder
	for _, scope := range slices.Sorted(maps.Keys(sums)) {
		s := sums[scope]
		fmt.Fprintf(&text, "%s %s: %d edits, agreed on %d (%.1f %%), %d of them at the same place; %s says more of %d, bylaw of %d\n",
			t.peer, scope, s.cases, s.agreed, 100*float64(s.agreed)/float64(s.cases), s.placed, t.peer, s.peerMore, s.bylawMore)
	}
	fmt.Fprintf(&text, "%s: %d edits dropped that it can't read\n", t.peer, t.dropped)
	return text.String()
}
