// Package validation holds the rules about what a contract refuses. It knows the model, and neither
// loaders nor other groups.
package validation

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
		callerSuppliedTenant,
		contradictoryConstraints,
		idWithoutFormat,
		inconsistentConstraints,
		invalidPattern,
		mistypedConstraint,
		openRequestObject,
		outputOnlyInRequest,
		privilegedFieldWritable,
		redosPronePattern,
		unanchoredPattern,
		unconstrainedField,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
