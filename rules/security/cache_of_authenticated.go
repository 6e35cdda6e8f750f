package security

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var cacheOfAuthenticated = lint.New(lint.Meta{
	ID:       "cache-of-authenticated",
	Title:    "what one caller may see is cached for all",
	Group:    "security",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if o.Kind != spec.Call || !secured(p.API, o) || o.Method() != "GET" && o.Method() != "HEAD" {
		return
	}
	at, what := sharedCache(o)
	if what == "" {
		return
	}
	p.Report(&o.Node, at,
		fmt.Sprintf("%s asks for credentials and %s: a proxy keeps the answer to one caller and gives it to the next", standard.Label(o), what),
		lint.Cure("declare Cache-Control: private, or no-store, or let anyone call it (security: [])"))
}})

// sharedCache says by what an answer may be kept for several callers, and where that stands.
func sharedCache(o *spec.Operation) (source.Span, string) {
	if o.Policy != nil && o.Policy.Cache == "static" {
		return o.AttrSpan("x-bylaw-cache"), "declares the cache policy static"
	}
	answer := o.Success()
	if answer == nil {
		return source.Span{}, ""
	}
	for _, h := range answer.Headers {
		if !strings.EqualFold(h.Name, "Cache-Control") {
			continue
		}
		for _, v := range valuesOf(h) {
			if text := strings.ToLower(v.Text); strings.Contains(text, "public") || strings.Contains(text, "s-maxage") {
				return v.Span, "answers with Cache-Control: " + v.Text
			}
		}
	}
	return source.Span{}, ""
}

// valuesOf returns the values that a header is declared or shown to have.
func valuesOf(h *spec.Parameter) []*spec.Value {
	var all []*spec.Value
	for _, e := range h.Examples {
		all = append(all, e.Value)
	}
	for t := h.Type; t != nil; t = t.Target {
		if c := t.Constraints; c != nil {
			all = append(append(all, c.In...), c.Const)
		}
		for _, v := range t.Values {
			all = append(all, v.Value)
		}
		if s := t.Schema; s != nil {
			all = append(append(all, s.Examples...), s.Default)
		}
	}
	var texts []*spec.Value
	for _, v := range all {
		if v != nil && v.Kind == spec.Str {
			texts = append(texts, v)
		}
	}
	return texts
}
