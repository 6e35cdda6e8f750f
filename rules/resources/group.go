// Package resources holds the rules about what an API is made of: resources, their paths, and the
// methods on them. It knows the model, and neither loaders nor other groups.
package resources

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
		circularResources,
		consecutivePathParameters,
		contradictoryFieldBehavior,
		deepPath,
		deleteResponseShape,
		duplicateResourceType,
		embeddedResource,
		fieldBehaviorMissing,
		getRequestShape,
		getWithBody,
		httpVerbMismatch,
		humanName,
		idInQuery,
		inconsistentPathParameter,
		missingFormat,
		missingHTTPAnnotation,
		nameInParts,
		nameNotIdentifier,
		numericID,
		outputOnlyUnmarked,
		pathPatternMismatch,
		pathSegmentCase,
		pathTemplate,
		redundantCollectionPrefix,
		referenceNameSuffix,
		resourceAsRequest,
		resourceIDWritable,
		resourceNameField,
		resourceNoun,
		resourcePattern,
		resourcePatternAlternates,
		resourcePatternNoun,
		resourcePatternVariable,
		resourceReferenceType,
		resourceTypeName,
		scatteredRoots,
		selfLink,
		sharedRequestMessage,
		singletonMethod,
		singularCollection,
		streamBinding,
		unannotatedResource,
		unidentifiedItem,
		unknownResourceReference,
		unlistableResource,
		unreadableResource,
		verbInPath,
		wildcardInPath,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
