package docs

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var undocumentedDefault = lint.New(lint.Meta{
	ID:       "undocumented-default",
	Title:    "nothing says what holds if a choice is left out",
	Group:    "docs",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, f *spec.Parameter) {
		// A state that is left out narrows nothing.
		if last := words.Split(f.Name); len(last) > 0 && (last[len(last)-1] == "status" || last[len(last)-1] == "state") {
			return
		}
		if f.In != spec.InQuery || f.Required || f.Deprecated != nil || f.Default != nil {
			return
		}
		t := f.Type.Resolve()
		if t == nil || !isChoice(t) || t.Schema != nil && t.Schema.Default != nil || f.Type.Schema != nil && f.Type.Schema.Default != nil {
			return
		}
		if saysDefault(f.Doc) || saysDefault(f.Type.Doc) || saysDefault(t.Doc) {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("nothing says what holds without %s, so consumers find out by trial and break when it changes", f.Name),
			lint.Cure("declare default, or say in the description what holds if it is left out"))
	},
})

// isChoice reports whether a value is one of few, each of which could be what holds without it.
func isChoice(t *spec.Type) bool {
	return t.Kind == spec.KindBoolean || t.Kind == spec.KindEnum && len(t.Values) > 1
}

// saysDefault reports whether documentation says what holds without a value, or that it only narrows
// what comes.
func saysDefault(doc string) bool {
	doc = strings.ToLower(doc)
	for _, word := range [...]string{"default", "omit", "otherwise", "if not", "when not", "unless", "without", "if true", "if set", "when true", "filter", "only", "absent", "optional", "whether", "limit", "set to", "if present", "when set", "must", "unset", "required"} {
		if strings.Contains(doc, word) {
			return true
		}
	}
	return false
}
