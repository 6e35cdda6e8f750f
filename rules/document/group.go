// Package document holds the rules about OpenAPI documents as such: whether they say what their
// version of OpenAPI lets them say, and whether their parts agree with each other. It knows the
// model, and neither loaders nor other groups.
package document

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
		ambiguousPath,
		arrayWithoutItems,
		contradictoryComposition,
		danglingLink,
		discriminatorMismatch,
		discriminatorWithoutMapping,
		duplicateEnumValue,
		duplicateOperationID,
		duplicateParameter,
		duplicatePath,
		duplicateTag,
		enumTypeMismatch,
		exclusiveKeys,
		ignoredHeaderParameter,
		ignoredKeyword,
		incompleteInfo,
		invalidComponentName,
		invalidDefault,
		invalidExample,
		invalidStatusCode,
		malformedMediaType,
		malformedPath,
		missingOperationID,
		missingRequiredKey,
		missingSchema,
		missingServer,
		nullableEnumWithoutNull,
		nullableWithoutType,
		optionalPathParameter,
		pathParameterMismatch,
		placeholderServer,
		refSiblings,
		requiredWithDefault,
		scriptInDoc,
		serverTrailingSlash,
		serverVariableMismatch,
		trailingSlashPath,
		undefinedRequiredProperty,
		undefinedSecurityScheme,
		undefinedTag,
		undocumentedTag,
		unknownKey,
		unsafeOperationID,
		untaggedOperation,
		untypedSchema,
		unusedComponent,
		unusedTag,
		wrongVersionKey,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
