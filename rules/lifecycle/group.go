// Package lifecycle holds the rules about what becomes of resources beside the standard methods:
// revisions, undelete, purge and the runs of jobs. It knows the model, and neither loaders nor other
// groups.
package lifecycle

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
		purgeRequestShape,
		purgeResponseShape,
		revisionRequestShape,
		runJobRequestShape,
		softDeleteWithoutExpiry,
		undeleteRequestShape,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
