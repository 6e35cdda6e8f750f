package versioning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/prose"
	"github.com/bylaw-dev/bylaw/spec"
)

var stringlyState = lint.New(lint.Meta{
	ID:       "stringly-state",
	Title:    "a state is a text, and nothing says which there are",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{216},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Field: func(p *lint.Pass, f *spec.Field) {
		if !isState(f) || f.Deprecated != nil || f.Extendee != "" || within(f.Parent) {
			return
		}
		doc := f.Doc
		if doc == "" {
			doc = f.Type.Doc
		}
		// Where prose lists the values stringly-enum speaks.
		if len(prose.Values(doc)) > 0 || namesSome(doc) || isPartOfOther(f.Owner) {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is a text of which nothing says what it can be, so each consumer collects the states it has met and breaks on the next one", f.Name),
			lint.Cure(enumCure(p.API.Format)))
	},
})

func enumCure(format spec.Format) string {
	if format == spec.Proto {
		return "declare an enum State with the states that there are"
	}
	return "list the states that there are: enum: [active, cancelled]"
}

// isState reports whether a field is a plain text that is called a state or status.
func isState(f *spec.Field) bool {
	t := f.Type
	if t.Kind != spec.KindString || t.Format != "" || t.Constraints != nil {
		return false
	}
	switch words.Snake.Write(f.Name) {
	case "state", "status", "lifecycle_state":
		return true
	}
	return false
}

// namesSome reports whether documentation may say what the states are, or who decides it.
func namesSome(doc string) bool {
	if strings.ContainsAny(doc, "`\"'") {
		return true
	}
	doc = strings.ToLower(doc)
	for _, word := range [...]string{"example", "e.g.", "such as", "includ", "enum", "one of", "reported by", "http", "possible", "descri", "detail"} {
		if strings.Contains(doc, word) {
			return true
		}
	}
	return false
}

// isPartOfOther tells the states that are parts of a country, and the statuses of errors, which are
// those of HTTP.
func isPartOfOther(owner *spec.Type) bool {
	if owner == nil {
		return false
	}
	for _, f := range owner.Fields {
		name := words.Snake.Write(f.Name)
		for _, part := range [...]string{"city", "country", "postal", "zip", "region", "street", "message", "error"} {
			if strings.Contains(name, part) {
				return true
			}
		}
	}
	return false
}
