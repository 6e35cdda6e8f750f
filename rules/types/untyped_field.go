package types

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type untypedOptions struct {
	Messages []string `json:"messages"`
}

var untypedField = lint.NewWith(lint.Meta{
	ID:       "untyped-field",
	Title:    "a field holds anything",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{146},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, untypedOptions{[]string{"google.protobuf.Any"}}, func(options untypedOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		if isEnvelope(api.Name) {
			return
		}
		bodies := bodiesOf(api)
		spec.Walk(api, &spec.Visitor{Field: func(f *spec.Field) {
			// What operations are about is for generic-payload to say.
			if f.Owner == nil || bodies[f.Owner] || f.Deprecated != nil || f.OneOf != nil || isOpenByDesign(f.Name) {
				return
			}
			if t := valueType(f.Type); t != nil && options.isUntyped(t) {
				p.Report(&f.Node, f.Type.NameSpan,
					fmt.Sprintf("%s holds anything: no client has a type for it, nothing validates it, and no tool sees it break", f.Name),
					lint.Cure(untypedCure(api.Format)))
			}
		}})
	}}
})

// bodiesOf returns the types that operations take and answer.
func bodiesOf(api *spec.API) map[*spec.Type]bool {
	bodies := map[*spec.Type]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			bodies[o.RequestType()], bodies[o.ResponseType()] = true, true
		}
	}
	return bodies
}

// isUntyped reports whether a type is a message that stands for any other, or a schema without a word.
func (o untypedOptions) isUntyped(t *spec.Type) bool {
	if slices.Contains(o.Messages, string(t.ID())) {
		return true
	}
	return t.Kind == spec.KindAny && t.Proto == nil && t.Schema == nil && t.Doc == "" && t.Syntax != nil && len(t.Syntax.Attributes()) == 0
}

func untypedCure(format spec.Format) string {
	if format == spec.Proto {
		return "declare a message, or a oneof of those that it may be"
	}
	return "declare its type, or a oneOf of those that it may have"
}

// isOpenByDesign tells what others fill in: the details of errors (AIP-193), and extensions.
func isOpenByDesign(name string) bool { return name == "details" || name == "extensions" }

// isEnvelope tells the packages of Google whose messages hold what others define.
func isEnvelope(name string) bool {
	return name == "google.longrunning" || name == "google.rpc" || strings.HasPrefix(name, "google.rpc.")
}
