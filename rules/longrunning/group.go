// Package longrunning holds the rules about work that goes on after the answer. It knows the model, and
// neither loaders nor other groups.
package longrunning

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
		acceptedAndDone,
		acceptedWithoutStatus,
		jobWithoutHandle,
		operationHandleShape,
		operationInfoIncomplete,
		operationInfoUnresolved,
		operationNotCancellable,
		operationNotReadable,
		streamedOperation,
	}
}

// Docs returns the documentation of the rules, one <id>.md each.
func Docs() fs.FS { return docs }
