package naming

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/convention"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var enumValueCase = lint.NewWith(lint.Meta{
	ID:       "enum-value-case",
	Title:    "an enum value is written in another case than the others",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{126},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, convention.Options{Case: convention.Majority}, func(options convention.Options) lint.Hooks {
	return lint.Hooks{
		Type: func(p *lint.Pass, t *spec.Type) {
			if p.API.Format == spec.Proto {
				protoValueCase(p, t)
			}
		},
		API: func(p *lint.Pass, api *spec.API) {
			if api.Format == spec.OpenAPI {
				openAPIValueCase(p, api, options)
			}
		},
	}
})

// protoValueCase knows no majority: generators turn UPPER_CASE into the constants of each language. A
// value beside its alias in the right case is there for JSON that still spells it so.
func protoValueCase(p *lint.Pass, t *spec.Type) {
	numbers := map[string]int32{}
	for _, v := range t.Values {
		numbers[v.Name] = v.Number
	}
	for _, v := range t.Values {
		if words.Upper.Has(v.Name) {
			continue
		}
		better := words.Upper.Write(v.Name)
		if number, found := numbers[better]; found && number == v.Number {
			continue
		}
		p.Report(&v.Node, v.NameSpan,
			fmt.Sprintf("enum value %s is not %s, so generated code has a constant unlike all others", v.Name, words.Upper.Title()),
			lint.Cure(fmt.Sprintf("rename it to %s: the binary form stays, JSON that spells %s is refused", better, v.Name)),
			rename(&v.Node, better))
	}
}

// openAPIValueCase compares the values of one enum with each other and, where they agree, with
// those of the other enums.
func openAPIValueCase(p *lint.Pass, api *spec.API, options convention.Options) {
	vocabularies := vocabulariesOf(api)
	var tally convention.Tally
	for _, v := range vocabularies {
		if v.isOwn(p.Words) {
			tally.Add(v.names...)
		}
	}
	want := options.Decide(tally, words.Snake, words.Camel, words.Kebab, words.Upper)
	for _, v := range vocabularies {
		switch {
		case !convention.Shared(v.names):
			v.reportOdd(p, want.Case)
		case !convention.Fits(want.Case, v.names) && v.isOwn(p.Words):
			v.reportAll(p, want)
		}
	}
}

// reportOdd reports the values that are not in the case of most values of their enum; of two cases
// with as many, that of the API counts.
func (v vocabulary) reportOdd(p *lint.Pass, ofAPI words.Case) {
	var tally convention.Tally
	for _, name := range v.names {
		tally.Add(name)
	}
	want := convention.Options{Case: convention.Majority}.Decide(tally, ofAPI, words.Upper)
	for _, value := range v.values {
		if want.Has(value.Name) {
			continue
		}
		better := want.Write(value.Name)
		options := []lint.Option{lint.Cure(fmt.Sprintf("write %s, and accept %s until its senders have moved", better, value.Name))}
		if want.Case == ofAPI {
			options = append(options, rename(&value.Node, better))
		}
		p.Report(&value.Node, value.NameSpan,
			fmt.Sprintf("%s is %s beside values in %s: consumers who compare it with the spelling of the others never match it",
				value.Name, convention.Describe(value.Name), want.Title()), options...)
	}
}

// reportAll reports an enum whose values agree with each other and not with the other enums.
func (v vocabulary) reportAll(p *lint.Pass, want convention.Convention) {
	first := v.values[slices.IndexFunc(v.names, func(name string) bool { return !want.Has(name) })]
	better := make([]string, len(v.names))
	for i, name := range v.names {
		better[i] = want.Write(name)
	}
	p.Report(&v.enum.Node, first.NameSpan,
		fmt.Sprintf("the values of this enum are %s, %s", convention.Describe(first.Name), want.Reason("enums")),
		lint.Cure(fmt.Sprintf("write %s in the next version of the API: who knows the other enums spells them so",
			phrase.And(phrase.Fit(better, 80)))))
}
