package types

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var base64InString = lint.New(lint.Meta{
	ID:       "base64-in-string",
	Title:    "bytes travel in a text that only prose says to be base64",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, declared(func(p *lint.Pass, f *spec.Field) {
	t := valueType(f.Type)
	if t == nil || t.Kind != spec.KindString || t.Format != "" || t.Schema != nil && t.Schema.ContentEncoding != "" ||
		!mentionsBase64(docAtBeginning(f)) || isComposed(f) {
		return
	}
	p.Report(&f.Node, typeSpan(f.Type),
		fmt.Sprintf("%s is a string that only prose says to be base64: clients send it as it is, or encode it in another of its variants, and nothing tells them", f.Name),
		lint.Cure(base64Cure(p.API.Format)))
}))

// mentionsBase64 asks for the number first, which few texts have.
func mentionsBase64(doc string) bool {
	return strings.Contains(doc, "64") && saysBase64.MatchString(doc)
}

var saysBase64 = regexp.MustCompile(`(?i)\bbase[- ]?64`)

// docAtBeginning returns the sentence or two that say what a field holds.
func docAtBeginning(f *spec.Field) string {
	if f.Doc != "" {
		return phrase.Line(f.Doc, 160)
	}
	return phrase.Line(f.Type.Doc, 160)
}

// isComposed reports whether base64 is but a part of the text (a token, a URL), or one of several encodings of which another
// field tells.
func isComposed(f *spec.Field) bool {
	for _, word := range words.Split(f.Name) {
		switch word {
		case "base64", "jwt", "token", "uri", "url", "name", "header", "auth", "authorization", "cookie", "id":
			return true
		}
	}
	if f.Owner != nil {
		for _, other := range f.Owner.Fields {
			if words.Snake.Write(other.Name) == "encoding" {
				return true
			}
		}
	}
	return false
}

func base64Cure(format spec.Format) string {
	if format == spec.Proto {
		return "declare it bytes: ProtoJSON writes that as base64, and gRPC as it is"
	}
	return "declare {type: string, contentEncoding: base64}, or format: byte in OpenAPI 3.0"
}
