// Package checks is the list of all breaking checks, by group. It knows no loader and runs nothing.
package checks

import (
	"io/fs"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/composition"
	"github.com/bylaw-dev/bylaw/breaking/checks/constraints"
	"github.com/bylaw-dev/bylaw/breaking/checks/contract"
	"github.com/bylaw-dev/bylaw/breaking/checks/meaning"
	"github.com/bylaw-dev/bylaw/breaking/checks/messages"
	"github.com/bylaw-dev/bylaw/breaking/checks/operations"
	"github.com/bylaw-dev/bylaw/breaking/checks/types"
)

// Group is the checks that live in one folder.
type Group struct {
	Name   string // of the folder, and Meta.Group of its checks
	Title  string // what the checks compare, in sentence case
	Checks []*breaking.Check
	Docs   fs.FS // <id>.md of each check
}

// Groups returns every group, in the order in which documentation shows them.
func Groups() []Group {
	return []Group{
		{"contract", "The contract as a whole", contract.Checks(), contract.Docs()},
		{"operations", "Operations", operations.Checks(), operations.Docs()},
		{"messages", "Messages and fields", messages.Checks(), messages.Docs()},
		{"types", "Types and enums", types.Checks(), types.Docs()},
		{"constraints", "Constraints", constraints.Checks(), constraints.Docs()},
		{"composition", "Schemas made of others", composition.Checks(), composition.Docs()},
		{"meaning", "Meaning and promises", meaning.Checks(), meaning.Docs()},
	}
}

// All returns every check, in the order of the groups.
func All() []*breaking.Check {
	var all []*breaking.Check
	for _, group := range Groups() {
		all = append(all, group.Checks...)
	}
	return all
}

// Doc returns the documentation of the check with that ID as Markdown; false if there is no such check.
func Doc(id string) (string, bool) {
	for _, group := range Groups() {
		if text, err := fs.ReadFile(group.Docs, id+".md"); err == nil {
			return string(text), true
		}
	}
	return "", false
}
