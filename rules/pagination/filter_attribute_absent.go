package pagination

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var filterAttributeAbsent = lint.New(lint.Meta{
	ID:       "filter-attribute-absent",
	Title:    "a list can be narrowed by what its items don't show",
	Group:    "pagination",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{160},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if standard.Classify(p.Words, o) != standard.List {
			return
		}
		items := itemsOf(p.Words, o)
		if items == nil || items.Kind != spec.KindObject || len(items.AllFields()) == 0 {
			return
		}
		for _, input := range o.Inputs() {
			if input.In != spec.InPath && isAttribute(input.Field) && !shows(p.Words, items, input.Field) {
				declared := standard.Declared(&input)
				p.Report(declared, declared.NameSpan,
					fmt.Sprintf("%s narrows the list and no item shows it: callers can't check the answer, nor learn which values there are", input.Name),
					lint.Cure(fmt.Sprintf("add %s to %s", input.Name, nameOfItems(items))), lint.Related(items.NameSpan, "what is listed"))
			}
		}
	},
})

func nameOfItems(items *spec.Type) string {
	if items.Name != "" {
		return items.Name
	}
	return "the items"
}

// isAttribute reports whether an input is one attribute of the things listed, with listed values. By its
// last word it has to be one that things have: a role or an affiliation is the caller's.
func isAttribute(f *spec.Field) bool {
	t := elementOf(f.Type)
	if t == nil || t.Kind != spec.KindEnum || f.Deprecated != nil {
		return false
	}
	switch attributeOf(f.Name) {
	case "state", "states", "status", "statuses", "type", "types", "kind", "kinds", "category", "categories", "class", "severity", "severities", "priority",
		"visibility", "resolution", "outcome", "phase", "stage", "language", "currency", "country", "region", "tier", "plan", "conclusion":
		return true
	}
	return false
}

// attributeOf returns the word of a name that says which attribute it is about: state of state_filter.
func attributeOf(name string) string {
	name = words.Snake.Write(name)
	for _, end := range []string{"_filter", "_filters", "_matcher", "_in", "_eq"} {
		name = strings.TrimSuffix(name, end)
	}
	return lastWord(name)
}

// shows reports whether an item, or what is in it, has a field of the same name or the same enum.
func shows(l *words.Lexicon, items *spec.Type, attribute *spec.Field) bool {
	name := l.Singular(attributeOf(attribute.Name))
	enum := elementOf(attribute.Type)
	return showsWithin(items, 3, func(f *spec.Field) bool {
		return l.Singular(lastWord(f.Name)) == name || strings.Contains(words.Snake.Write(f.Name), name) || enum.Name != "" && elementOf(f.Type) == enum
	})
}

func showsWithin(t *spec.Type, depth int, is func(*spec.Field) bool) bool {
	return slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		inner := elementOf(f.Type)
		return is(f) || depth > 1 && inner != nil && showsWithin(inner, depth-1, is)
	})
}

// elementOf returns what a field holds, or holds many of.
func elementOf(t *spec.Type) *spec.Type {
	t = t.Resolve()
	if t.Kind == spec.KindArray || t.Kind == spec.KindMap {
		return t.Items.Resolve()
	}
	return t
}
