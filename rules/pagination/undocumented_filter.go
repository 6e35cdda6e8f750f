package pagination

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var undocumentedFilter = lint.New(lint.Meta{
	ID:       "undocumented-filter",
	Title:    "nobody knows what can be written into a filter",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{160},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if !narrows(p.Words, o) {
			return
		}
		filter := inputNamed(o, namesFilter)
		if filter == nil || filter.Type.Resolve().Kind != spec.KindString || explains(filter.Field) {
			return
		}
		declared := standard.Declared(filter)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s is an expression, and nothing says which fields and operators it knows: callers find out by trial, and rely on what is not meant", filter.Name),
			lint.Cure(`say it with an example, such as state = "OPEN", and name the syntax (AIP-160)`))
	},
})

// explains reports whether the documentation of a filter, or the values and pattern of its schema, say
// what can be written into it. One without any documentation is for missing-doc.
func explains(filter *spec.Field) bool {
	t := filter.Type.Resolve()
	doc := phrase.Line(docOf(filter), 4096)
	return len(doc) < 2 || len(doc) > 400 || t.Constraints != nil && t.Constraints.Pattern != "" || len(examplesOf(filter)) > 0 || tellsSyntax().MatchString(doc)
}

// tellsSyntax finds an expression, a name written as code, a link, or the name of a syntax.
var tellsSyntax = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("(?i)[`\"'=<>{}*]|https?://|\\]\\[|\\]\\(|\\bAIP|\\b(?:CEL|SQL|RSQL|OData|SCIM|JSON|regex\\w*|syntax|e\\.g\\.|example|prefix|substring|fields?|(?:un)?supported|ignored|unused|unimplemented|format|by (?:the )?\\w+(?:,| and| or))\\b")
})
