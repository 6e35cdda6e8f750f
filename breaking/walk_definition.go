package breaking

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// definitions compares what has a name of its own: in proto the messages and enums themselves,
// because they are a contract wherever they are used; in OpenAPI the names of component schemas,
// whose content is compared where operations use it.
func (w *walk) definitions(parent *place) {
	id := func(t *spec.Type) string { return string(t.ID()) }
	before, after := w.named(w.api.Old.Types, nil), w.named(w.api.New.Types, nil)
	pairs := match(before, after, id)
	if w.format == spec.OpenAPI {
		for _, p := range pairs {
			add(w, parent, p, (*spec.Type).Base, w.dispatch.definitions)
		}
		return
	}
	for _, p := range pairs {
		if p.Both() {
			w.defined[p.New] = true
		}
	}
	for _, p := range pairs {
		at := add(w, parent, p, (*spec.Type).Base, w.dispatch.definitions)
		at.direction = directionOf(p)
		if p.Both() {
			w.definition(at, p)
		}
	}
}

// definition compares a message or an enum, which a field may have reached before, and the
// extensions declared within it, which no field reaches.
func (w *walk) definition(parent *place, pair Pair[spec.Type]) {
	w.typ(parent, pair.Old, pair.New)
	for _, p := range match(pair.Old.Extensions, pair.New.Extensions, extensionKey) {
		w.field(parent, p)
	}
}

// directionOf returns the directions that a definition was known to travel in on either side.
func directionOf(p Pair[spec.Type]) spec.Direction {
	var d spec.Direction
	for _, t := range []*spec.Type{p.Old, p.New} {
		if t != nil {
			d |= t.Direction
		}
	}
	return d
}

// named returns the definitions and those declared inside them.
func (w *walk) named(types []*spec.Type, all []*spec.Type) []*spec.Type {
	for _, t := range types {
		all = append(all, t)
		if w.format == spec.Proto {
			all = w.named(t.Types, all)
		}
	}
	return all
}

// extensions compares the proto extensions declared at the top of files.
func (w *walk) extensions(parent *place) {
	for _, p := range match(w.api.Old.Extensions, w.api.New.Extensions, extensionKey) {
		w.field(parent, p)
	}
}

func extensionKey(f *spec.Field) string { return f.Extendee + " " + strconv.Itoa(f.Number) }

func numbered(f *spec.Field) string { return strconv.Itoa(f.Number) }

func number32(n int32) string { return strconv.Itoa(int(n)) }
