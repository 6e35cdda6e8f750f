package workspace

import (
	"hash/fnv"
	"slices"
)

// Part is one of several parts of a run, each of which reads other specs. An OpenAPI document is in the part that
// a hash of its path says, whatever else there is; .proto files are all in the first, for what they mean hangs on
// each other.
type Part struct {
	Index, Of int // Index is 1 to Of; Of 0: there are no parts
}

// holds reports whether an OpenAPI document is in the part.
func (p Part) holds(document string) bool {
	if p.Of == 0 {
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(document))
	return int(h.Sum32()%uint32(p.Of)) == p.Index-1
}

// of drops the targets that other parts load.
func (p Part) of(targets []target) []target {
	return slices.DeleteFunc(targets, func(t target) bool {
		return t.kind == document && !p.holds(t.path) || t.kind == protoFile && p.Index > 1
	})
}
