// Package privacy holds the rules about personal data and secrets in what an API shows. It knows the model,
// and neither loaders nor other groups.
package privacy

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
		piiInList,
		piiInURL,
		secretInResponse,
		unclassifiedPII,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
