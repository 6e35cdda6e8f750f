// Package security holds the rules about who may call, how callers prove it, and what keeps strangers
// from reading along or using a service up. It knows the model, and neither loaders nor other groups.
package security

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
		authFailureUndeclared,
		basicAuth,
		cacheOfAuthenticated,
		insecureTransport,
		obsoleteOAuthFlow,
		operationWithoutSecurity,
		rateLimitHeadersMissing,
		rateLimitUndeclared,
		secretInURL,
		undeclaredScope,
		uploadWithoutLimit,
		varyByUserAgent,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
