package openapi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestCorpus reads the real specs without a finding, and checks what holds for every element: an ID
// of its own, places that fit together, and a syntax that leads back to the text.
func TestCorpus(t *testing.T) {
	for name, want := range map[string]tally{
		"api.github.com.json": {operations: 1223, parameters: 632, payloads: 344, responses: 1460, mediaTypes: 1397, types: 40376, fields: 38764, values: 10304},
		"ghes-3.18.json":      {operations: 980, parameters: 487, payloads: 271, responses: 1163, mediaTypes: 1059, types: 35525, fields: 34509, values: 8755},
		"ghes-3.19.json":      {operations: 1039, parameters: 507, payloads: 292, responses: 1225, mediaTypes: 1126, types: 35789, fields: 34727, values: 8845},
		"stripe.yaml":         {operations: 494, parameters: 1227, payloads: 494, responses: 988, mediaTypes: 1482, types: 17276, fields: 11674, values: 16859},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(sharedtest.Corpus(t), "openapi", name))
			if err != nil {
				t.Fatal(err)
			}
			config := Config{Tree: memtree.New(map[string]string{name: string(content)}), Roots: []string{name}}
			apis, findings := Load(t.Context(), config)
			if len(apis) != 1 || len(findings) != 0 {
				t.Fatalf("%d APIs, findings: %v", len(apis), findings)
			}
			if got := inspect(t, apis[0]); got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

type tally struct {
	operations, parameters, payloads, responses, mediaTypes, types, fields, values int
}

// inspector looks at every element of an API.
type inspector struct {
	*testing.T
	seen map[spec.ID]bool
	n    tally
}

func inspect(t *testing.T, api *spec.API) tally {
	i := &inspector{T: t, seen: map[spec.ID]bool{}}
	i.node(&api.Node)
	spec.Walk(api, &spec.Visitor{
		Service:   func(s *spec.Service) { i.node(&s.Node) },
		Operation: func(o *spec.Operation) { i.n.operations++; i.node(&o.Node) },
		Parameter: func(p *spec.Parameter) { i.n.parameters++; i.node(&p.Node) },
		Payload:   func(p *spec.Payload) { i.n.payloads++; i.node(&p.Node) },
		Response:  func(r *spec.Response) { i.n.responses++; i.node(&r.Node) },
		MediaType: func(m *spec.MediaType) { i.n.mediaTypes++; i.node(&m.Node) },
		Field:     func(f *spec.Field) { i.n.fields++; i.node(&f.Node) },
		EnumValue: func(v *spec.EnumValue) { i.n.values++; i.value(v) },
		Type:      func(s *spec.Type) { i.n.types++; i.typ(s) },
	})
	return i.n
}

// typ leaves out the types that share their ID, and their declaration, with a property.
func (i *inspector) typ(t *spec.Type) {
	if t.Local != "" {
		i.node(&t.Node)
	}
}

func (i *inspector) value(v *spec.EnumValue) {
	i.id(&v.Node)
	if !v.Owner.Span.Contains(v.Span) {
		i.Errorf("%s lies outside of its enum", v.ID())
	}
}

func (i *inspector) id(n *spec.Node) {
	if id := n.ID(); i.seen[id] {
		i.Errorf("%s is the ID of two elements", id)
	} else {
		i.seen[id] = true
	}
}

func (i *inspector) node(n *spec.Node) {
	i.id(n)
	switch text := n.NameSpan.Text(); {
	case n.Span.IsZero() || n.Syntax == nil:
		i.Errorf("%s has no place or no syntax", n.ID())
	case !n.Span.Contains(n.NameSpan) && !strings.HasPrefix(string(n.ID()), "#"):
		i.Errorf("%s: its name lies outside of it", n.ID())
	case n.Name != "" && n.Name != text && !strings.ContainsAny(text, `\$`):
		i.Errorf("%s is named %q, but its name's place says %q", n.ID(), n.Name, text)
	}
	if a, ok := n.Attr("description"); ok && a.Value.Text != n.Doc && n.Parent != nil && n.Span.Contains(a.Span) {
		i.Errorf("%s: documentation and description differ", n.ID())
	}
}
