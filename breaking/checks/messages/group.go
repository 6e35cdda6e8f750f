// Package messages holds the checks about what messages and objects are made of. It knows the model
// and the law, and neither loaders nor other groups.
package messages

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
		defaultValue,
		extension,
		field,
		fieldBehavior,
		fieldName,
		fieldNumber,
		fieldOption,
		oneOf,
		presence,
		required,
		reserved,
	}
}

// Docs returns the documentation of the checks, one <id>.md each.
func Docs() fs.FS { return docs }
