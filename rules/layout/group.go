// Package layout holds the rules about .proto files as files: their packages, folders, imports and
// options, and what of the language is better not used any more. It knows the model, and neither
// loaders nor other groups.
package layout

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
		closedEnum,
		fileNameCase,
		groupField,
		inconsistentFileOption,
		javaFileOptions,
		missingPackage,
		namespaceCase,
		packageCycle,
		packageDirectoryMismatch,
		packageNameCase,
		proto2Syntax,
		publicImport,
		requiredLabel,
		reservedNumberWithoutName,
		scatteredPackage,
		unreservedGap,
		unsortedImports,
		unusedImport,
		versionAsFileName,
		weakImport,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
