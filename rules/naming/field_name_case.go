package naming

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/convention"
	"github.com/bylaw-dev/bylaw/spec"
)

var fieldNameCase = lint.NewWith(lint.Meta{
	ID:       "field-name-case",
	Title:    "a field is written in another case than the rest of the API",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, convention.Options{Case: convention.Majority}, func(options convention.Options) lint.Hooks {
	return lint.Hooks{
		Field: protoFieldCase,
		OneOf: oneOfCase,
		API: func(p *lint.Pass, api *spec.API) {
			if api.Format == spec.OpenAPI {
				openAPIFieldCase(p, api, options)
			}
		},
	}
})

// protoFieldCase knows no majority: code generators derive the names of every language from
// lower_snake_case.
func protoFieldCase(p *lint.Pass, f *spec.Field) {
	if p.API.Format != spec.Proto || words.Snake.Has(f.Name) {
		return
	}
	better := words.Snake.Write(f.Name)
	cure := fmt.Sprintf("rename it to %s", better)
	if words.Camel.Write(better) == f.JSONName {
		cure += fmt.Sprintf("; neither the binary form nor the JSON name %s changes", f.JSONName)
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("field %s is not %s, so generated code spells it unlike every other field", f.Name, words.Snake.Title()),
		append(renameField(p.API, f, better), lint.Cure(cure))...)
}

// oneOfCase wants oneofs to be written as fields are: generated code makes accessors of both.
func oneOfCase(p *lint.Pass, o *spec.OneOf) {
	if !words.Snake.Has(o.Name) {
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("oneof %s is not %s, so generated code spells it unlike every field", o.Name, words.Snake.Title()),
			lint.Cure(fmt.Sprintf("rename it to %s; neither the binary form nor JSON changes", words.Snake.Write(o.Name))))
	}
}

// openAPIFieldCase looks at the names that travel: properties, and parameters in the query. The
// names of headers have a case of their own, and those of path parameters stay in the document.
func openAPIFieldCase(p *lint.Pass, api *spec.API, options convention.Options) {
	census := newCensus(api)
	want := options.Decide(census.tally)
	for _, f := range census.fields {
		name := identifier(f.Name)
		if name == "" || want.Has(name) {
			continue
		}
		better := strings.Replace(f.Name, name, want.Write(name), 1)
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is %s, %s", f.Name, convention.Describe(name), want.Reason("names")),
			append(renameField(p.API, f, better),
				lint.Cure(fmt.Sprintf("name it %s, so that consumers need not remember which name goes which way", better)))...)
	}
}
