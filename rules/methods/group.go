// Package methods holds the rules about the standard methods (AIP-131 to 135, AEP-137): what their
// requests and answers look like, where they are found over HTTP, and what they are called. It knows
// the model, and neither loaders nor other groups.
package methods

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
		createRequestShape,
		deleteRequestShape,
		listRequestShape,
		listResponseShape,
		operationIDShape,
		optionalRequestBody,
		parameterNameReused,
		requiredUpdateMask,
		rpcMessageName,
		standardMethodPath,
		standardMethodResponse,
		standardMethodSignature,
		updateRequestShape,
		writeWithoutBody,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
