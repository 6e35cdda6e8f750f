// Package meaning holds the checks about what a contract says to its readers: documentation and the
// promises in it, bylaw's vocabulary, deprecation, and all that no other check compares. It knows
// the model and the law, and neither loaders nor other groups.
package meaning

import (
	"embed"
	"io/fs"

	"github.com/bylaw-dev/bylaw/breaking"
)

//go:embed *.md
var docs embed.FS

// Checks returns the checks of the group, by ID.
func Checks() []*breaking.Check {
	return []*breaking.Check{
		attribute,
		deprecation,
		documentation,
		documentedDefault,
		documentedLimit,
		example,
		ordering,
		pagination,
		policy,
		resource,
		resourceReference,
		tag,
		unit,
	}
}

// Docs returns the documentation of the checks, one <id>.md each.
func Docs() fs.FS { return docs }
