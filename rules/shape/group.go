// Package shape holds the rules about what a request may mean at once. It knows the model, and neither
// loaders nor other groups.
package shape

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
		executeBag,
		genericPayload,
		oneofCandidate,
		screenEndpoint,
		stringlyAction,
		successFlagResponse,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
