// Package docs holds the rules about what a reader is told. It knows the model, and neither
// loaders nor other groups.
package docs

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
		brokenDocReference,
		missingDoc,
		relativeLinkInDoc,
		tautologicalDoc,
		todoInDoc,
		undocumentedDefault,
		undocumentedEnumValues,
		undocumentedFailure,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
