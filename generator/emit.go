package generator

import (
	"context"
	"errors"
	"io/fs"
)

// Emit prints the units of a plan, sorted by path and laid out by the language. Templates are
// parsed once; a file of overrides (nil: none) stands in for the template of its name. An error
// names the template and the line.
func Emit(ctx context.Context, plan *Plan, language Language, o Options, overrides fs.FS) ([]File, error) {
	return nil, errors.New("unfinished")
}
