package bundle

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// mostValues is how many values a bundle may have: aliases of YAML, and what is written out in place, multiply.
const mostValues = 4 << 20

// copied returns a value with references that are right in the bundle. Foreign says that it lies in another file.
func (b *bundler) copied(v *spec.Value, foreign bool) *spec.Value {
	if b.values++; b.values > mostValues {
		b.tell("bundle/too-large", v.Span, fmt.Sprintf("the bundle has more than %d values: what is shared by aliases, or by several paths, is written out each time", mostValues))
		return v
	}
	switch v.Kind {
	case spec.Str:
		return b.reference(v, foreign)
	case spec.List:
		out := &spec.Value{Kind: spec.List, Items: make([]*spec.Value, len(v.Items))}
		for i, item := range v.Items {
			out.Items[i] = b.copied(item, foreign)
		}
		return out
	case spec.Map:
		return b.object(v, foreign)
	}
	return v
}

// reference returns a text as it is, unless it is a reference that would lead elsewhere.
func (b *bundler) reference(v *spec.Value, foreign bool) *spec.Value {
	link, ok := b.links[v.Span]
	if !ok || !foreign && link.File == b.file {
		return v
	}
	if !foreign && b.identified[link.Within] {
		b.tell("bundle/identified-schema", v.Span, "this reference leads out of a schema with an $id, against which it would be resolved in the bundle: take the $id away, or move the schema into the file that it refers to")
	}
	return &spec.Value{Kind: spec.Str, Text: b.text(link), Span: v.Span}
}

func (b *bundler) object(v *spec.Value, foreign bool) *spec.Value {
	if link, ok := b.adopted[v]; ok {
		return b.copied(link.Value, true)
	}
	if link, ok := b.inline(v); ok {
		return b.inlined(v, link, foreign)
	}
	out := &spec.Value{Kind: spec.Map, Members: make([]spec.Member, 0, len(v.Members))}
	for _, m := range v.Members {
		switch {
		case foreign && m.Key == "$id" && b.identified[v]:
			continue // all references are by place now, and none are to be resolved against it
		case foreign && m.Key == "$dynamicRef" && m.Value.Kind == spec.Str && !b.links[m.Value.Span].Span.IsZero():
			b.tell("bundle/dynamic-reference", m.Value.Span, "a $dynamicRef means something else in the bundle, where all schemas are of one document: refer to the schema with $ref")
		}
		out.Members = append(out.Members, spec.Member{Key: m.Key, Value: b.copied(m.Value, foreign)})
	}
	return out
}

// inline returns where an object leads that has to be replaced by what it refers to: there is no section
// of components for that.
func (b *bundler) inline(v *spec.Value) (openapi.Link, bool) {
	ref := v.Get("$ref")
	if ref == nil || ref.Kind != spec.Str {
		return openapi.Link{}, false
	}
	link, ok := b.links[ref.Span]
	return link, ok && section(link.What) == "" && link.File != b.file
}

// inlined returns what an object refers to, with what the object says besides.
func (b *bundler) inlined(v *spec.Value, link openapi.Link, foreign bool) *spec.Value {
	to := target{link.File, link.Pointer}
	if b.inlining[to] {
		b.tell("bundle/cycle", v.Span, "this "+link.What+" leads back to itself, and OpenAPI has no place for it where it could be referred to: break the cycle")
		return v
	}
	b.inlining[to] = true
	defer delete(b.inlining, to)
	out := b.copied(link.Value, true)
	if len(v.Members) == 1 || out.Kind != spec.Map {
		return out
	}
	merged := &spec.Value{Kind: spec.Map}
	for _, m := range v.Members {
		if m.Key == "$ref" {
			continue
		}
		if !isRemark(m.Key) {
			b.tell("bundle/path-item-siblings", m.KeySpan, m.Key+" stands beside a reference to a "+link.What+": tools don't agree on what that means, so write it in one place")
		}
		merged.Members = append(merged.Members, spec.Member{Key: m.Key, Value: b.copied(m.Value, foreign)})
	}
	for _, m := range out.Members {
		if merged.Get(m.Key) == nil {
			merged.Members = append(merged.Members, m)
		}
	}
	return merged
}

// isRemark knows what may stand beside a reference without changing what it refers to.
func isRemark(key string) bool {
	return key == "summary" || key == "description" || strings.HasPrefix(key, "x-")
}

// versions tells of files that are written in another version of OpenAPI than the root.
func (b *bundler) versions() {
	declared := func(text string) string { return strings.Join(strings.SplitN(text+".", ".", 3)[:2], ".") }
	root := b.root.Get("openapi").String()
	for _, d := range b.api.Documents {
		if d.Dialect != "" && declared(d.Dialect) != declared(root) {
			b.tell("bundle/mixed-versions", d.NameSpan, "this file is written in OpenAPI "+d.Dialect+", and becomes a part of a document of "+root+": its schemas may mean something else there")
		}
	}
}

func (b *bundler) tell(rule string, at source.Span, message string) {
	if b.told[at] {
		return
	}
	b.told[at] = true
	for _, d := range Diagnostics() {
		if d.ID == rule {
			b.findings = append(b.findings, report.Finding{Rule: rule, Severity: d.Severity, Span: at, Message: message})
		}
	}
}

// Diagnostics explains everything that is told, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: "bundle/cycle", Title: "a path item that holds itself", Severity: report.Error,
			Help: "Path items of other files are written out where they are referred to. One that leads back to itself, through a callback, can't be."},
		{ID: "bundle/dynamic-reference", Title: "$dynamicRef in another file", Severity: report.Error,
			Help: "What a `$dynamicRef` leads to depends on the documents that schemas lie in. In a bundle all are one document, so that it would mean something else. Use `$ref`."},
		{ID: "bundle/identified-schema", Title: "a reference out of a schema with an $id", Severity: report.Error,
			Help: "References in a schema with an `$id` are resolved against that, and so can't lead to the components of the bundle. Take the `$id` away, or keep what it refers to in the same file."},
		{ID: "bundle/mixed-versions", Title: "files of several versions of OpenAPI", Severity: report.Warning,
			Help: "A part is read by the version of the document that it lies in. `nullable` and `exclusiveMinimum: true` mean nothing since 3.1, and `type: [string, \"null\"]` nothing before. Raise all files to one version."},
		{ID: "bundle/path-item-siblings", Title: "something beside a reference to a path item", Severity: report.Error,
			Help: "OpenAPI leaves undefined what holds where a path item and that which it refers to say different things. Write all of it in one of them."},
		{ID: "bundle/too-large", Title: "the bundle would be too large", Severity: report.Error,
			Help: "What YAML's aliases share, and path items that several paths refer to, is written out at each place. Refer to components instead."},
	}
}

// failed reports whether one of the findings is an error.
func failed(findings []report.Finding) bool {
	for _, f := range findings {
		if f.Severity >= report.Error {
			return true
		}
	}
	return false
}
