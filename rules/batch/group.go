// Package batch holds the rules about operations on many things at once. It knows the model, and
// neither loaders nor other groups.
package batch

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
		batchAtomicityUndocumented,
		batchMixedResults,
		batchRequestShape,
		batchResponseShape,
		singularBatch,
		unboundedBatch,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
