// Package errors holds the rules about how failures are told. It knows the model, and neither
// loaders nor other groups.
package errors

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
		errorInSuccess,
		errorSchemasDiffer,
		errorWithoutBody,
		errorWithoutCode,
		errorWithoutFieldDetails,
		errorWithoutRequestID,
		internalsInError,
		missingErrorResponse,
		problemDetailsShape,
		retryAfterUndeclared,
		undeclaredErrorStatus,
		unstructuredError,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
