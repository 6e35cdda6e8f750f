package versioning

import (
	"cmp"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// element is what can be deprecated.
type element struct {
	*spec.Node
	label string // what a message calls it
	doc   string // what is said of it
}

// elements calls the check for everything that can be deprecated.
func elements(check func(*lint.Pass, element)) lint.Hooks {
	field := func(p *lint.Pass, f *spec.Field) { check(p, element{&f.Node, f.Name, cmp.Or(f.Doc, f.Type.Doc)}) }
	return lint.Hooks{
		Service: func(p *lint.Pass, s *spec.Service) { check(p, element{&s.Node, "service " + s.Name, s.Doc}) },
		Operation: func(p *lint.Pass, o *spec.Operation) {
			check(p, element{&o.Node, standard.Label(o), cmp.Or(o.Doc, o.Summary)})
		},
		Parameter: func(p *lint.Pass, f *spec.Parameter) { field(p, &f.Field) },
		Type: func(p *lint.Pass, t *spec.Type) {
			if t.Name != "" {
				check(p, element{&t.Node, "type " + t.Name, t.Doc})
			}
		},
		Field:     field,
		EnumValue: func(p *lint.Pass, v *spec.EnumValue) { check(p, element{&v.Node, v.Name, v.Doc}) },
	}
}

// goesWith reports whether a message is taken or answered by operations, and all of them are
// deprecated: then what is in it goes with them.
func goesWith(api *spec.API, t *spec.Type) bool {
	used := false
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if t == nil || o.RequestType() != t && o.ResponseType() != t {
				continue
			}
			if used = true; o.Deprecated == nil && s.Deprecated == nil {
				return false
			}
		}
	}
	return used
}

// sunset returns the day of removal as it is written, and where; "" if none is.
func (e element) sunset() (string, source.Span) {
	day := ""
	if e.Deprecated != nil {
		day = e.Deprecated.Sunset
	}
	if e.Policy != nil {
		day = cmp.Or(day, e.Policy.Sunset)
	}
	if day == "" {
		return "", source.Span{}
	}
	for _, name := range [...]string{"x-bylaw-sunset", "x-sunset", "x-sunset-date"} {
		if a, ok := e.Attr(name); ok {
			return day, a.Value.Span
		}
	}
	if e.Deprecated != nil && e.Deprecated.Span.File != nil {
		return day, e.Deprecated.Span
	}
	return day, e.NameSpan
}
