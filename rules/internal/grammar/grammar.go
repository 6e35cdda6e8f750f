// Package grammar knows which objects an OpenAPI document consists of and what may stand in each, and
// walks them. Schemas are none of its objects: the model has them. It knows no rule.
package grammar

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

//go:embed objects.txt
var text string

// Version is a version of OpenAPI: 30, 31 or 32.
type Version int

// VersionOf reads the value of `openapi`; what is not known is taken for the newest version.
func VersionOf(dialect string) Version {
	switch {
	case strings.HasPrefix(dialect, "3.0"):
		return 30
	case strings.HasPrefix(dialect, "3.1"):
		return 31
	}
	return 32
}

// String returns the version as it is written: "3.1".
func (v Version) String() string { return fmt.Sprintf("%d.%d", v/10, v%10) }

// Kind is a kind of object.
type Kind struct {
	Name string // as OpenAPI calls it: "mediaType"
	Keys []Key
	each string // an object that is a map: the kind of its values
}

// Key is what may stand in an object.
type Key struct {
	Name     string
	Since    Version // 0: always
	Required bool    // in versions before Until
	Until    Version // 0: in all
	form     form
	of       string // the kind of the objects that stand there; "": none
}

type form uint8

const (
	one form = iota
	list
	byName
)

// Key returns what is known of a key, or nil.
func (k *Kind) Key(name string) *Key {
	for i := range k.Keys {
		if k.Keys[i].Name == name {
			return &k.Keys[i]
		}
	}
	return nil
}

// IsMap reports whether the object has keys of the author's own.
func (k *Kind) IsMap() bool { return k.each != "" }

// Demanded reports whether an object has to have the key in a version.
func (k *Key) Demanded(v Version) bool { return k.Required && (k.Until == 0 || v < k.Until) }

// Grammar is all kinds of objects.
type Grammar map[string]*Kind

// Read returns the grammar of OpenAPI.
func Read() Grammar {
	g := Grammar{}
	for line := range strings.Lines(text) {
		name, keys, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		k := &Kind{Name: name}
		for _, word := range strings.Fields(keys) {
			if each, isMap := strings.CutPrefix(word, "~"); isMap {
				k.each = each
			} else {
				k.Keys = append(k.Keys, parseKey(word))
			}
		}
		g[name] = k
	}
	return g
}

// parseKey reads "servers=[server]", "paths!-3.1={pathItem}", "summary@3.1".
func parseKey(word string) Key {
	word, of, _ := strings.Cut(word, "=")
	word, since, _ := strings.Cut(word, "@")
	word, until, required := strings.Cut(word, "!")
	k := Key{Name: word, Since: parseVersion(since), Required: required, Until: parseVersion(strings.TrimPrefix(until, "-")), of: strings.Trim(of, "[]{}")}
	switch {
	case strings.HasPrefix(of, "["):
		k.form = list
	case strings.HasPrefix(of, "{"):
		k.form = byName
	}
	return k
}

func parseVersion(text string) Version {
	if text == "" {
		return 0
	}
	return VersionOf(text)
}

// Object is one object of a document.
type Object struct {
	Kind    *Kind
	Value   *spec.Value // a Map
	Name    string      // the key that it stands under; "" in lists
	Place   source.Span // the smallest place that stands for it: its key, or the first one in it
	Version Version
	In      string // the key of the map or list that it stands in: "parameters", "responses"
	Parent  *Kind  // nil: the document
}

// Ref returns the reference that stands in place of the object, or nil. Path items may have both.
func (o Object) Ref() *spec.Member {
	if m := o.Value.Member("$ref"); m != nil && m.Value.Kind == spec.Str {
		return m
	}
	return nil
}

// Walk visits the objects of each file of an API that is an OpenAPI document itself, parents first.
func (g Grammar) Walk(api *spec.API, visit func(Object)) {
	for _, d := range api.Documents {
		if d.Dialect == "" || d.Syntax == nil {
			continue
		}
		root := &spec.Value{Kind: spec.Map, Span: d.Span}
		for _, a := range d.Syntax.Attributes() {
			root.Members = append(root.Members, spec.Member{Key: a.Name, KeySpan: a.NameSpan, Value: a.Value})
		}
		g.object(Object{Kind: g["document"], Value: root, Place: d.NameSpan, Version: VersionOf(d.Dialect)}, visit)
	}
}

func (g Grammar) object(o Object, visit func(Object)) {
	if o.Kind == nil || o.Value == nil || o.Value.Kind != spec.Map {
		return
	}
	visit(o)
	for i := range o.Value.Members {
		m := &o.Value.Members[i]
		switch key := o.Kind.Key(m.Key); {
		case isExtension(m.Key):
		case key != nil && key.of != "":
			g.member(o, m, key, visit)
		case o.Kind.each != "":
			g.object(g.below(o, m, m.Key, g[o.Kind.each]), visit)
		}
	}
}

// member visits what stands at a key: an object, a list of them, or a map.
func (g Grammar) member(o Object, m *spec.Member, key *Key, visit func(Object)) {
	kind := g[key.of]
	switch {
	case m.Value == nil:
	case key.form == list:
		for _, item := range m.Value.Items {
			g.object(Object{Kind: kind, Value: item, Place: first(item), Version: o.Version, In: m.Key, Parent: o.Kind}, visit)
		}
	case key.form == byName:
		for i := range m.Value.Members {
			if each := &m.Value.Members[i]; !isExtension(each.Key) || o.Kind.Name == "components" || key.Name != "paths" && key.Name != "responses" {
				g.object(g.below(o, each, m.Key, kind), visit)
			}
		}
	default:
		g.object(g.below(o, m, m.Key, kind), visit)
	}
}

func (g Grammar) below(o Object, m *spec.Member, in string, kind *Kind) Object {
	return Object{Kind: kind, Value: m.Value, Name: m.Key, Place: m.KeySpan, Version: o.Version, In: in, Parent: o.Kind}
}

// first returns the first key of an object.
func first(v *spec.Value) source.Span {
	if v != nil && len(v.Members) > 0 {
		return v.Members[0].KeySpan
	}
	return source.Span{}
}

func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }
