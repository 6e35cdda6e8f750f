package security

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var uploadWithoutLimit = lint.New(lint.Meta{
	ID:       "upload-without-limit",
	Title:    "an upload may be of any size",
	Group:    "security",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if o.Kind != spec.Call || o.Request == nil || declares(o, "413") || saysSize.MatchString(phrase.Line(o.Doc, 4096)+phrase.Line(o.Request.Doc, 4096)) {
		return
	}
	for _, m := range o.Request.Content {
		if file := uploadIn(m); file != nil {
			p.Report(&o.Node, o.NameSpan,
				fmt.Sprintf("%s takes a file of any size: one request fills the disk, and a client learns of the limit, if there is one, when its connection breaks", standard.Label(o)),
				lint.Cure("declare maxLength, or 413 with a description that says how much is too much"), lint.Related(file.NameSpan, "the file"))
			return
		}
	}
}})

// saysSize finds the words by which a documentation says how large a file may be.
var saysSize = regexp.MustCompile(`(?i)\b\d+(?:\.\d+)? ?(?:[KMGT]i?B|bytes|(?:kilo|mega|giga)bytes)\b`)

// uploadIn returns where a media type takes a file without a bound; nil if it takes none.
func uploadIn(m *spec.MediaType) *spec.Node {
	if m.Type == nil {
		if isBinary(m.Name) {
			return &m.Node
		}
		return nil
	}
	t := m.Type.Resolve()
	if isFile(t) || isBinary(m.Name) && t.Kind == spec.KindAny {
		return &m.Node
	}
	for _, f := range t.AllFields() {
		if held := f.Type.Resolve(); isFile(held) || held.Kind == spec.KindArray && isFile(held.Items.Resolve()) {
			if !saysSize.MatchString(phrase.Line(f.Doc, 4096)) {
				return &f.Node
			}
		}
	}
	return nil
}

func isFile(t *spec.Type) bool {
	return t != nil && t.Kind == spec.KindString && t.Format == "binary" && (t.Constraints == nil || t.Constraints.MaxLength == nil) &&
		!saysSize.MatchString(phrase.Line(t.Doc, 4096))
}

func isBinary(mediaType string) bool {
	for _, prefix := range [...]string{"application/octet-stream", "image/", "video/", "audio/", "application/zip", "application/pdf", "application/gzip"} {
		if strings.HasPrefix(strings.ToLower(mediaType), prefix) {
			return true
		}
	}
	return false
}
