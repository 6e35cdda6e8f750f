// Package types holds the checks about what values look like: definitions, kinds, formats, enums. It
// knows the model and the law, and neither loaders nor other groups.
package types

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
		content,
		definition,
		enumOpenness,
		enumValue,
		feature,
		format,
		messageOption,
		nullable,
		typ,
	}
}

// Docs returns the documentation of the checks, one <id>.md each.
func Docs() fs.FS { return docs }
