package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type unreadableOptions struct {
	ByItself bool `json:"by_itself"`
}

var unreadableResource = lint.NewWith(lint.Meta{
	ID:       "unreadable-resource",
	Title:    "a resource can be written and never read",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{121, 131},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, unreadableOptions{}, func(options unreadableOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		for _, inventory := range inventories(p.Words, api, options.ByItself) {
			for _, s := range inventory.order {
				if writer := options.unread(p, s); writer != nil {
					p.Report(&writer.Node, writer.NameSpan,
						fmt.Sprintf("%s leaves something behind that no operation reads: callers who lost the answer, or come later, can't find out what is there", standard.Label(writer)),
						lint.Cure("add "+s.missing(api, standard.Get)))
				}
			}
		}
	}}
})

// unread returns an operation that works on things which no operation reads; nil if there is none.
func (options unreadableOptions) unread(p *lint.Pass, s *stock) *spec.Operation {
	writer := first(s.create, s.update)
	if options.ByItself {
		writer = first(writer, s.list)
	}
	if writer == nil || s.get != nil || s.entity == nil {
		return nil
	}
	if !options.ByItself && (s.list != nil || !s.stays(p.Words) || readsThing(p.Words, p.API, s.entity)) {
		return nil
	}
	return writer
}

// stays reports whether the thing is there after the call, as far as that can be seen: it has an
// identifier, and isn't a secret or a pass that is shown once.
func (s *stock) stays(l *words.Lexicon) bool {
	at := s.noun
	if at[0] == '/' {
		at = strings.TrimSuffix(at, "/{}")
	}
	if slices.Contains([]string{"token", "session", "key", "link", "challenge", "code", "url", "signature", "assessment", "preview", "estimate", "quote", "conversion"}, l.Singular(lastWord(at))) {
		return false
	}
	return s.entity.Resource != nil || slices.ContainsFunc(s.entity.AllFields(), func(f *spec.Field) bool {
		return slices.Contains([]string{"id", "name", "uid", "uuid", "number"}, words.Snake.Write(f.Name))
	})
}

// missing says which operation to add.
func (s *stock) missing(api *spec.API, method standard.Method) string {
	if api.Format == spec.OpenAPI {
		return map[standard.Method]string{standard.Get: "GET ", standard.Delete: "DELETE "}[method] + s.noun
	}
	return fmt.Sprintf("rpc %s for a %s", method, s.noun)
}
