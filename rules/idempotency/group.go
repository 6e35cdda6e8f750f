// Package idempotency holds the rules about what happens when a request is sent twice. It knows the
// model, and neither loaders nor other groups.
package idempotency

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
		cachedWrite,
		createWithoutIdempotencyToken,
		idempotencyConflictUndocumented,
		idempotencyLevelMismatch,
		idempotencyTokenType,
		idempotencyTokenUnbounded,
		idempotencyWindowUndocumented,
		mixedIdempotencyTokens,
		mutationWithoutIdempotencyToken,
		retryableWithoutToken,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
