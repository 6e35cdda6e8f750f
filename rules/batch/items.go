package batch

import (
	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

// itemsOf returns the input that lists what a batch works on: names or requests, or the only list it
// takes; nil if there is none, or several.
func itemsOf(o *spec.Operation) *spec.Input {
	if o.Kind != spec.Call || o.Streaming != 0 || !family.IsBatch(o) {
		return nil
	}
	var only *spec.Input
	lists := 0
	for _, input := range o.Inputs() {
		if input.Type.Resolve().Kind != spec.KindArray {
			continue
		}
		switch words.Snake.Write(input.Name) {
		case "names", "requests", "paths", "operations", "items":
			return &input
		}
		lists++
		only = &input
	}
	if lists != 1 {
		return nil
	}
	return only
}
