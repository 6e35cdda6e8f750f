package document

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/grammar"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var scriptInDoc = lint.New(lint.Meta{
	ID:       "script-in-doc",
	Title:    "documentation holds Markdown that runs a script",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var found remarks
		grammar.Read().Walk(api, func(o grammar.Object) {
			for _, key := range [...]string{"description", "summary", "title"} {
				if v := o.Value.Get(key); v != nil {
					if script := scriptIn(v.String()); script != "" {
						found.add(spanOf(v, script), runs(script), inert)
					}
				}
			}
		})
		found.report(p, api)
	},
	Type: func(p *lint.Pass, t *spec.Type) {
		if script := scriptIn(t.Doc); script != "" {
			if a, ok := t.Attr("description"); ok {
				p.Report(&t.Node, spanOf(a.Value, script), runs(script), lint.Cure(inert))
			}
		}
	},
})

const inert = "take it away, or write it as code, between backquotes"

func runs(script string) string {
	return fmt.Sprintf("%s runs in the browser of whoever reads the documentation, with the rights of the site that shows it", script)
}

// active is what browsers execute: elements that load or hold code, handlers of events, and URLs that are code.
var active = regexp.MustCompile(`(?i)<(?:script|iframe|object|embed)\b|<[a-z][^<>]*\son(?:error|load|click|mouseover|focus)\s*=|\]\(\s*(?:javascript|vbscript):|(?:href|src)\s*=\s*["']?\s*javascript:|\beval\s*\(`)

// code is what Markdown shows as it is.
var code = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")

// scriptIn returns the part of a documentation that would be executed; "" if there is none.
func scriptIn(doc string) string {
	if !strings.Contains(doc, "eval") && !strings.Contains(doc, "cript:") && !hasTag(doc) || active.FindString(doc) == "" {
		return ""
	}
	return active.FindString(code.ReplaceAllString(doc, ""))
}

// hasTag reports whether a text may hold an element of HTML, which few do.
func hasTag(doc string) bool {
	for {
		at := strings.IndexByte(doc, '<')
		if at < 0 || at+1 == len(doc) {
			return false
		}
		if next := doc[at+1] | 0x20; 'a' <= next && next <= 'z' {
			return true
		}
		doc = doc[at+1:]
	}
}

// spanOf returns where a part of a text stands in the file; its first line if it is written otherwise there.
func spanOf(v *spec.Value, part string) source.Span {
	raw := v.Span.Text()
	if at := strings.Index(raw, part); at >= 0 && !strings.Contains(part, "\n") {
		return v.Span.Slice(at, at+len(part))
	}
	if end := strings.IndexByte(raw, '\n'); end > 0 {
		return v.Span.Slice(0, end)
	}
	return v.Span
}
