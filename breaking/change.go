package breaking

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Kind says what happened to an element, or to one of its attributes.
type Kind uint8

// The kinds.
const (
	Changed Kind = iota
	Added
	Removed
)

// String returns the last word of a change's ID: "changed", "added" or "removed".
func (k Kind) String() string { return [...]string{"changed", "added", "removed"}[k] }

// Change is one difference between two versions of a contract.
type Change struct {
	Check   string // the check that found it: "field"
	Kind    Kind
	Element spec.ID     // of the new version; of the old one if the element is gone
	Old     source.Span // the smallest place that shows what was there; zero for what was added
	New     source.Span // the same in the new version; for what is gone, the name of what it stood in

	Attribute string // what changed of the element: "maxLength"; "" for the element itself
	From, To  string // the attribute before and after, as a reader would write it; "" if there was none
	Message   string // what changed and what it does to whom: lower case, no full stop
	Cure      string // what to do instead; "" if there is nothing to do

	Direction  spec.Direction // where the element travels; 0: it does not, or no operation is known to use it
	Touches    []Touch        // what the verdicts were derived from
	Backward   Verdicts       // for consumers of the old version, when the service is new
	Forward    Verdicts       // for consumers of the new version, while the service is old
	Operations []spec.ID      // the operations that the change reaches, sorted; none for what they don't use
	Format     spec.Format
	APIs       []Pair[spec.API] // those that changed by it; several where documents share a file

	Deprecated *spec.Deprecation // of what is gone: how the old version announced it; nil: it did not
	Unstable   bool              // the version is below 1.0, alpha or beta, and promises nothing yet
}

// ID names the kind of change, as configurations and waivers do: "field-removed".
func (c *Change) ID() string { return c.Check + "-" + c.Kind.String() }

// Place returns where the change is shown: in the new version, if it has a place there.
func (c *Change) Place() source.Span { return cmp.Or(c.New, c.Old) }

// Fingerprint names the change for as long as it means the same: it is made of the kind of change,
// the element, the attribute and both its values, and holds neither a place nor wording. It is 32
// hexadecimal digits.
func (c *Change) Fingerprint() string {
	parts := []string{c.ID(), string(c.Element), c.Attribute, c.From, c.To}
	if c.Format == spec.OpenAPI {
		parts = append(parts, c.Place().Path()) // pointers mean something in their own document alone
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// Compare orders changes totally: by place, then by what they say.
func Compare(a, b Change) int {
	return cmp.Or(
		strings.Compare(a.Place().Path(), b.Place().Path()),
		cmp.Compare(a.Place().Start, b.Place().Start),
		cmp.Compare(a.Old.Start, b.Old.Start),
		strings.Compare(a.ID(), b.ID()),
		strings.Compare(string(a.Element), string(b.Element)),
		strings.Compare(a.Attribute, b.Attribute),
		strings.Compare(a.Message, b.Message),
	)
}

// sortChanges puts changes into their order and makes one of those found several times, as happens
// where operations share a declaration.
func sortChanges(changes []Change) []Change {
	slices.SortStableFunc(changes, Compare)
	var kept []Change
	for _, c := range changes {
		if n := len(kept); n > 0 && Compare(kept[n-1], c) == 0 {
			kept[n-1].join(&c)
		} else {
			kept = append(kept, c)
		}
	}
	return kept
}

// join takes in the same change found elsewhere.
func (c *Change) join(other *Change) {
	c.Direction |= other.Direction
	for i := range c.Backward {
		c.Backward[i], c.Forward[i] = max(c.Backward[i], other.Backward[i]), max(c.Forward[i], other.Forward[i])
	}
	c.Operations = slices.Concat(c.Operations, other.Operations)
	slices.Sort(c.Operations)
	c.Operations = slices.Compact(c.Operations)
	for _, api := range other.APIs {
		if !slices.Contains(c.APIs, api) {
			c.APIs = append(slices.Clip(c.APIs), api)
		}
	}
}
