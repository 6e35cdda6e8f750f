// Package composition holds the checks about schemas that are made of others. It knows the model and
// the law, and neither loaders nor other groups.
package composition

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
		additionalProperties,
		allOf,
		branch,
		condition,
		contains,
		dependent,
		discriminator,
		dynamicReference,
		not,
		patternProperty,
		propertyNames,
		tuple,
		union,
	}
}

// Docs returns the documentation of the checks, one <id>.md each.
func Docs() fs.FS { return docs }
