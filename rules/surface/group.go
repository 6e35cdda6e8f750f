// Package surface holds the rules about an API as a whole: how large it is, what it says twice, what it leaks, and
// which parts of a contract it lacks. It knows the model, and neither loaders nor other groups.
package surface

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
		base64Body,
		customFraming,
		duplicateOperation,
		generatedContract,
		incompleteContract,
		largeService,
		listOfIDs,
		mixedPlanes,
		pollingEndpoint,
		similarTypes,
		singleMessageStream,
		twoWritesUndocumented,
		unmarkedInternalField,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
