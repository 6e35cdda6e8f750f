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

var operationNameCase = lint.NewWith(lint.Meta{
	ID:       "operation-name-case",
	Title:    "an operation is written in another case than the rest of the API",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{190},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, convention.Options{Case: convention.Majority}, func(options convention.Options) lint.Hooks {
	return lint.Hooks{
		Operation: protoOperationCase,
		API: func(p *lint.Pass, api *spec.API) {
			if api.Format == spec.OpenAPI {
				operationIDCase(p, api, options)
			}
		},
	}
})

// protoOperationCase knows no majority: an rpc's name is a part of its address, and generators turn
// PascalCase into what each language writes.
func protoOperationCase(p *lint.Pass, o *spec.Operation) {
	if p.API.Format != spec.Proto || words.Pascal.Has(o.Name) {
		return
	}
	better := words.Pascal.Write(o.Name)
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("rpc %s is not %s, so generated clients have a method unlike all others", o.Name, words.Pascal.Title()),
		lint.Cure(fmt.Sprintf("name it %s; callers of %s need the old name until they have moved", better, o.Name)),
		rename(&o.Node, better))
}

func operationIDCase(p *lint.Pass, api *spec.API, options convention.Options) {
	var named []*spec.Operation
	var tally convention.Tally
	spec.Walk(api, &spec.Visitor{Operation: func(o *spec.Operation) {
		if stem := operationStem(o.Name); stem != "" {
			named = append(named, o)
			tally.Add(stem)
		}
	}})
	want := options.Decide(tally, words.Camel)
	for _, o := range named {
		stem := operationStem(o.Name)
		if want.Has(stem) {
			continue
		}
		better := strings.TrimSuffix(o.Name, stem) + want.Write(stem)
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("operationId %s is %s, %s", o.Name, convention.Describe(stem), want.Reason("operationIds")),
			lint.Cure(fmt.Sprintf("name it %s, so that the methods of generated clients look like those of one API", better)),
			rename(&o.Node, better))
	}
}

// operationStem returns the part of an operationId that has a case: the method, without the group
// that stands before it in "repos/create-fork", "orders.list" and "OrderController_findAll".
func operationStem(name string) string {
	stem := name[strings.LastIndexAny(name, "/.")+1:]
	at := strings.LastIndexByte(stem, '_')
	if at > 0 && words.Pascal.Has(stem[:at]) && identifier(stem[:at]) != "" {
		stem = stem[at+1:]
	}
	return identifier(stem)
}
