package types

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/prose"
	"github.com/bylaw-dev/bylaw/spec"
)

var stringlyEnum = lint.New(lint.Meta{
	ID:       "stringly-enum",
	Title:    "a text has a closed set of values, which only prose lists",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{126},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	Field:     checkChoice,
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) { checkChoice(p, &parameter.Field) },
})

func checkChoice(p *lint.Pass, f *spec.Field) {
	t := valueType(f.Type)
	if t == nil || !isPlainText(t) || f.Deprecated != nil || f.Extendee != "" || namesMany(p.Words, f.Name) || asksForAction(f) {
		return
	}
	doc := f.Doc
	if doc == "" {
		doc = f.Type.Doc
	}
	values := prose.Values(doc)
	if len(values) == 0 || namesFields(f, values) {
		return
	}
	listed := phrase.Fit(values, room)
	options := []lint.Option{lint.Cure(choiceCure(f, values, p.API.Format))}
	if fix, ok := declareEnum(f, values, doc); ok && p.API.Format == spec.OpenAPI {
		options = append(options, lint.Fix(fix))
	}
	p.Report(&f.Node, typeSpan(f.Type),
		fmt.Sprintf("%s is a string that only prose limits to %s, so no compiler, validator or diff knows its values", f.Name, phrase.Or(listed)),
		options...)
}

// room is how many bytes of a message or cure a list of values may take.
const room = 120

// isPlainText reports whether a type says nothing of the texts that it allows.
func isPlainText(t *spec.Type) bool {
	c := t.Constraints
	return t.Kind == spec.KindString && t.Format == "" && (c == nil || c.Pattern == "" && c.Const == nil && len(c.In) == 0)
}

// namesMany tells the fields that hold one of endlessly many names or texts, of whose parts the
// documentation may speak.
func namesMany(l *words.Lexicon, name string) bool {
	all := words.Split(name)
	if len(all) == 0 {
		return true
	}
	switch l.Singular(all[len(all)-1]) {
	case "name", "parent", "id", "key", "filter", "query", "expression", "url", "uri", "path", "address", "entity", "stream",
		"description", "title", "message", "by", "mask", "sha", "token":
		return true
	}
	return false
}

// namesFields reports whether what looks like values are fields: "either a or a_id must be set".
func namesFields(f *spec.Field, values []string) bool {
	var siblings []*spec.Field
	if f.Owner != nil {
		siblings = f.Owner.Fields
	}
	for _, value := range values {
		if value == f.Name || value == f.JSONName {
			return true
		}
		for _, sibling := range siblings {
			if sibling.Name == value || sibling.JSONName == value {
				return true
			}
		}
	}
	return false
}

// asksForAction tells the fields of requests that stringly-action speaks of: those at the top.
func asksForAction(f *spec.Field) bool {
	return words.NamesAction(f.Name) && (f.Owner == nil || f.Owner.Direction.Has(spec.InRequest))
}

func choiceCure(f *spec.Field, values []string, format spec.Format) string {
	if format == spec.OpenAPI {
		return fmt.Sprintf("declare enum: [%s]", strings.Join(phrase.Fit(values, room), ", "))
	}
	name := words.Pascal.Write(f.Name)
	constants := []string{words.Upper.Write(f.Name) + "_UNSPECIFIED = 0"}
	for i, value := range values {
		constants = append(constants, fmt.Sprintf("%s_%s = %d", words.Upper.Write(f.Name), words.Upper.Write(value), i+1))
	}
	return fmt.Sprintf("declare an enum %s {%s}", name, strings.Join(phrase.Fit(constants, room), ", "))
}

// declareEnum writes the values into the schema. It is not safe: a value that the documentation has
// forgotten is refused from then on. Where only answers hold the value, or the list is one of today,
// an enum would close it for consumers whose next value is on its way: that is for someone to decide.
func declareEnum(f *spec.Field, values []string, doc string) (report.Fix, bool) {
	t := f.Type
	if t.Kind == spec.KindArray {
		t = t.Items
	}
	if t == nil || t.Kind != spec.KindString || t.Nullable {
		return report.Fix{}, false
	}
	safety := report.Unsafe
	if t.Direction == spec.InResponse || grows().MatchString(doc) {
		safety = report.DisplayOnly
	}
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = strconv.Quote(value)
	}
	added, ok := edit.Add(&t.Node, "enum", "["+strings.Join(quoted, ", ")+"]")
	return report.Fix{Title: "declare the values as an enum", Safety: safety, Edits: []report.Edit{added}}, ok
}

// grows are the words by which documentation says that its list is one of today.
var grows = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:currently|presently|at present|at the moment|for now|so far|may change|over time|future|more values|new values)\b`)
})
