package tree

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"go.yaml.in/yaml/v3"
)

// maxAliased is how many keys and values aliases may add to a file, were they written out. Whoever
// walks the tree walks what an alias stands for each time, and a few lines of aliases to aliases
// stand for billions of values.
const maxAliased = 1 << 20

// anchored is a value that aliases can name.
type anchored struct {
	value  *spec.Value // nil as long as it is being read
	size   int         // keys and values in it, those of aliases included
	height int         // levels within it
}

func (r *yamlReader) readAnchored(n *yaml.Node, depth int) (v *spec.Value, end int) {
	a := &anchored{}
	r.anchored[n] = a
	r.anchors = append(r.anchors, r.offset(n))
	size, deepest := r.nodes+r.aliased, r.deepest
	r.deepest = depth
	v, end = r.readContent(n, depth)
	*a = anchored{value: v, size: r.nodes + r.aliased - size, height: r.deepest - depth}
	r.deepest = max(r.deepest, deepest)
	return v, end
}

func (r *yamlReader) readAlias(n *yaml.Node, depth int) (v *spec.Value, end int) {
	start := r.offset(n)
	end = r.nameEnd(start + 1)
	target := r.anchored[n.Alias]
	switch {
	case target == nil || target.value == nil:
		r.report(report.AliasExpansion, start, end,
			fmt.Sprintf("the alias *%s leads back to the value that it stands in: refer to a schema with $ref instead", brief(n.Value)))
	case r.aliased+target.size > maxAliased:
		r.refuseAliases(start, end)
	case depth+target.height > MaxDepth:
		r.reportOnce(report.TooDeep, start, end, tooDeepMessage())
	default:
		r.aliased += target.size
		r.deepest = max(r.deepest, depth+target.height)
		return target.value, end
	}
	return r.value(spec.Null, "", start, end), end
}

func (r *yamlReader) refuseAliases(start, end int) {
	r.reportOnce(report.AliasExpansion, start, end,
		fmt.Sprintf("the aliases and merge keys up to here stand for more than %d values: name the repeated parts and refer to them with $ref", maxAliased))
}

func isMergeKey(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!merge"
}

// mergeSources adds the objects that a merge key names: one, or several in a list.
func (r *yamlReader) mergeSources(sources []*spec.Value, m spec.Member) []*spec.Value {
	named := []*spec.Value{m.Value}
	if m.Value.Kind == spec.List {
		named = m.Value.Items
	}
	for _, v := range named {
		if v.Kind == spec.Map {
			sources = append(sources, v)
		} else if v.Kind != spec.Null || v.Span.Len() == 0 {
			// A Null that has text stands for an alias that was refused.
			r.report(report.Syntax, int(m.KeySpan.Start), int(m.KeySpan.End), "the merge key << takes an object, or a list of objects")
		}
	}
	return sources
}

// merge gives v the members of the sources that it lacks, as YAML 1.1 wants it: v's own win, then
// those of the earlier source.
func (r *yamlReader) merge(v *spec.Value, sources []*spec.Value) {
	if len(sources) == 0 {
		return
	}
	r.merged[v] = len(v.Members)
	for _, from := range sources {
		r.aliased += len(from.Members)
	}
	if r.aliased > maxAliased {
		r.refuseAliases(int(v.Span.Start), int(v.Span.Start))
		return
	}
	members := append([]spec.Member(nil), v.Members...)
	known := indexKeys(members)
	for _, from := range sources {
		for _, m := range from.Members {
			if _, ok := known[m.Key]; !ok {
				known[m.Key] = len(members)
				members = append(members, m)
			}
		}
	}
	v.Members = members
	if len(members) > large {
		r.index[v] = known
	}
}

// reportOnce reports a mistake that concerns the file as a whole.
func (r *yamlReader) reportOnce(rule string, start, end int, message string) {
	if !r.refused[rule] {
		r.refused[rule] = true
		r.report(rule, start, end, message)
	}
}
