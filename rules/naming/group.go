// Package naming holds the rules about how things are called. It knows the model, and neither
// loaders nor other groups.
package naming

import (
	"embed"
	"io/fs"

	"github.com/bylaw-dev/bylaw/lint"
)

//go:embed *.md
var docs embed.FS

// Rules returns the rules of the group, by ID.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		collidingNames,
		enumValueCase,
		enumValueUnprefixed,
		fieldNameCase,
		operationNameCase,
		singularRepeatedField,
		synonymVerb,
		typeNameCase,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
