// Package templates holds what is printed and what is copied: the templates of each target, and the
// packages that generated code imports. It must not know what they are used for.
package templates

import (
	_ "embed"

	"golang.org/x/tools/txtar"
)

// The packages are modules of their own, which Go refuses to embed: `make pack` packs them.
var (
	//go:embed support.txtar
	support string
	//go:embed kit.txtar
	kit string
)

// Support returns the packages that generated Go imports, with their go.mod and without their
// tests. The names of files are slash-separated and relative to the root of their module.
func Support() []txtar.File { return txtar.Parse([]byte(support)).Files }

// Kit returns the packages that Go generated from .proto imports besides, in the same form. They
// import those of Support, and modules of others, whose versions their go.mod says.
func Kit() []txtar.File { return txtar.Parse([]byte(kit)).Files }

// The module paths by which those packages import each other.
const (
	SupportModule = "github.com/bylaw-dev/bylaw/templates/support"
	KitModule     = "github.com/bylaw-dev/bylaw/templates/kit"
)
