package surface

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type unmarkedInternalOptions struct {
	Words []string `json:"words"`
}

var unmarkedInternalField = lint.NewWith(lint.Meta{
	ID:       "unmarked-internal-field",
	Title:    "a field is internal by its name or documentation, and everybody gets it",
	Group:    "surface",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, unmarkedInternalOptions{[]string{"internal"}}, func(options unmarkedInternalOptions) lint.Hooks {
	return lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		if f.Owner == nil || !f.Owner.Direction.Has(spec.InResponse) && !f.Owner.Direction.Has(spec.InRequest) || f.Deprecated != nil || isInternal(&f.Node) {
			return
		}
		says, internal := "its documentation", saysInternal(f.Doc)
		if !internal && strings.HasPrefix(strings.ToLower(f.Name), "internal") || strings.HasPrefix(f.Name, "debug_") {
			says, internal = "its name", options.isNamedSo(f.Name)
		}
		if internal {
			p.Report(&f.Node, f.NameSpan,
				fmt.Sprintf("%s is internal, as %s says, and nothing keeps it from the public: consumers will build on it", f.Name, says),
				lint.Cure("mark it as internal ("+markOf(p.API)+"), or move it to a type of its own that no public operation uses"))
		}
	}}
})

func markOf(api *spec.API) string {
	if api.Format == spec.OpenAPI {
		return "x-internal: true"
	}
	return `(bylaw.field).tier = "internal"`
}

// isInternal reports whether an element, or what it is declared in, is said to be internal.
func isInternal(n *spec.Node) bool {
	for at := n; at != nil; at = at.Parent {
		if at.Policy != nil && at.Policy.Tier == "internal" {
			return true
		}
	}
	return false
}

// isNamedSo reports whether a name begins with one of the words and goes on: internal_notes, and not internal.
func (options unmarkedInternalOptions) isNamedSo(name string) bool {
	all := words.Split(name)
	return len(all) > 1 && slices.Contains(options.Words, all[0]) && !slices.Contains([]string{"ip", "address", "name", "id", "ips", "port", "url", "dns", "fqdn"}, all[1]) &&
		slices.Contains([]string{"note", "notes", "comment", "comments", "data", "info", "metadata", "use", "only", "state", "debug", "flags", "remarks"}, all[1])
}

// saysInternal reports whether documentation says that the field is none of the consumers' business.
func saysInternal(doc string) bool {
	if doc == "" || !strings.Contains(doc, "nternal") && !strings.Contains(doc, "NTERNAL") {
		return false
	}
	doc = strings.ToLower(phrase.Line(doc, 600))
	if strings.Contains(doc, "your internal use") { // the consumer's
		return false
	}
	for _, says := range []string{"internal use only", "is for internal use", "for internal use.", "used internally only", "only used internally"} {
		if strings.Contains(doc, says) {
			return true
		}
	}
	return false
}
