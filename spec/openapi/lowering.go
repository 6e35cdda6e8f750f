package openapi

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Limits on what a contract can make of its text. Nobody's contract comes near them.
const (
	deepest      = 10_000  // references that lead on to references while elements are lowered
	mostExpanded = 200_000 // elements that stand for one declared once for many operations
)

// lowering turns one contract into the model. It belongs to one goroutine.
//
// Parameters, responses and their like are lowered when a reference reaches them, whichever comes
// first, the reference or the walk. References of schemas wait in pending until the walk is done,
// so that no chain of schemas makes a chain of calls.
type lowering struct {
	tree     source.Tree // as the root document sees it
	files    *files
	api      *spec.API
	root     *document
	version  version
	words    words
	findings []remark

	documents   map[string]*document
	resources   map[string]resource    // by absolute URI or tree path, with #name for anchors
	scopes      map[*spec.Value]*scope // of the schemas with an $id
	outcomes    map[reference]*outcome // where references lead
	indexes     map[*spec.Value]map[string]int
	suggestions int
	depth       int // of elements that references reach while others are lowered

	schemas  map[*spec.Value]*spec.Type
	loose    []*spec.Type // schemas that references reached; those that the walk reaches too leave
	adrift   map[*spec.Type]bool
	pending  []pending
	later    finishing
	nameSets map[*spec.Schema]map[string]bool // of `required`
	memory

	parameters  registry[spec.Parameter]
	headers     registry[spec.Parameter]
	payloads    registry[spec.Payload]
	responses   registry[spec.Response]
	mediaTypes  registry[spec.MediaType]
	examples    registry[spec.Example]
	links       registry[spec.Link]
	callbacks   registry[spec.Callback]
	schemes     registry[spec.SecurityScheme]
	schemeNames map[string]*spec.SecurityScheme

	pathItems  map[*spec.Value]*item
	reuses     []reuse
	overridden []overridden
	expanded   int
	linked     []Link            // in the order of resolving
	unused     []*spec.Parameter // of path items whose operations all declare their own
	locals     map[string]int    // how often an ID was wanted at the top
}

func newLowering(files *files) *lowering {
	l := &lowering{
		files:       files,
		tree:        files.config.Tree,
		api:         &spec.API{Format: spec.OpenAPI},
		words:       newWords(files.config.Extensions),
		documents:   map[string]*document{},
		resources:   map[string]resource{},
		scopes:      map[*spec.Value]*scope{},
		outcomes:    map[reference]*outcome{},
		indexes:     map[*spec.Value]map[string]int{},
		schemas:     map[*spec.Value]*spec.Type{},
		adrift:      map[*spec.Type]bool{},
		nameSets:    map[*spec.Schema]map[string]bool{},
		memory:      memory{typeLists: map[string][]string{}},
		schemeNames: map[string]*spec.SecurityScheme{},
		pathItems:   map[*spec.Value]*item{},
		locals:      map[string]int{},
	}
	l.registries()
	return l
}

// lower fills the API from its root document.
func (l *lowering) lower() {
	l.info()
	root := l.root.Root
	l.securitySchemes(root.Get("components").Get("securitySchemes"))
	l.api.Servers = l.servers(l.root.scope, &l.api.Node, root.Get("servers"))
	l.api.Security = l.requirements(l.root.scope, &l.api.Node, root.Get("security"))
	l.tags(root.Get("tags"))
	l.service()
	l.components(root.Get("components"))
	l.shareOperations()
	l.resolvePending()
	l.collectLoose()
	l.finish()
	l.sortDocuments()
}

// place is where an element is declared: below which element, and under which key.
type place struct {
	name   string
	parent *spec.Node
	local  string
	key    source.Span // zero for items of a list
}

// under returns the place of a member of the element.
func under(parent *spec.Node, path string, m *spec.Member) place {
	return place{name: m.Key, parent: parent, local: path + escape(m.Key), key: m.KeySpan}
}

// node fills in what every element has. Its documentation and extensions are for describe.
func (l *lowering) node(n *spec.Node, at *scope, v *spec.Value, p place) {
	n.Name, n.Parent, n.Local = p.name, p.parent, p.local
	n.Span, n.NameSpan = whole(p.key, v.Span), unquoted(p.key)
	if p.key.IsZero() {
		n.NameSpan = firstToken(v)
	}
	n.Syntax = at.doc.Syntax(v)
}

// whole returns the span from a key to the end of its value. A YAML alias has its value elsewhere,
// and the key alone stands for it.
func whole(key, value source.Span) source.Span {
	if key.IsZero() {
		return value
	}
	if key.File != value.File || value.Start < key.Start {
		return key
	}
	return source.Span{File: key.File, Start: key.Start, End: value.End}
}

// unquoted returns the span without the quotes around its text.
func unquoted(span source.Span) source.Span {
	if span.Len() < 2 || span.File == nil {
		return span
	}
	first, last := span.File.Content[span.Start], span.File.Content[span.End-1]
	if first == last && (first == '"' || first == '\'') {
		return span.Slice(1, span.Len()-1)
	}
	return span
}

// firstToken returns the smallest place that stands for a value without a key: its first key, or
// the whole of a scalar.
func firstToken(v *spec.Value) source.Span {
	switch {
	case v == nil:
		return source.Span{}
	case len(v.Members) > 0 && v.Span.Contains(v.Members[0].KeySpan):
		return unquoted(v.Members[0].KeySpan)
	case v.Kind == spec.Map || v.Kind == spec.List:
		return v.Span.Slice(0, 1)
	}
	return unquoted(v.Span)
}

// text returns what a scalar says. A version written 1.0 without quotes is a number to YAML, and
// is meant as text all the same.
func text(v *spec.Value) string {
	if v == nil || v.Kind == spec.Null {
		return ""
	}
	return v.Text
}

// word is text for what people read. An object or a list there is a finding.
func (l *lowering) word(m *spec.Member, element *spec.Node) string {
	if m.Value.Kind == spec.Map || m.Value.Kind == spec.List {
		l.invalid(m.Value, element, "%s is a string, not %s", m.Key, describe(m.Value))
	}
	return text(m.Value)
}

// describe names a value for a message.
func describe(v *spec.Value) string {
	switch {
	case v == nil:
		return "nothing"
	case v.Kind == spec.Map:
		return "an object"
	case v.Kind == spec.List:
		return "a list"
	case v.Kind == spec.Null:
		return "null"
	case v.Kind == spec.Str && len(v.Text) < 40:
		return fmt.Sprintf("%q", v.Text)
	case v.Kind == spec.Str:
		return "a string"
	}
	return v.Text
}

// invalid reports a value that is not of the form that its place asks for, so that it can't be read.
func (l *lowering) invalid(v *spec.Value, element *spec.Node, format string, arguments ...any) {
	span := v.Span
	if v.Kind == spec.Map || v.Kind == spec.List {
		span = firstToken(v)
	}
	l.add(report.InvalidStructure, unquoted(span), element, fmt.Sprintf(format, arguments...), "")
}

// object returns the members of an object. Anything else is a finding and has none; nothing at all
// is fine.
func (l *lowering) object(v *spec.Value, element *spec.Node, what string) []spec.Member {
	if v == nil {
		return nil
	}
	if v.Kind != spec.Map {
		l.invalid(v, element, "%s is an object, not %s", what, describe(v))
		return nil
	}
	return v.Members
}

// list returns the items of a list. Anything else is a finding and has none; nothing at all is fine.
func (l *lowering) list(v *spec.Value, element *spec.Node, what string) []*spec.Value {
	if v == nil {
		return nil
	}
	if v.Kind != spec.List {
		l.invalid(v, element, "%s is a list, not %s", what, describe(v))
	}
	return v.Items
}

// remark is a finding about an element whose ID may be known later, when its place is.
type remark struct {
	report.Finding
	element *spec.Node // nil: none
}

// add reports a finding of this package.
func (l *lowering) add(rule string, span source.Span, element *spec.Node, message, cure string) {
	f := report.Finding{Rule: rule, Severity: report.Error, Message: message, Cure: cure, Span: span}
	l.findings = append(l.findings, remark{f, element})
}

// said returns the findings with the IDs of their elements.
func (l *lowering) said() []report.Finding {
	findings := make([]report.Finding, len(l.findings))
	for i, r := range l.findings {
		if findings[i] = r.Finding; r.element != nil {
			findings[i].Element = r.element.ID()
		}
	}
	return findings
}

func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }
