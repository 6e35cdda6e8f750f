// Package bundle makes one OpenAPI document of one that lies in many files. What references lead to in
// other files becomes a component of the root, whose order and comments stay. It must not know where files are
// written, nor any rule.
package bundle

import (
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Format is the language of a document.
type Format uint8

// The languages.
const (
	Same Format = iota // that of the root
	YAML
	JSON
)

// OpenAPI returns the document with all that it refers to. Findings that are errors say what can't be in
// one file; there is no document then.
func OpenAPI(linked openapi.Linked, f Format) ([]byte, []report.Finding) {
	b := newBundler(linked)
	b.adopt()
	b.settle()
	text := b.print(f)
	if findings := report.Sort(b.findings); failed(findings) {
		return nil, findings
	}
	return text, report.Sort(b.findings)
}

// bundler is what is known of one document.
type bundler struct {
	api        *spec.API
	file       *source.File // of the root
	root       *spec.Value
	identified map[*spec.Value]bool
	order      []openapi.Link
	links      map[source.Span]openapi.Link
	homes      map[target]home
	adopted    map[*spec.Value]openapi.Link // entries of components that are but a reference to another file
	taken      map[string]map[string]bool   // names of components by section, in lower case
	added      []entry
	inlining   map[target]bool // what is being written out in place
	values     int             // that have been copied
	findings   []report.Finding
	told       map[source.Span]bool
}

// target is something in another file that is referred to.
type target struct {
	file    *source.File
	pointer string
}

// home is where a target is in the bundle.
type home struct {
	section, name string
	rest          string // the pointer from there
}

// entry is a component that the bundle has more than the root.
type entry struct {
	home
	value *spec.Value
}

func newBundler(linked openapi.Linked) *bundler {
	b := &bundler{
		api: linked.API, file: linked.API.Root, identified: linked.Identified, root: rootOf(linked.API),
		links: map[source.Span]openapi.Link{}, homes: map[target]home{}, adopted: map[*spec.Value]openapi.Link{},
		taken: map[string]map[string]bool{}, inlining: map[target]bool{}, told: map[source.Span]bool{},
	}
	for _, one := range linked.Links {
		if _, known := b.links[one.Span]; !known {
			b.links[one.Span] = one
			b.order = append(b.order, one)
		}
	}
	for _, name := range sections() {
		b.taken[name] = map[string]bool{}
		for _, m := range membersOf(b.root.Get("components").Get(name)) {
			b.taken[name][strings.ToLower(m.Key)] = true
		}
	}
	return b
}

// rootOf returns the root document as a value.
func rootOf(api *spec.API) *spec.Value {
	root := &spec.Value{Kind: spec.Map}
	for _, d := range api.Documents {
		if d.File != api.Root {
			continue
		}
		for _, a := range d.Syntax.Attributes() {
			root.Members = append(root.Members, spec.Member{Key: a.Name, KeySpan: a.NameSpan, Value: a.Value})
		}
	}
	return root
}

func membersOf(v *spec.Value) []spec.Member {
	if v == nil {
		return nil
	}
	return v.Members
}

// section returns the section of components for what references stand for; "": it is written out in place.
func section(what string) string {
	switch what {
	case "schema", "parameter", "header", "response", "example", "link", "callback":
		return what + "s"
	case "request body":
		return "requestBodies"
	case "security scheme":
		return "securitySchemes"
	}
	return ""
}

// sections lists all of them.
func sections() []string {
	return []string{"schemas", "parameters", "headers", "responses", "examples", "links", "callbacks", "requestBodies", "securitySchemes"}
}

// adopt makes entries of the root's components that are but a reference to another file the home of what
// they refer to.
func (b *bundler) adopt() {
	for _, group := range membersOf(b.root.Get("components")) {
		for _, m := range group.Value.Members {
			link, ok := b.lonely(m.Value)
			if !ok || section(link.What) != group.Key {
				continue
			}
			to := target{link.File, link.Pointer}
			if _, known := b.homes[to]; !known {
				b.homes[to] = home{section: group.Key, name: m.Key}
				b.adopted[m.Value] = link
			}
		}
	}
}

// lonely returns where an object leads that is nothing but a reference to another file.
func (b *bundler) lonely(v *spec.Value) (openapi.Link, bool) {
	if v.Kind != spec.Map || len(v.Members) != 1 || v.Members[0].Key != "$ref" {
		return openapi.Link{}, false
	}
	link, ok := b.links[v.Members[0].Value.Span]
	return link, ok && link.File != b.file
}

// settle gives everything a home that is referred to in other files: what lies in something else that is
// referred to has its home there, the rest becomes a component. Then it copies those.
func (b *bundler) settle() {
	b.versions()
	outer := map[target]bool{}
	for _, link := range b.order {
		if section(link.What) != "" && link.File != b.file {
			outer[target{link.File, link.Pointer}] = true
		}
	}
	for _, link := range b.order {
		to := target{link.File, link.Pointer}
		if _, known := b.homes[to]; known || !outer[to] || within(outer, to) != to {
			continue
		}
		b.homes[to] = home{section: section(link.What), name: b.name(section(link.What), to)}
		b.added = append(b.added, entry{home: b.homes[to], value: link.Value})
	}
	for _, link := range b.order {
		to := target{link.File, link.Pointer}
		if _, known := b.homes[to]; known || !outer[to] {
			continue
		}
		if at := within(outer, to); at != to {
			h := b.homes[at]
			h.rest = strings.TrimPrefix(to.pointer, at.pointer)
			b.homes[to] = h
		}
	}
	for i := range b.added {
		b.added[i].value = b.copied(b.added[i].value, true)
	}
}

// within returns the outermost target that one lies in, or itself.
func within(all map[target]bool, to target) target {
	for i, c := range to.pointer {
		if outer := (target{to.file, to.pointer[:i]}); c == '/' && all[outer] {
			return outer
		}
	}
	return to
}

// text returns the reference to what a link leads to.
func (b *bundler) text(link openapi.Link) string {
	pointer := link.Pointer
	if link.File != b.file {
		h := b.homes[target{link.File, link.Pointer}]
		pointer = "/components/" + h.section + "/" + escape(h.name) + h.rest
	}
	return "#" + strings.ReplaceAll(pointer, "%", "%25")
}
