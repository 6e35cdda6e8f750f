package openapi

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestPicture compares everything that is read of one document with a picture of it (BYLAW_BLESS=1
// draws it anew), and the same document as JSON with the same picture but for the places.
func TestPicture(t *testing.T) {
	content, err := os.ReadFile("../../testdata/openapi/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	api, findings := loadFiles(t, map[string]string{"openapi.yaml": string(content)})
	got := picture(api, findings)
	golden := "../../golden/openapi/everything.txt"
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	compareLines(t, string(want), got)

	doc, _ := tree.Parse(source.NewFile("openapi.yaml", content))
	asJSON, findings := loadFiles(t, map[string]string{"openapi.yaml": toJSON(doc.Root)})
	compareLines(t, withoutPlaces(got), withoutPlaces(picture(asJSON, findings)))
}

func compareLines(t *testing.T, want, got string) {
	t.Helper()
	wants, gots := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(wants), len(gots)) {
		var w, g string
		if i < len(wants) {
			w = wants[i]
		}
		if i < len(gots) {
			g = gots[i]
		}
		if w != g {
			t.Fatalf("line %d of the picture\n got %s\nwant %s", i+1, g, w)
		}
	}
}

func withoutPlaces(picture string) string {
	lines := strings.Split(picture, "\n")
	for i, line := range lines {
		if _, rest, ok := strings.Cut(line, "\t"); ok {
			lines[i] = rest
		}
	}
	return strings.Join(lines, "\n")
}

// toJSON writes a tree as JSON text.
func toJSON(v *spec.Value) string {
	var parts []string
	switch v.Kind {
	case spec.Map:
		for _, m := range v.Members {
			parts = append(parts, quoteJSON(m.Key)+": "+toJSON(m.Value))
		}
		return "{" + strings.Join(parts, ",\n") + "}"
	case spec.List:
		for _, item := range v.Items {
			parts = append(parts, toJSON(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case spec.Str:
		return quoteJSON(v.Text)
	case spec.Null:
		return "null"
	}
	return v.Text
}

func quoteJSON(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// picture writes every element of an API on a line of its own: its place, the text of its name,
// its ID, and what is known of it.
func picture(api *spec.API, findings []report.Finding) string {
	p := &painter{}
	for _, f := range findings {
		p.printf("finding %s", said(f))
	}
	p.node("api", &api.Node, "version %s, root %s", api.Version, api.Root.Path)
	for _, d := range api.Documents {
		p.node("document", &d.Node, "dialect %s, %d imports", d.Dialect, len(d.Imports))
	}
	p.servers(api.Servers)
	p.printf("security %s", security(api.Security))
	for _, s := range api.SecuritySchemes {
		p.node("scheme", &s.Node, "%s in=%s parameter=%s scheme=%s bearer=%s oidc=%s metadata=%s", s.Type, s.In, s.ParameterName, s.Scheme, s.BearerFormat, s.OpenIDConnectURL, s.OAuth2MetadataURL)
		for _, f := range s.Flows {
			p.printf("flow %s authorization=%s device=%s token=%s refresh=%s", f.Kind, f.AuthorizationURL, f.DeviceAuthorizationURL, f.TokenURL, f.RefreshURL)
			for _, scope := range f.Scopes {
				p.printf("scope %s: %s", scope.Name, scope.Doc)
			}
		}
	}
	for _, tag := range api.Tags {
		p.node("tag", &tag.Node, "")
	}
	p.node("service", &api.Services[0].Node, "%d operations", len(api.Services[0].Operations))
	for _, o := range api.Services[0].Operations {
		p.operation(o)
	}
	p.components(api.Components)
	for _, definition := range api.Types {
		p.typ("type", definition)
	}
	return p.String()
}

type painter struct{ strings.Builder }

func (p *painter) printf(format string, arguments ...any) {
	fmt.Fprintf(p, "\t"+format+"\n", arguments...)
}

func (p *painter) node(what string, n *spec.Node, format string, arguments ...any) {
	start, end := n.Span.Position(), n.Span.EndPosition()
	fmt.Fprintf(p, "%d:%d-%d:%d", start.Line, start.Column, end.Line, end.Column)
	fmt.Fprintf(p, "\t%s %s", what, n.ID())
	if n.Name != "" {
		fmt.Fprintf(p, " named %q", n.Name)
	}
	if text := n.NameSpan.Text(); text != n.Name {
		fmt.Fprintf(p, " at %q", text)
	}
	if n.Doc != "" {
		fmt.Fprintf(p, " doc %q", n.Doc)
	}
	if d := n.Deprecated; d != nil {
		fmt.Fprintf(p, " deprecated{%s %s %s}", d.Reason, d.Replacement, d.Sunset)
	}
	if policy := n.Policy; policy != nil {
		fmt.Fprintf(p, " policy{pii=%s tier=%s owner=%s sunset=%s replacement=%s}", policy.PII, policy.Tier, policy.Owner, policy.Sunset, policy.Replacement)
	}
	if text := fmt.Sprintf(format, arguments...); text != "" {
		fmt.Fprintf(p, ": %s", text)
	}
	p.WriteByte('\n')
}

func (p *painter) servers(servers []*spec.Server) {
	for _, s := range servers {
		p.node("server", &s.Node, "%s", s.URL)
		for _, v := range s.Variables {
			p.node("variable", &v.Node, "default %s of %v", v.Default, v.Enum)
		}
	}
}

func security(requirements []spec.SecurityRequirement) string {
	var alternatives []string
	for _, r := range requirements {
		var all []string
		for _, s := range r.Schemes {
			to := "nothing"
			if s.Scheme != nil {
				to = string(s.Scheme.ID())
			}
			all = append(all, fmt.Sprintf("%s%v -> %s", s.Name, s.Scopes, to))
		}
		alternatives = append(alternatives, "("+strings.Join(all, " and ")+")")
	}
	return strings.Join(alternatives, " or ")
}

func (p *painter) operation(o *spec.Operation) {
	http := o.HTTP[0]
	kind := [...]string{"call", "webhook", "inverted"}[o.Kind]
	p.node("operation", &o.Node, "%s %s %q at %q, summary %q, tags %v, visibility %q, streaming %d, own security %v: %s",
		kind, http.Method, http.Path.Raw, http.MethodSpan.Text(), o.Summary, o.Tags, o.Visibility, o.Streaming, o.HasSecurity, security(o.Security))
	p.servers(o.Servers)
	p.parameters("parameter", o.Parameters)
	if o.Request != nil {
		p.payload(o.Request)
	}
	for _, r := range o.Responses {
		p.response(r)
	}
	for _, c := range o.Callbacks {
		p.callback(c)
	}
}

func (p *painter) parameters(what string, parameters []*spec.Parameter) {
	for _, q := range parameters {
		p.node(what, &q.Node, "in %s, style %s, explode %v, required %v, reserved %v, beside path %v, default %s, type %s%s",
			q.In, q.Style, q.Explode, q.Required, q.AllowReserved, q.FromPathItem, text(q.Default), show(q.Type), standsFor(q.Target != nil, q.Target))
		if q.Target == nil {
			p.typ("schema", q.Type)
			p.media(q.Content)
			p.examples(q.Examples)
		}
	}
}

func standsFor[T interface{ ID() spec.ID }](refers bool, to T) string {
	if !refers {
		return ""
	}
	return ", stands for " + string(to.ID())
}

func (p *painter) payload(b *spec.Payload) {
	p.node("payload", &b.Node, "required %v%s", b.Required, standsFor(b.Target != nil, b.Target))
	if b.Target == nil {
		p.media(b.Content)
	}
}

func (p *painter) response(r *spec.Response) {
	p.node("response", &r.Node, "status %s, summary %q%s", r.Status, r.Summary, standsFor(r.Target != nil, r.Target))
	if r.Target != nil {
		return
	}
	p.parameters("header", r.Headers)
	p.media(r.Content)
	for _, k := range r.Links {
		p.node("link", &k.Node, "id %s, ref %s%s", k.OperationID, k.OperationRef, standsFor(k.Target != nil, k.Target))
	}
}

func (p *painter) media(content []*spec.MediaType) {
	for _, m := range content {
		p.node("media", &m.Node, "schema %s, items %s%s", show(m.Type), show(m.ItemType), standsFor(m.Target != nil, m.Target))
		if m.Target != nil {
			continue
		}
		p.typ("schema", m.Type)
		p.typ("items", m.ItemType)
		p.encodings("encoding", m.Encodings)
		p.encodings("prefix encoding", m.PrefixEncoding)
		p.encodings("item encoding", m.ItemEncoding)
		p.examples(m.Examples)
	}
}

func (p *painter) encodings(what string, encodings []*spec.Encoding) {
	for _, e := range encodings {
		p.node(what, &e.Node, "%s, style %s, explode %v, reserved %v", e.ContentType, e.Style, e.Explode, e.AllowReserved)
		p.parameters("header", e.Headers)
		p.encodings("nested", e.Encodings)
	}
}

func (p *painter) examples(examples []*spec.Example) {
	for _, e := range examples {
		value := "none"
		if e.Value != nil {
			value = toJSON(e.Value)
		}
		p.node("example", &e.Node, "summary %q, value %s, external %s, serialized %s", e.Summary, value, e.External, e.Serialized)
	}
}

func (p *painter) callback(c *spec.Callback) {
	p.node("callback", &c.Node, "%d items%s", len(c.PathItems), standsFor(c.Target != nil, c.Target))
	if c.Target == nil {
		p.items(c.PathItems)
	}
}

func (p *painter) items(items []*spec.PathItem) {
	for _, item := range items {
		p.node("item", &item.Node, "%d operations", len(item.Operations))
		for _, o := range item.Operations {
			p.operation(o)
		}
	}
}

func (p *painter) components(c *spec.Components) {
	p.parameters("component", c.Parameters)
	p.parameters("component header", c.Headers)
	for _, b := range c.RequestBodies {
		p.payload(b)
	}
	for _, r := range c.Responses {
		p.response(r)
	}
	for _, k := range c.Links {
		p.node("link", &k.Node, "id %s, ref %s", k.OperationID, k.OperationRef)
	}
	for _, callback := range c.Callbacks {
		p.callback(callback)
	}
	p.examples(c.Examples)
	p.items(c.PathItems)
	p.media(c.MediaTypes)
}

// typ writes a type and, on lines of their own, all types and fields that it declares.
func (p *painter) typ(what string, t *spec.Type) {
	if t == nil {
		return
	}
	p.node(what, &t.Node, "%s", show(t))
	if s := t.Schema; s != nil && s.Discriminator != nil {
		d := s.Discriminator
		p.printf("discriminator %s, default %s -> %s", d.Property, d.DefaultMapping, show(d.Default))
		for _, m := range d.Mapping {
			p.printf("mapping %s = %s -> %s", m.Value, m.Ref, m.Target.ID())
		}
	}
	for _, f := range t.Fields {
		p.node("field", &f.Node, "required %v, default %s", f.Required, text(f.Default))
		p.typ("of", f.Type)
	}
	for _, v := range t.Values {
		p.node("value", &v.Node, "")
	}
	p.typ("element", t.Items)
	for _, d := range t.Types {
		p.typ("inner", d)
	}
	if t.Schema != nil {
		for _, branch := range append(t.Schema.AllOf, t.Schema.AnyOf...) {
			p.typ("branch", branch)
		}
	}
}

// TestSameAtAnyParallelism loads several roots that share a file.
func TestSameAtAnyParallelism(t *testing.T) {
	files := map[string]string{"common.yaml": "schemas: {Id: {type: string}, Bad: {type: wrong}}\n"}
	var roots []string
	for i := range 20 {
		path := fmt.Sprintf("apis/%02d.yaml", i)
		roots = append(roots, path)
		files[path] = head("3.1.0") + "paths: {}\ncomponents: {schemas: {A: {$ref: '../common.yaml#/schemas/Id'}, B: {$ref: '../common.yaml#/schemas/Bad'}, C: {$ref: '#/x'}}}\n"
	}
	draw := func() string {
		apis, findings := Load(t.Context(), Config{Tree: memtree.New(files), Roots: append(roots, roots[3])})
		var all strings.Builder
		for _, f := range findings {
			all.WriteString(said(f) + "\n")
		}
		for _, api := range apis {
			all.WriteString(picture(api, nil))
		}
		return all.String()
	}
	first := draw()
	if n := strings.Count(first, "not \"wrong\""); n != 1 {
		t.Errorf("a mistake in a shared file is said %d times", n)
	}
	for range 5 {
		compareLines(t, first, draw())
	}
}
