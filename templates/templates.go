// Package templates holds what is printed and what is copied: the templates of each target, and the
// packages that generated code imports. It must not know what they are used for.
package templates

import (
	_ "embed"

	"golang.org/x/tools/txtar"
)

// The packages are a module of their own, which Go refuses to embed: `make pack` packs them.
//
//go:embed support.txtar
var support string

// Support returns the packages that generated Go imports, with their go.mod and without their
// tests. The names of files are slash-separated and relative to the root of their module.
func Support() []txtar.File { return txtar.Parse([]byte(support)).Files }

// SupportModule is the module path by which those packages import each other.
const SupportModule = "github.com/bylaw-dev/bylaw/templates/support"
