package breaking

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// media compares the representations of one body. Names of media types have no case, and the
// parameters behind them (charset) are part of the name.
func (w *walk) media(parent *place, before, after []*spec.MediaType) {
	for _, p := range match(before, after, mediaKey) {
		at := add(w, parent, p, (*spec.MediaType).Base, w.dispatch.mediaTypes)
		at.direction, at.carriers = parent.direction, asJSON
		if strings.Contains(mediaKey(p.Either()), "x-www-form-urlencoded") {
			at.carriers = asText
		}
		if !p.Both() {
			continue
		}
		w.typ(at, orAny(p.Old.Type, p.Old), orAny(p.New.Type, p.New))
		w.typ(at, p.Old.ItemType, p.New.ItemType)
		w.encodings(at, p.Old.Encodings, p.New.Encodings)
		w.encodings(at, p.Old.ItemEncoding, p.New.ItemEncoding)
		w.encodings(at, p.Old.PrefixEncoding, p.New.PrefixEncoding)
	}
}

// orAny returns the type of a representation: where no schema is declared, anything goes.
func orAny(t *spec.Type, m *spec.MediaType) *spec.Type {
	if t == nil {
		return &spec.Type{Node: m.Node}
	}
	return t
}

func mediaKey(m *spec.MediaType) string {
	return "media type " + strings.ToLower(strings.ReplaceAll(m.Name, " ", ""))
}

func (w *walk) encodings(parent *place, before, after []*spec.Encoding) {
	for _, p := range match(before, after, func(e *spec.Encoding) string { return "of " + e.Name }) {
		at := add(w, parent, p, (*spec.Encoding).Base, w.dispatch.encodings)
		at.direction = parent.direction
		if !p.Both() {
			continue
		}
		for _, h := range match(p.Old.Headers, p.New.Headers, func(h *spec.Parameter) string { return strings.ToLower(h.Name) }) {
			w.parameter(at, h, parent.direction, w.dispatch.headers)
		}
		w.encodings(at, p.Old.Encodings, p.New.Encodings)
		w.encodings(at, p.Old.ItemEncoding, p.New.ItemEncoding)
		w.encodings(at, p.Old.PrefixEncoding, p.New.PrefixEncoding)
	}
}
