package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type unannotatedResourceOptions struct {
	Unused bool `json:"unused"`
}

var unannotatedResource = lint.NewWith(lint.Meta{
	ID:       "unannotated-resource",
	Title:    "a message is a resource, and nothing says so",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{123},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, unannotatedResourceOptions{}, func(options unannotatedResourceOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		entities := entitiesOf(p.Words, api)
		for _, t := range api.Types {
			isResource := (entities[t] || options.Unused) && !isPartOfCall(t.Name)
			if isResource && t.Resource == nil && slices.ContainsFunc(t.Fields, isNameField) {
				p.Report(&t.Node, t.NameSpan,
					fmt.Sprintf("%s has a name and isn't annotated as a resource: generated clients have no helpers for its names, and nothing can refer to it", t.Name),
					lint.Cure(fmt.Sprintf("add option (google.api.resource) = {type: \"shop.example.com/%s\" pattern: %q}", t.Name, patternFor(p.Words, t.Name))))
			}
		}
	}}
})

func isNameField(f *spec.Field) bool { return f.Name == "name" && f.Type.Kind == spec.KindString }

// isPartOfCall reports whether a message is named as what a call takes or answers.
func isPartOfCall(name string) bool {
	return strings.HasSuffix(name, "Request") || strings.HasSuffix(name, "Response") || name == "Operation"
}

func patternFor(l *words.Lexicon, name string) string {
	noun := words.Split(name)
	last := len(noun) - 1
	plural := append(slices.Clone(noun[:last]), l.Plural(noun[last]))
	return words.Camel.Join(plural) + "/{" + words.Snake.Join(noun) + "}"
}
