package http

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var listInText = lint.New(lint.Meta{
	ID:       "list-in-text",
	Title:    "several values are written into one text",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{144},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, q *spec.Parameter) {
		if q.In == spec.InQuery {
			checkList(p, &q.Field, "make it type: array with style: form and explode: false, which is the same on the wire")
		}
	},
	Field: func(p *lint.Pass, f *spec.Field) {
		if f.Owner == nil || !f.Owner.Direction.Has(spec.InRequest) {
			return
		}
		cure := "make it an array of strings"
		if p.API.Format == spec.Proto {
			cure = "make it repeated string"
		}
		checkList(p, f, cure)
	},
})

func checkList(p *lint.Pass, f *spec.Field, cure string) {
	if f.Doc == "" || f.Type.Kind != spec.KindString || f.Deprecated != nil || f.Behavior.Has(spec.BehaviorOutputOnly) || isExpression(f.Name) {
		return
	}
	doc := phrase.Line(f.Doc, 1024)
	said := listed().FindString(doc)
	if said == "" || languages().MatchString(doc) {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s is a text and documented as %q: each client joins and escapes it by hand, no one checks the values, and none may ever have the separator in it",
			f.Name, strings.ToLower(said)),
		lint.Cure(cure))
}

// isExpression leaves out what is a language of its own, in which commas stand for more.
func isExpression(name string) bool {
	switch name = words.Snake.Write(name); name {
	case "q", "sort", "fields":
		return true
	}
	for _, word := range words.Split(name) {
		switch word {
		case "by", "filter", "query", "mask", "expression", "selector", "sql", "statement", "orderby", "config", "options":
			return true
		}
	}
	return false
}

var listed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:comma|semicolon|pipe)[- ](?:separated|delimited) (?:list|set|names|ids|values)\b|\blist of (?:comma|semicolon|pipe)[- ](?:separated|delimited)\b|\bseparated by (?:a )?commas?\b`)
})

// languages finds what says that a text is more than a list.
var languages = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:syntax|expressions?|patterns?|weights|pairs|key[-=]value)\b`)
})
