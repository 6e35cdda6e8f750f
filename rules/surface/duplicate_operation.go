package surface

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var duplicateOperation = lint.New(lint.Meta{
	ID:       "duplicate-operation",
	Title:    "two operations do the same under two names",
	Group:    "surface",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{131, 132},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	for _, s := range api.Services {
		first := map[string]*spec.Operation{}
		for _, o := range s.Operations {
			key := meaningOf(p.Words, o)
			if key == "" || o.Deprecated != nil {
				continue
			}
			before := first[key]
			if before == nil {
				first[key] = o
			} else if before.Name != o.Name && before.ResponseType() == o.ResponseType() && sameInputs(before, o) {
				p.Report(&o.Node, o.NameSpan,
					fmt.Sprintf("%s takes and answers what %s does: consumers can't tell which to call, and what is mended in one stays wrong in the other", o.Name, before.Name),
					lint.Cure("deprecate one of them in favour of the other"), lint.Related(before.NameSpan, "the other operation"))
			}
		}
	}
}})

// meaningOf returns what an operation does in other words: the standard verb that its verb stands for, and its
// nouns; "" if it is unknown.
func meaningOf(l *words.Lexicon, o *spec.Operation) string {
	verb := standard.Verb(l, o)
	if o.Kind != spec.Call || o.ResponseType() == nil || verb == "" {
		return ""
	}
	meaning, isSynonym := l.StandardVerb(verb)
	if _, isStandard := standard.Named(verb); isStandard {
		meaning, isSynonym = verb, true
	}
	if !isSynonym || verb == "patch" { // which changes a part where an update may replace the whole
		return ""
	}
	var noun []string
	for _, word := range words.Split(o.Name) {
		if word != verb {
			noun = append(noun, word)
		}
	}
	return meaning + " " + strings.Join(noun, " ")
}

// sameInputs reports whether callers give both operations the same.
func sameInputs(a, b *spec.Operation) bool {
	if a.Method() != b.Method() || a.Streaming != b.Streaming {
		return false
	}
	names := map[string]spec.Kind{}
	for _, input := range a.Inputs() {
		names[input.Name] = input.Type.Resolve().Kind
	}
	inputs := b.Inputs()
	for _, input := range inputs {
		if kind, ok := names[input.Name]; !ok || kind != input.Type.Resolve().Kind {
			return false
		}
	}
	return len(inputs) == len(names) && len(names) > 0
}
