package naming

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type singularListOptions struct {
	Uncountable []string `json:"uncountable"`
}

var singularRepeatedField = lint.NewWith(lint.Meta{
	ID:       "singular-repeated-field",
	Title:    "a list is called like one thing",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, singularListOptions{[]string{}}, func(options singularListOptions) lint.Hooks {
	return lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		list := f.Type.Resolve()
		if list.Kind != spec.KindArray || f.Owner == nil || f.Deprecated != nil || isTuple(f.Type) || isTuple(list) {
			return
		}
		last, singular := options.singular(p.Words, f.Name)
		if !singular || options.isIndex(p.Words, f) {
			return
		}
		better := pluralize(p.Words, f.Name, last)
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is a list and called like one thing: consumers take it for one in every line that uses it", f.Name),
			append(renameField(p.API, f, better), lint.Cure("name it "+better))...)
	}}
})

// singular returns the last word of a name that says one thing, and no more than that.
func (o singularListOptions) singular(l *words.Lexicon, name string) (last string, ok bool) {
	all := words.Split(name)
	if len(all) == 0 || slices.ContainsFunc(all, words.Preposition) {
		return "", false
	}
	last = all[len(all)-1]
	switch {
	case slices.ContainsFunc(all[:len(all)-1], func(word string) bool { return saysMany(l, word) }), all[0] == "enable", all[0] == "disable":
	case l.IsPlural(last), l.Uncountable(last), l.Collective(last), l.Qualifier(last):
	case slices.Contains(o.Uncountable, last), strings.ContainsAny(last, "0123456789"):
	case len(last) < 3 && !slices.Contains([]string{"id", "ip", "vm"}, last):
	default:
		return last, strings.HasSuffix(strings.ToLower(name), last)
	}
	return "", false
}

// saysMany reports whether a word before the last is a plural already (store_codes_filter). Words such
// as data and series are used as if they were singulars.
func saysMany(l *words.Lexicon, word string) bool {
	return strings.HasSuffix(word, "s") && l.IsPlural(word) && l.Singular(word) != word
}

// isIndex reports whether the lists of a schema are called after what they belong to, as in {web:
// […], api: […], git: […]}: there are several of strings, and many in the singular.
func (o singularListOptions) isIndex(l *words.Lexicon, f *spec.Field) bool {
	lists, singulars := 0, 0
	for _, other := range f.Owner.Fields[:min(len(f.Owner.Fields), 64)] { // enough to tell, however many there are
		if !listsStrings(other) {
			continue
		}
		lists++
		if _, singular := o.singular(l, other.Name); singular {
			singulars++
		}
	}
	return f.Number == 0 && singulars > 3 && 3*singulars >= lists
}

func listsStrings(f *spec.Field) bool {
	list := f.Type.Resolve()
	if list.Kind != spec.KindArray {
		return false
	}
	items := list.Items.Resolve()
	return items != nil && items.Kind == spec.KindString
}

// pluralize puts the last word of a name into the plural, in the name's own case.
func pluralize(l *words.Lexicon, name, last string) string {
	plural := l.Plural(last)
	shared := 0
	for shared < len(last) && shared < len(plural) && last[shared] == plural[shared] {
		shared++
	}
	written := name[len(name)-len(last):]
	ending := plural[shared:]
	if len(last) > 2 && strings.ToUpper(written) == written {
		ending = strings.ToUpper(ending)
	}
	return name[:len(name)-len(last)] + written[:shared] + ending
}

// isTuple reports whether an array always has as many items, as a point has coordinates.
func isTuple(t *spec.Type) bool {
	if t.Schema != nil && len(t.Schema.PrefixItems) > 0 {
		return true
	}
	c := t.Constraints
	return c != nil && c.MinItems != nil && c.MaxItems != nil && c.MinItems.N == c.MaxItems.N
}
