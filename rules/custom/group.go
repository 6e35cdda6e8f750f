// Package custom holds the rules about custom methods (AIP-136), those of the families among them: their HTTP
// methods, paths and messages. It knows the model, and neither loaders nor other groups.
package custom

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
		bareVerbOperation,
		customMethodBody,
		customMethodHTTPVerb,
		customMethodVariable,
		customResponseMessage,
		customVerbMismatch,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
