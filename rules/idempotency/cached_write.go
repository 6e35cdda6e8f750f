package idempotency

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var cachedWrite = lint.New(lint.Meta{
	ID:       "cached-write",
	Title:    "an operation that changes something may be answered from a cache",
	Group:    "idempotency",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if o.Kind != spec.Call || o.Policy == nil || !slices.Contains([]string{"static", "api", "private"}, o.Policy.Cache) || !changes(p, o) {
		return
	}
	p.Report(&o.Node, cacheSpan(o),
		fmt.Sprintf("%s changes something and may be cached (%s): the second call is answered without being made, and its caller believes that it was", standard.Label(o), o.Policy.Cache),
		lint.Cure("declare the cache policy none, or none at all"))
}})

// changes reports whether an operation does more than read, as sure as its method, or its verb, says so.
func changes(p *lint.Pass, o *spec.Operation) bool {
	switch o.Method() {
	case "PUT", "PATCH", "DELETE":
		return true
	case "GET", "HEAD", "QUERY", "OPTIONS":
		return false
	}
	switch standard.Classify(p.Words, o) {
	case standard.Create, standard.Update, standard.Delete:
		return true
	}
	verb, known := p.Words.LookupVerb(actionOf(p.Words, o))
	return known && verb.Writes && !verb.Noun
}

func cacheSpan(o *spec.Operation) source.Span {
	if a, ok := o.Attr("x-bylaw-cache"); ok {
		return a.Value.Span
	}
	return o.NameSpan
}
