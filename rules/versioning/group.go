// Package versioning holds the rules about how an API says which of its versions is meant. It knows the model, and neither
// loaders nor other groups.
package versioning

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
		deprecatedTypeInUse,
		deprecatedWithoutReplacement,
		deprecatedWithoutSunset,
		foreignType,
		malformedSunset,
		malformedVersion,
		minorVersion,
		missingDeprecationHeader,
		missingVersion,
		requiredDeprecated,
		shortSunsetNotice,
		stateEnumNotNested,
		stringlyState,
		undeclaredDeprecation,
		unstableDependency,
		versionMismatch,
		writableState,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
