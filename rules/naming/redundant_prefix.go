package naming

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

type redundantPrefixOptions struct {
	Except []string `json:"except"`
}

var redundantPrefix = lint.NewWith(lint.Meta{
	ID:       "redundant-prefix",
	Title:    "a field repeats the name of what it belongs to",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, redundantPrefixOptions{[]string{
	"code", "count", "id", "ids", "key", "kind", "name", "number", "spec", "type", "uid", "uri", "uris", "url", "urls", "uuid", "value",
}}, func(options redundantPrefixOptions) lint.Hooks {
	return lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
		if t.Kind != spec.KindObject || t.Name == "" || len(t.Fields) < 2 {
			return
		}
		owner := words.Split(t.Name)
		for _, f := range t.Fields {
			if better := options.without(owner, f); better != "" {
				p.Report(&f.Node, f.NameSpan,
					fmt.Sprintf("%s says again that it belongs to %s: consumers read and write %s.%s in every line", f.Name, t.Name, words.Snake.Join(owner), f.Name),
					suggest(p, f, better)...)
			}
		}
	}}
})

// without returns the name of a field without that of its owner; "" if it doesn't begin so, or if what is left would say
// too little (order_id, which other types have as well) or is taken.
func (o redundantPrefixOptions) without(owner []string, f *spec.Field) string {
	all := words.Split(f.Name)
	if len(all) <= len(owner) || !slices.Equal(all[:len(owner)], owner) || f.Deprecated != nil || f.OneOf != nil {
		return ""
	}
	rest := all[len(owner):]
	if len(rest) == 1 && slices.Contains(o.Except, rest[0]) || words.Preposition(rest[0]) || '0' <= rest[0][0] && rest[0][0] <= '9' {
		return ""
	}
	better := words.Like(f.Name, rest)
	if reserved()[better] > 0 || !edit.Free(f, better) {
		return ""
	}
	return better
}
