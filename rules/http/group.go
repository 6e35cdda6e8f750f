// Package http holds the rules about HTTP itself: statuses, methods, media types and headers. It
// knows the model, and neither loaders nor other groups.
package http

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
		createWithout201,
		createdWithoutLocation,
		jsonNotOffered,
		listInText,
		misnamedJSON,
		missingSuccessResponse,
		noContentWithBody,
		nonObjectBody,
		putAsPartialUpdate,
		redirectWithoutLocation,
		statusContradictsMethod,
		successWithoutBody,
		unassignedStatus,
		unsafeGet,
		unsafeHeaderName,
		wildcardResponse,
		xPrefixedHeader,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
