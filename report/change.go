package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Change is what a finding about a change of the contract knows beside its message. Finding.Span
// stays the place to look at today: that of the changed element, or of what survives around a
// removed one.
type Change struct {
	Old source.Span // in the file as it was, which may have the path of the new one; zero: added
	New source.Span // in the file as it is; zero: removed

	Breaks        []string // the axes that break, in order: wire, json, source, behavior
	Compatibility string   // backward, forward, full, none; "" where it is not known
	Fingerprint   string   // what a waiver names the change by; "" for none
}

// compareChanges orders changes that findings at one place are about.
func compareChanges(a, b *Change) int {
	if a == nil || b == nil {
		return cmp.Compare(presence(a), presence(b))
	}
	return cmp.Or(a.Old.Compare(b.Old), a.New.Compare(b.New), strings.Compare(a.Fingerprint, b.Fingerprint),
		slices.Compare(a.Breaks, b.Breaks), strings.Compare(a.Compatibility, b.Compatibility))
}

func presence(c *Change) int {
	if c == nil {
		return 0
	}
	return 1
}

// facts says what the change means: "breaks wire, json; compatibility: forward".
func (c *Change) facts() string {
	var parts []string
	if len(c.Breaks) > 0 {
		parts = append(parts, "breaks "+strings.Join(c.Breaks, ", "))
	}
	if c.Compatibility != "" {
		parts = append(parts, "compatibility: "+c.Compatibility)
	}
	return strings.Join(parts, "; ")
}

// before returns the old place of a finding; zero if it is about no change, or about an addition.
func (f *Finding) before() source.Span {
	if f.Change == nil {
		return source.Span{}
	}
	return f.Change.Old
}

// beforePlace names a place in a file as it was, in words: as path:line:column, editors and
// terminals would lead to that line of the file as it is.
func beforePlace(old source.Span, display func(string) string) string {
	path := old.Path()
	if display != nil {
		path = display(path)
	}
	return "line " + strconv.Itoa(old.Position().Line) + " of " + path
}

// change prints where the element stood before, and what the change means.
func (t *textPrinter) change(f *Finding) {
	if f.Change == nil {
		return
	}
	if now := f.Change.New; !now.IsZero() && now != f.Span {
		t.label("now", t.place(now))
		t.snippet(now, t.faint, "--")
	}
	if old := f.Change.Old; !old.IsZero() {
		t.label("before", beforePlace(old, t.displayOld))
		t.snippet(old, t.faint, "--")
	}
	if facts := f.Change.facts(); facts != "" {
		t.label("change", facts)
	}
	if f.Change.Fingerprint != "" {
		t.label("fingerprint", f.Change.Fingerprint)
	}
}

type jsonChange struct {
	Old           *jsonLocation `json:"old"`
	New           *jsonLocation `json:"new"`
	Breaks        []string      `json:"breaks"`
	Compatibility string        `json:"compatibility"`
	Fingerprint   string        `json:"fingerprint"`
}

func jsonChangeOf(c *Change) *jsonChange {
	if c == nil {
		return nil
	}
	return &jsonChange{
		Old: jsonLocationOf(c.Old), New: jsonLocationOf(c.New), Breaks: append([]string{}, c.Breaks...),
		Compatibility: c.Compatibility, Fingerprint: c.Fingerprint,
	}
}

const (
	// sarifOldRoot is the base of the places in files as they were, so that no viewer takes them
	// for lines of the files as they are.
	sarifOldRoot = "%OLDROOT%"
	// changeKey names the fingerprint of a change among those of a result.
	changeKey = "bylaw-change/v1"
)

// sarifOld returns the old place as a related location.
func sarifOld(f *Finding, id int) (sarifLocation, bool) {
	old := f.before()
	if old.IsZero() {
		return sarifLocation{}, false
	}
	place := sarifPhysical(old)
	if place.ArtifactLocation.URIBaseID != "" {
		place.ArtifactLocation.URIBaseID = sarifOldRoot
	}
	message := &sarifMessage{Text: unlinked("before: " + beforePlace(old, nil))}
	return sarifLocation{ID: &id, Message: message, PhysicalLocation: place}, true
}

func sarifResultBagOf(f *Finding) *sarifResultBag {
	if f.Change == nil {
		return nil
	}
	return &sarifResultBag{sarifChange{
		Breaks: append([]string{}, f.Change.Breaks...), Compatibility: f.Change.Compatibility,
	}}
}

func sarifPrints(f *Finding, print string) map[string]string {
	prints := map[string]string{fingerprintKey: print}
	if f.Change != nil && f.Change.Fingerprint != "" {
		prints[changeKey] = f.Change.Fingerprint
	}
	return prints
}

func sarifBasesOf(s *Summary) sarifBases {
	bases := sarifBases{Root: sarifBase{sarifMessage{Text: "the root of the workspace"}}}
	if slices.ContainsFunc(s.Findings, func(f Finding) bool { return !f.before().IsZero() }) {
		bases.Old = &sarifBase{sarifMessage{Text: "the root of the version that was compared with"}}
	}
	return bases
}
