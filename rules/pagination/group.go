// Package pagination holds the rules about lists and their pages. It knows the model, and neither
// loaders nor other groups.
package pagination

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
		bareArrayResponse,
		clientDerivedToken,
		filterAttributeAbsent,
		filterName,
		filterType,
		idListFilter,
		inexactTotalUndocumented,
		leakyPageToken,
		listMultipleCollections,
		mixedFilterShapes,
		nextTokenMissing,
		offsetPagination,
		pageSizeDefaultUndocumented,
		pageSizeUnbounded,
		pageTokenType,
		pageWithoutItems,
		partialSuccessShape,
		readMaskType,
		requiredPageField,
		unboundedFilter,
		undocumentedFilter,
		undocumentedOrder,
		unpaginatedList,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
