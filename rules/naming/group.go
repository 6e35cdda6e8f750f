// Package naming holds the rules about how things are called. It knows the model, and neither
// loaders nor other groups.
package naming

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
		abbreviatedName,
		collidingNames,
		enumValueCase,
		enumValueUnprefixed,
		fieldNameCase,
		idVersusName,
		inconsistentFieldType,
		isPrefixedBoolean,
		longFormName,
		mixedTimeSuffix,
		nameLostInJSON,
		numPrefixedCount,
		operationNameCase,
		pathParameterCase,
		prepositionInName,
		redundantPrefix,
		reservedWordName,
		singularMap,
		singularRepeatedField,
		synonymVerb,
		timeSuffix,
		typeNameCase,
		urlForURI,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
