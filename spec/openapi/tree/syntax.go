package tree

import "github.com/bylaw-dev/bylaw/spec"

func (d *Document) Syntax(v *spec.Value) spec.Syntax { return nil }
