package naming

import (
	"bytes"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// renameField offers another name for a field, with its entry in `required`. Consumers write the
// name, so that it is display-only; but an alpha package may break its consumers (AIP-181), and where
// wire and JSON stay the same and the name stands nowhere else it can be done.
func renameField(api *spec.API, f *spec.Field, to string) []lint.Option {
	name, ok := edit.Rename(f.NameSpan, f.Name, to)
	if !ok || !edit.Free(f, to) {
		return nil
	}
	fix := report.Fix{Title: "rename to " + to, Safety: report.DisplayOnly, Edits: []report.Edit{name}}
	if f.Owner != nil && f.Owner.Schema != nil {
		for _, required := range f.Owner.Schema.Required {
			if entry, ok := edit.Rename(required.Span, f.Name, to); ok {
				fix.Edits = append(fix.Edits, entry)
			}
		}
	}
	if strings.Contains(api.Version, "alpha") && f.Number > 0 && f.JSONName == words.Camel.Write(to) && mentions(api, f.Name) == 1 {
		fix.Safety = report.Unsafe
	}
	return []lint.Option{lint.Fix(fix)}
}

// mentions counts where a name stands in the files of an API, in comments and options too.
func mentions(api *spec.API, name string) int {
	n := 0
	for _, d := range api.Documents {
		content := d.File.Content
		for at := 0; at <= len(content); at++ {
			next := bytes.Index(content[at:], []byte(name))
			if next < 0 {
				break
			}
			at += next
			end := at + len(name)
			if (at == 0 || !inWord(content[at-1])) && (end == len(content) || !inWord(content[end])) {
				n++
			}
		}
	}
	return n
}

func inWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
