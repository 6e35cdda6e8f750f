// Package concurrency holds the rules about callers that change the same thing at once, and about
// requests that are only tried out. It knows the model, and neither loaders nor other groups.
package concurrency

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
		dryRunName,
		duplicateEtag,
		etagType,
		missingEtag,
		preconditionFailureUndeclared,
		updateWithoutPrecondition,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
