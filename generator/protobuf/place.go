package protobuf

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// findPlaces notes where the elements stand of all packages that Go is generated for.
func (c *Contract) findPlaces() map[spec.ID]source.Span {
	places := map[spec.ID]source.Span{}
	note := func(n *spec.Node) {
		id := n.ID()
		if _, known := places[id]; !known && !n.NameSpan.IsZero() { // a field has the ID of its type, which follows
			places[id] = n.NameSpan
		}
	}
	for _, api := range c.apis {
		if api.Format != spec.Proto {
			continue
		}
		spec.Walk(api, &spec.Visitor{
			API:       func(x *spec.API) { note(&x.Node) },
			Service:   func(x *spec.Service) { note(&x.Node) },
			Operation: func(x *spec.Operation) { note(&x.Node) },
			Type:      func(x *spec.Type) { note(&x.Node) },
			Field:     func(x *spec.Field) { note(&x.Node) },
			OneOf:     func(x *spec.OneOf) { note(&x.Node) },
			EnumValue: func(x *spec.EnumValue) { note(&x.Node) },
		})
	}
	return places
}

// placed gives findings that name an element the place where it stands; others stand at the API.
func (c *Contract) placed(api *spec.API, findings []report.Finding) []report.Finding {
	for i := range findings {
		f := &findings[i]
		if f.Element == "" {
			f.Element = api.ID()
		}
		if f.Span.IsZero() {
			f.Span = c.places()[f.Element]
		}
		if f.Span.IsZero() {
			f.Span = api.NameSpan
		}
	}
	return findings
}

func quoted(text string) string { return strconv.Quote(text) }
