// Package operations holds the checks about what can be called and how: operations, their routes,
// parameters, bodies, responses and rights. It knows the model and the law, and neither loaders nor
// other groups.
package operations

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
		callback,
		encoding,
		header,
		httpBinding,
		idempotencyLevel,
		link,
		longRunning,
		mediaType,
		methodSignature,
		operation,
		operationName,
		parameter,
		parameterRequired,
		parameterStyle,
		requestBody,
		response,
		rpcType,
		security,
		service,
		streaming,
		visibility,
	}
}

// Docs returns the documentation of the checks, one <id>.md each.
func Docs() fs.FS { return docs }
