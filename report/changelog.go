package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Changelog is everything that changed between two versions of a contract, safe changes too.
type Changelog struct {
	Base     string // what was compared with, for people
	Bump     string // what all the changes require: "none", "patch", "minor" or "major"
	Releases []Release
	Groups   []ChangeGroup
	Metadata bool // whether people are shown what no program depends on; it is counted anyway
}

// Release is one API that changed, with what that requires of its version.
type Release struct {
	API      string // the proto package, or the path of the OpenAPI document
	Old, New string // its versions; "" if there is none, or no such side
	Bump     string
	Required string // the least version that the bump allows; "" if none is required or known
}

// ChangeGroup is the changes that reach the same operations of the same APIs.
type ChangeGroup struct {
	APIs       []string // Release.API of those that changed, never none
	Operations []Operation
	Entries    []Entry // the gravest first
}

// Operation is an operation by its ID, and as people write it.
type Operation struct {
	ID    spec.ID `json:"id"`
	Title string  `json:"title"`
}

// Entry is one change.
type Entry struct {
	ID        string // "field-removed", as configurations and waivers name it
	Kind      string // added, removed or changed
	Verdict   string // what it does to consumers of the old version: breaking, risky or safe
	Bump      string
	Metadata  bool // no program depends on what changed
	Element   spec.ID
	Attribute string // what changed of the element; "" for the element itself
	From, To  string // the attribute before and after; "" if there was none
	Message   string
	Cure      string
	Span      source.Span // where to look today
	Change    Change
	Backward  Verdicts // for consumers of the old version, when the service is new
	Forward   Verdicts // for consumers of the new version, while the service is old
}

// Verdicts is what a change does to consumers by the way in which they depend on the contract.
type Verdicts struct {
	Wire     string `json:"wire"`
	JSON     string `json:"json"`
	Source   string `json:"source"`
	Behavior string `json:"behavior"`
}

// severityOf is what a verdict looks like.
func severityOf(verdict string) Severity {
	switch verdict {
	case "breaking":
		return Error
	case "risky":
		return Warning
	}
	return Info
}

// ChangelogOutputs makes the outputs print Summary.Changelog. The error names a format that can't.
func ChangelogOutputs(outputs []Output) error {
	for i := range outputs {
		format := &outputs[i].Format
		if format.Changelog == nil {
			return fmt.Errorf("a changelog can't be printed as %s: use %s", format.Name, strings.Join(ChangelogFormats(), ", "))
		}
		format.Write = format.Changelog
	}
	return nil
}

// ChangelogFormats returns the names of the formats that can print a changelog.
func ChangelogFormats() []string {
	var names []string
	for _, f := range Formats() {
		if f.Changelog != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// changeTally is how many changes there are, by verdict; those of metadata stand apart.
type changeTally struct {
	Total    int `json:"total"`
	Breaking int `json:"breaking"`
	Risky    int `json:"risky"`
	Safe     int `json:"safe"`
	Metadata int `json:"metadata"` // of those that are safe
}

func (c *Changelog) tally() changeTally {
	var t changeTally
	for i := range c.Groups {
		t.add(c.Groups[i].Entries)
	}
	return t
}

func (t *changeTally) add(entries []Entry) {
	for i := range entries {
		t.Total++
		switch entries[i].Verdict {
		case "breaking":
			t.Breaking++
		case "risky":
			t.Risky++
		default:
			t.Safe++
		}
		if entries[i].Metadata {
			t.Metadata++
		}
	}
}

// listed returns the groups without what is not shown to people.
func (c *Changelog) listed() []ChangeGroup {
	if c.Metadata {
		return c.Groups
	}
	var groups []ChangeGroup
	for _, g := range c.Groups {
		g.Entries = slices.DeleteFunc(slices.Clone(g.Entries), func(e Entry) bool { return e.Metadata })
		if len(g.Entries) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}
