// Package constraints holds the checks about which values of a type are valid. It knows the model
// and the law, and neither loaders nor other groups.
package constraints

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
		allowedValues,
		constraint,
		definedOnly,
		itemCount,
		length,
		multipleOf,
		pattern,
		propertyCount,
		numberRange,
		rule,
	}
}

// Docs returns the documentation of the checks, one <id>.md each.
func Docs() fs.FS { return docs }
