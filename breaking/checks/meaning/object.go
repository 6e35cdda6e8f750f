package meaning

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// object is something that a contract declares, before and after, with what it says of itself.
type object struct {
	element        spec.ID
	old, new       spec.Syntax
	wasAt, isAt    source.Span
	extensionsOnly bool // its other keys are elements
}

// objects returns what a pair of declarations declares: itself, and the objects within it that are
// no elements of the comparison and would be overlooked. An element that became a reference, or is
// none any more, is compared where the reference leads.
func objects(p *breaking.Pass, pair breaking.Pair[spec.Node]) []object {
	if pair.Old.Syntax == nil || pair.New.Syntax == nil || repeats(p, pair) || isPackage(p, pair) || verbatim(pair) {
		return nil
	}
	o := object{element: pair.New.ID(), old: pair.Old.Syntax, new: pair.New.Syntax, wasAt: pair.Old.NameSpan, isAt: pair.New.NameSpan}
	if p.Format == spec.Proto {
		return []object{o}
	}
	o.extensionsOnly = isDocument(p.API.New, pair.New)
	return o.collect(nil)
}

// verbatim reports whether both sides are the same text, so that it need not be read. Where YAML has
// aliases, the same text can stand for other values.
func verbatim(pair breaking.Pair[spec.Node]) bool {
	text := written(pair.Old.Span)
	return len(text) > 0 && bytes.Equal(text, written(pair.New.Span)) && bytes.IndexByte(text, '*') < 0
}

// written returns the bytes of a span, without a copy.
func written(s source.Span) []byte {
	if s.File == nil {
		return nil
	}
	return s.File.Content[s.Start:s.End]
}

// repeats reports whether a declaration is that of its owner: a property and its schema are one,
// and so are the API and its root document.
func repeats(p *breaking.Pass, pair breaking.Pair[spec.Node]) bool {
	return p.Format == spec.OpenAPI && p.Owner.Both() && p.Owner.Old.Syntax == pair.Old.Syntax && p.Owner.New.Syntax == pair.New.Syntax
}

// isPackage reports whether a pair is a proto package, of which its files say everything.
func isPackage(p *breaking.Pass, pair breaking.Pair[spec.Node]) bool {
	return p.Format == spec.Proto && pair.New == &p.API.New.Node
}

func isDocument(api *spec.API, n *spec.Node) bool {
	for _, d := range api.Documents {
		if &d.Node == n {
			return true
		}
	}
	return false
}

// collect adds the object and those within it.
func (o object) collect(all []object) []object {
	if refers(o.old) != refers(o.new) {
		return all
	}
	all = append(all, o)
	if o.extensionsOnly {
		return all
	}
	for _, a := range o.new.Attributes() {
		how, nests := nests(a.Name)
		if !nests {
			continue
		}
		if was, ok := o.old.Attribute(a.Name); ok {
			all = o.within(all, how, under(o.element, a.Name), was.Value, a.Value)
		}
	}
	return all
}

func refers(s spec.Syntax) bool {
	a, ok := s.Attribute("$ref")
	return ok && a.Value.Kind == spec.Str
}

// within adds the objects that stand under one key.
func (o object) within(all []object, how nesting, id spec.ID, was, is *spec.Value) []object {
	switch how {
	case single:
		return o.inner(id, was, is, false).collect(all)
	case reference:
		if is.Get("$ref") != nil {
			return o.inner(id, was, is, false).collect(all)
		}
	case extensible:
		return o.inner(id, was, is, true).collect(all)
	case eachOfEach:
		all = o.inner(id, was, is, true).collect(all)
		fallthrough
	case each:
		for i := range is.Members {
			m := &is.Members[i]
			before := was.Get(m.Key)
			switch {
			case before == nil || strings.HasPrefix(m.Key, "x-"):
			case how == each:
				all = o.inner(under(id, m.Key), before, m.Value, false).collect(all)
			case m.Key != "schemas": // they are elements by themselves
				all = o.within(all, each, under(id, m.Key), before, m.Value)
			}
		}
	case byIndex:
		if len(was.Items) == len(is.Items) {
			for i := range is.Items {
				all = o.inner(under(id, strconv.Itoa(i)), was.Items[i], is.Items[i], false).collect(all)
			}
		}
	case byName, byURL:
		all = o.named(all, id, how, was, is)
	}
	return all
}

// named adds the objects of a list that say what they are called.
func (o object) named(all []object, id spec.ID, how nesting, was, is *spec.Value) []object {
	key := "name"
	if how == byURL {
		key = "url"
	}
	before := map[string]*spec.Value{}
	for _, item := range was.Items {
		before[item.Get(key).String()] = item
	}
	for i, item := range is.Items {
		name := item.Get(key).String()
		if before[name] == nil {
			continue
		}
		part := strconv.Itoa(i)
		if how == byName {
			part = name
		}
		all = o.inner(under(id, part), before[name], item, false).collect(all)
	}
	return all
}

// inner returns the object of two values that stand within this one.
func (o object) inner(id spec.ID, was, is *spec.Value, extensionsOnly bool) object {
	inner := object{element: id, old: nothing{}, new: nothing{}, wasAt: was.Span, isAt: is.Span, extensionsOnly: extensionsOnly}
	before, ok := o.old.(spec.Nested)
	after, nested := o.new.(spec.Nested)
	if ok && nested && was.Kind == spec.Map && is.Kind == spec.Map {
		inner.old, inner.new = before.Inner(was), after.Inner(is)
	}
	return inner
}

// subject returns what messages call the object.
func (o object) subject(n *spec.Node) string {
	if n.Name != "" && n.ID() == o.element {
		return strconv.Quote(n.Name)
	}
	if known := subject.Of(&spec.Node{Local: string(o.element)}); known != "the value" {
		return known
	}
	return string(o.element)
}

// under returns the ID of what stands under a key.
func under(id spec.ID, key string) spec.ID {
	if strings.ContainsAny(key, "~/") {
		key = strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
	}
	return id + "/" + spec.ID(key)
}

// nothing is the syntax of what is no object.
type nothing struct{}

func (nothing) Attributes() []spec.Attribute                         { return nil }
func (nothing) Attribute(string) (spec.Attribute, bool)              { return spec.Attribute{}, false }
func (nothing) Insertion(string, string) (source.Span, string, bool) { return source.Span{}, "", false }
func (nothing) Removal(string) (source.Span, bool)                   { return source.Span{}, false }
