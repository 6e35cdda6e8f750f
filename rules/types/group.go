// Package types holds the rules about which types values have. It knows the model, and neither
// loaders nor other groups.
package types

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
		base64InString,
		booleanStates,
		codeWithoutStandard,
		deepNesting,
		enumAlias,
		enumZeroNotUnspecified,
		floatMoney,
		int64AsJSONNumber,
		methodSignatureFields,
		missingUnit,
		offsetWithoutOrigin,
		rawDuration,
		rawTimestamp,
		standardCodeName,
		stringlyEnum,
		unsignedInteger,
		untypedField,
		updateWithoutMask,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
