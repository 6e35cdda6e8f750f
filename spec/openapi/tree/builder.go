package tree

import (
	"fmt"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// builder makes values. It hands them out of slabs, because a large spec has half a million, and
// lets a reader collect the children of nested values on two stacks.
type builder struct {
	file     *source.File
	findings []report.Finding
	count    map[string]int // findings per rule, those left out too
	index    map[*spec.Value]map[string]int

	values  []spec.Value // what is left of the slabs
	members []spec.Member
	items   []*spec.Value

	memberStack []spec.Member
	itemStack   []*spec.Value
	nodes       int // keys and values so far
	slab        int
}

const (
	slab  = 512 // at most: the values of a short text need fewer
	large = 32  // members from which on an object gets an index
)

func newBuilder(file *source.File) builder {
	return builder{file: file, count: map[string]int{}, index: map[*spec.Value]map[string]int{}, slab: min(len(file.Content)/8+4, slab)}
}

func (b *builder) value(kind spec.ValueKind, text string, start, end int) *spec.Value {
	if len(b.values) == 0 {
		b.values = make([]spec.Value, b.slab)
	}
	v := &b.values[0]
	b.values = b.values[1:]
	*v = spec.Value{Kind: kind, Text: text, Span: b.file.Span(start, end)}
	b.nodes++
	return v
}

// list gives v the items collected since the stack had the given height.
func (b *builder) list(v *spec.Value, height int) {
	v.Items = fromSlab(&b.items, b.itemStack[height:], b.slab)
	b.itemStack = b.itemStack[:height]
}

// object gives v the members collected since the stack had the given height, each key once.
func (b *builder) object(v *spec.Value, height int) {
	v.Members = fromSlab(&b.members, b.unique(b.memberStack[height:]), b.slab)
	b.memberStack = b.memberStack[:height]
	b.nodes += len(v.Members)
	if len(v.Members) > large {
		b.index[v] = indexKeys(v.Members)
	}
}

func fromSlab[T any](free *[]T, collected []T, slab int) []T {
	n := len(collected)
	if n == 0 {
		return nil
	}
	if n > len(*free) {
		if n > slab/4 {
			return append([]T(nil), collected...)
		}
		*free = make([]T, slab)
	}
	taken := (*free)[:n:n]
	*free = (*free)[n:]
	copy(taken, collected)
	return taken
}

func indexKeys(members []spec.Member) map[string]int {
	index := make(map[string]int, len(members))
	for i := range members {
		index[members[i].Key] = i
	}
	return index
}

// unique reports keys that stand twice and keeps the last of each, in place.
func (b *builder) unique(members []spec.Member) []spec.Member {
	if !hasDuplicates(members) {
		return members
	}
	first, last := map[string]source.Span{}, indexKeys(members)
	for i, m := range members {
		if at, ok := first[m.Key]; ok {
			b.duplicate(m, at)
		} else {
			first[m.Key] = members[i].KeySpan
		}
	}
	kept := members[:0]
	for i, m := range members {
		if last[m.Key] == i {
			kept = append(kept, m)
		}
	}
	return kept
}

func hasDuplicates(members []spec.Member) bool {
	if len(members) > large {
		return len(indexKeys(members)) < len(members)
	}
	for i := range members {
		for j := range members[:i] {
			if members[i].Key == members[j].Key {
				return true
			}
		}
	}
	return false
}

func (b *builder) duplicate(m spec.Member, first source.Span) {
	message := fmt.Sprintf("the key %q stands twice in one object, and readers disagree about which one counts: delete one", brief(m.Key))
	finding := failure(report.DuplicateKey, m.KeySpan, message)
	finding.Related = []report.Related{{Message: "the first one", Span: first}}
	b.add(finding)
}

// maxFindings bounds how many findings of one kind are told about one file.
const maxFindings = 1000

func (b *builder) add(finding *report.Finding) {
	if b.count[finding.Rule]++; b.count[finding.Rule] <= maxFindings {
		b.findings = append(b.findings, *finding)
	}
}

func (b *builder) report(rule string, start, end int, message string) {
	b.add(failure(rule, b.file.Span(start, end), message))
}

// allFindings returns what was found, and says how much was left out.
func (b *builder) allFindings() []report.Finding {
	for _, rule := range slices.Sorted(maps.Keys(b.count)) {
		if more := b.count[rule] - maxFindings; more > 0 {
			b.findings = append(b.findings, *failure(rule, b.file.Span(0, 0), fmt.Sprintf("the same is wrong at %d more places of this file", more)))
		}
	}
	return b.findings
}

// brief shortens text that a message quotes.
func brief(text string) string {
	runes := []rune(text)
	if len(runes) > 60 {
		return string(runes[:57]) + "…"
	}
	return text
}
