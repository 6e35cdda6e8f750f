package tree

import (
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"go.yaml.in/yaml/v3"
)

// read turns a node into a value, and returns where its text ends.
func (r *yamlReader) read(n *yaml.Node, depth int) (v *spec.Value, end int) {
	if depth > MaxDepth {
		at := r.offset(n)
		r.reportOnce(report.TooDeep, at, at, tooDeepMessage())
		return r.value(spec.Null, "", at, at), at
	}
	r.deepest = max(r.deepest, depth)
	if n.Anchor != "" {
		return r.readAnchored(n, depth)
	}
	return r.readContent(n, depth)
}

func (r *yamlReader) readContent(n *yaml.Node, depth int) (v *spec.Value, end int) {
	switch n.Kind {
	case yaml.AliasNode:
		return r.readAlias(n, depth)
	case yaml.MappingNode:
		return r.readMapping(n, depth)
	case yaml.SequenceNode:
		return r.readSequence(n, depth)
	}
	return r.readScalar(n)
}

func (r *yamlReader) readScalar(n *yaml.Node) (v *spec.Value, end int) {
	start, end, tagged := r.scalarSpan(n)
	kind, text := resolveScalar(n, tagged)
	return r.value(kind, text, start, end), end
}

// scalarSpan returns where the text of a scalar stands, and whether a tag stands before it.
func (r *yamlReader) scalarSpan(n *yaml.Node) (start, end int, tagged bool) {
	start, tagged = r.skipProperties(r.offset(n), 2)
	const styled = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	if n.Value != "" || n.Style&styled != 0 {
		start = r.skipSpace(start)
	}
	body := start
	switch {
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		end = r.quotedEnd(start)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		body, end = r.blockEnd(start, n.Value)
	default:
		end = r.plainEnd(start, n.Value)
	}
	if r.directives {
		r.scalars = append(r.scalars, r.file.Span(body, end))
	}
	return start, end, tagged
}

func (r *yamlReader) readSequence(n *yaml.Node, depth int) (v *spec.Value, end int) {
	start := r.collectionStart(n)
	v = r.value(spec.List, "", start, start)
	height := len(r.itemStack)
	end = start + 1
	for i, child := range n.Content {
		var item *spec.Value
		item, end = r.read(child, depth+1)
		r.itemStack = append(r.itemStack, item)
		n.Content[i] = nil // the memory is needed
	}
	if n.Style&yaml.FlowStyle != 0 {
		end = r.flowEnd(end, ']')
	}
	v.Span.End = int32(end)
	r.list(v, height)
	return v, end
}

func (r *yamlReader) readMapping(n *yaml.Node, depth int) (v *spec.Value, end int) {
	start := r.collectionStart(n)
	v = r.value(spec.Map, "", start, start)
	height := len(r.memberStack)
	var merged []*spec.Value
	end = start + 1
	for i := 0; i+1 < len(n.Content); i += 2 {
		var m spec.Member
		m, end = r.readMember(n, i, depth+1)
		if isMergeKey(n.Content[i]) {
			merged = r.mergeSources(merged, m)
		} else {
			r.memberStack = append(r.memberStack, m)
		}
	}
	if r.isPair(n, start) {
		r.pairs[v] = true
	} else if n.Style&yaml.FlowStyle != 0 {
		end = r.flowEnd(end, '}')
	}
	v.Span.End = int32(end)
	r.object(v, height)
	r.merge(v, merged)
	return v, end
}

// readMember reads the key that is the i-th child of a mapping, and its value.
func (r *yamlReader) readMember(n *yaml.Node, i, depth int) (m spec.Member, end int) {
	m = r.readKey(n.Content[i], depth)
	value := n.Content[i+1]
	m.Value, end = r.read(value, depth)
	if n.Style&yaml.FlowStyle == 0 && isEmptyScalar(value) && end == r.place.offset && !r.afterColon(end) {
		// After "? key" without a value the library places it at the next token.
		end = int(m.KeySpan.End)
		m.Value.Span = r.file.Span(end, end)
	}
	n.Content[i+1] = nil // the memory is needed
	return m, end
}

// isPair reports whether a mapping is YAML's [key: value], an entry of a flow sequence that is an
// object without braces.
func (r *yamlReader) isPair(n *yaml.Node, start int) bool {
	return n.Style&yaml.FlowStyle != 0 && (r.text[start] == '?' || beginsWithKey(n))
}

func (r *yamlReader) afterColon(at int) bool {
	return at > 0 && r.text[at-1] == ':'
}

// collectionStart returns where the first token of a collection stands, behind its properties. In
// block style properties may be those of its first key, which is its first token.
func (r *yamlReader) collectionStart(n *yaml.Node) int {
	at := r.offset(n)
	own := 0
	if n.Anchor != "" {
		own++
	}
	if n.Style&yaml.TaggedStyle != 0 || r.text[at] == '!' && !beginsWithKey(n) {
		own++
	}
	if own == 0 {
		return at
	}
	end, _ := r.skipProperties(at, own)
	return r.skipSpace(end)
}

// beginsWithKey reports whether the first key of a mapping stands where the mapping begins.
func beginsWithKey(n *yaml.Node) bool {
	return len(n.Content) > 0 && n.Content[0].Line == n.Line && n.Content[0].Column == n.Column
}

// readKey returns a member that lacks its value.
func (r *yamlReader) readKey(n *yaml.Node, depth int) spec.Member {
	if n.Kind == yaml.ScalarNode && n.Anchor == "" {
		start, end, _ := r.scalarSpan(n)
		return spec.Member{Key: n.Value, KeySpan: r.file.Span(start, end)}
	}
	v, end := r.read(n, depth)
	start := int(v.Span.Start)
	key := n
	if n.Kind == yaml.AliasNode {
		start, key = r.place.offset, n.Alias
	}
	m := spec.Member{Key: key.Value, KeySpan: r.file.Span(start, end)}
	if key.Kind != yaml.ScalarNode {
		m.Key = strings.TrimSpace(m.KeySpan.Text())
		r.report(report.Syntax, start, end, "an object or a list can't be a key: the keys of a spec are text")
	}
	return m
}
