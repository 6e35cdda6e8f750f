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

type singularMapOptions struct {
	Uncountable []string `json:"uncountable"`
}

var singularMap = lint.NewWith(lint.Meta{
	ID:       "singular-map",
	Title:    "a map is called like one thing",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, singularMapOptions{[]string{
	"annotation", "cash", "config", "configuration", "context", "count", "current", "data", "delta", "digest", "environment", "info", "mapping", "metadata",
	"payload", "schema", "score", "split", "timing", "usage", "version",
}}, func(options singularMapOptions) lint.Hooks {
	names := singularListOptions(options)
	return lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		t := f.Type.Resolve()
		if t.Kind != spec.KindMap || f.Owner == nil || f.Deprecated != nil || isOpenObject(t) {
			return
		}
		last, singular := names.singular(p.Words, f.Name)
		if !singular || slices.Contains(words.Split(f.Name), "by") {
			return
		}
		better := pluralize(p.Words, f.Name, last)
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is a map and called like one thing: consumers take it for one in every line that uses it", f.Name),
			suggest(p, f, better)...)
	}}
})

// isOpenObject tells an object that may have any properties, and is one thing, from a map with values of one type.
func isOpenObject(t *spec.Type) bool {
	return t.Proto == nil && t.Keys == nil && (t.Items == nil || t.Items.Resolve().Kind == spec.KindAny || strings.HasSuffix(t.Name, "config"))
}
