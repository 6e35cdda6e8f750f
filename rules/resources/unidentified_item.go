package resources

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

var unidentifiedItem = lint.New(lint.Meta{
	ID:       "unidentified-item",
	Title:    "what a list shows can't be read, because nothing in it says which one it is",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{122, 132},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	seen := map[*spec.Type]bool{}
	for _, s := range takeStock(p.Words, api, api.Services).order {
		if s.list == nil || s.get == nil {
			continue
		}
		collection, ok := standard.CollectionOf(p.Words, s.list)
		if !ok {
			continue
		}
		item := collection.Type.Items.Resolve()
		key := standard.End(s.get.Path())
		if item == nil || item.Kind != spec.KindObject || seen[item] || key.Kind != spec.Variable || len(item.AllFields()) < 2 || identifiesBy(p.Words, item, key.Text, s) {
			continue
		}
		seen[item] = true
		node := collection.Node()
		p.Report(node, node.NameSpan,
			fmt.Sprintf("what %s lists has no field that %s takes: callers see the things and can't read, change or refer to them", standard.Label(s.list), standard.Label(s.get)),
			lint.Cure(fmt.Sprintf("add the identifier to the items: %s", key.Text)))
	}
}})

// identifiesBy reports whether a type has a field that may hold the identifier, at its top or in what it
// holds one of.
func identifiesBy(l *words.Lexicon, t *spec.Type, key string, s *stock) bool {
	key = words.Snake.Write(key[strings.LastIndexByte(key, '.')+1:])
	open := t.Schema != nil && (len(t.Schema.OneOf)+len(t.Schema.AnyOf) > 0 || t.Schema.AdditionalProperties != nil && t.Schema.AdditionalProperties.Kind != spec.KindNever)
	return open || slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		name := words.Snake.Write(f.Name)
		return identifies(name, key) || slices.ContainsFunc(f.Type.Resolve().AllFields(), func(inner *spec.Field) bool {
			return identifies(words.Snake.Write(inner.Name), key)
		})
	})
}

// identifies reports whether a field of that name may hold what a parameter takes: order_id is id, order,
// or anything that identifies as such.
func identifies(name, key string) bool {
	last := name[strings.LastIndexByte(name, '_')+1:]
	lastOfKey := key[strings.LastIndexByte(key, '_')+1:]
	return name == key || last == lastOfKey || strings.TrimSuffix(key, "_id") == name ||
		slices.Contains([]string{"id", "ids", "name", "uid", "uuid", "guid", "key", "code", "slug", "number", "url", "href", "uri", "link", "path", "sha", "hash", "digest", "ref", "token", "login", "email", "priority", "index", "position", "version", "date", "day"}, last)
}
