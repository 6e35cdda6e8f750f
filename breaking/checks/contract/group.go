// Package contract holds the checks about a contract as a whole: its documents, servers, ways to
// prove who calls, and what its files say of generated code. It knows the model and the law, and
// neither loaders nor other groups.
package contract

import (
	"embed"
	"io/fs"

	"github.com/bylaw-dev/bylaw/breaking"
)

//go:embed *.md
var docs embed.FS

// Checks returns the checks of the group, by ID.
func Checks() []*breaking.Check {
	return []*breaking.Check{
		api,
		file,
		fileOption,
		fileSyntax,
		host,
		imports,
		oauthScope,
		securityScheme,
		server,
		version,
	}
}

// Docs returns the documentation of the checks, one <id>.md each.
func Docs() fs.FS { return docs }
