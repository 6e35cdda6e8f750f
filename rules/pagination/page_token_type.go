package pagination

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var pageTokenType = lint.New(lint.Meta{
	ID:       "page-token-type",
	Title:    "a page token is no string, or a page size no integer",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, q *spec.Parameter) {
		switch name := words.Snake.Write(q.Name); {
		case q.In != spec.InQuery:
		case name == "cursor" || namesToken(name):
			checkToken(p, &q.Field)
		case name == "skip" || namesSize(name):
			checkSize(p, &q.Field)
		}
	},
	Field: func(p *lint.Pass, f *spec.Field) {
		switch name := words.Snake.Write(f.Name); {
		case namesToken(name):
			checkToken(p, f)
		case namesSize(name) || name == "skip" && skipsItems(f.Owner):
			checkSize(p, f)
		}
	},
})

// namesToken reports whether a name, in snake_case, is that of a page's token wherever it stands.
func namesToken(name string) bool {
	switch name {
	case "page_token", "next_page_token", "pagination_token", "next_cursor", "next_token":
		return true
	}
	return false
}

// namesSize is namesToken for the number of items on a page.
func namesSize(name string) bool {
	switch name {
	case "page_size", "max_page_size", "per_page", "max_results":
		return true
	}
	return false
}

// skipsItems reports whether the message is a request for a page, so that skip is a number of items.
func skipsItems(t *spec.Type) bool {
	return t != nil && strings.HasSuffix(t.Name, "Request") &&
		slices.ContainsFunc(t.Fields, func(f *spec.Field) bool { return f.Name == "page_size" })
}

func checkToken(p *lint.Pass, f *spec.Field) {
	if is := wrongType(f.Type, spec.KindString); is != "" {
		reportType(p, f, "string", fmt.Sprintf(
			"%s is %s and no string: clients count the pages by themselves, and the service can never count them otherwise", f.Name, is))
	}
}

func checkSize(p *lint.Pass, f *spec.Field) {
	if is := wrongType(f.Type, spec.KindInteger); is != "" {
		reportType(p, f, integerIn(p.API.Format), fmt.Sprintf(
			"%s is %s and no integer: clients can send what is no number of items, and no compiler tells them", f.Name, is))
	}
}

func integerIn(format spec.Format) string {
	if format == spec.Proto {
		return "int32"
	}
	return "integer"
}

// wrongType returns what the type is instead of the wanted kind; "" if it is that, may be it, or
// lists its values.
func wrongType(t *spec.Type, want spec.Kind) string {
	t = t.Resolve()
	if t.Kind == want || strings.HasPrefix(string(t.ID()), "google.protobuf.") { // such as UInt32Value
		return ""
	}
	switch t.Kind {
	case spec.KindObject:
		return "an object"
	case spec.KindMap:
		return "a map"
	case spec.KindArray:
		return "a list"
	case spec.KindBoolean:
		return "a boolean"
	case spec.KindInteger:
		return "an integer"
	case spec.KindNumber:
		return "a number"
	case spec.KindString:
		return "a string"
	case spec.KindBytes:
		return "bytes"
	}
	return ""
}

func reportType(p *lint.Pass, f *spec.Field, want, message string) {
	span := typeWord(f.Type)
	options := []lint.Option{lint.Cure(fmt.Sprintf("make %s %s (AIP-158)", f.Name, want))}
	if k := f.Type.Kind; k >= spec.KindBoolean && k <= spec.KindBytes {
		options = append(options, lint.Fix(retype(f.Type, span, want)))
	}
	p.Report(&f.Node, span, message, options...)
}

// typeWord returns the place of the word that says which type a value has.
func typeWord(t *spec.Type) source.Span {
	declared, ok := t.Attr("type")
	if !ok {
		return t.NameSpan
	}
	for _, word := range declared.Value.Items {
		if word.String() != "null" {
			return word.Span
		}
	}
	return declared.Value.Span
}

// retype offers to write the other type. It is for display: clients have compiled the wrong one in.
func retype(t *spec.Type, at source.Span, want string) report.Fix {
	fix := report.Fix{Title: "make it " + want}
	if text := at.Text(); text[0] == '"' || text[0] == '\'' {
		want = text[:1] + want + text[:1]
	}
	fix.Edits = []report.Edit{{Span: at, New: want}}
	if t.Syntax == nil {
		return fix
	}
	if format, ok := t.Syntax.Removal("format"); ok {
		fix.Edits = append(fix.Edits, report.Edit{Span: format})
	}
	return fix
}
