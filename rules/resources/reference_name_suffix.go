package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type referenceSuffixOptions struct {
	Suffixes []string `json:"suffixes"`
	Plain    bool     `json:"plain"`
	Allow    []string `json:"allow"`
}

var referenceNameSuffix = lint.NewWith(lint.Meta{
	ID:       "reference-name-suffix",
	Title:    "a field that refers to a resource is called after what the text is",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, referenceSuffixOptions{
	Suffixes: []string{"name"},
	Allow:    []string{"display_name", "family_name", "given_name", "full_resource_name", "crypto_key_name", "cmek_key_name", "resource_name"},
}, func(options referenceSuffixOptions) lint.Hooks {
	return lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		at := strings.LastIndexByte(f.Name, '_')
		if at <= 0 || !slices.Contains(options.Suffixes, f.Name[at+1:]) || f.Type.Resolve().Kind != spec.KindString || f.Owner == nil {
			return
		}
		if f.Reference == nil && !options.Plain || options.allows(f.Name) {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s says that it is a %s, which every reference to a resource is: readers take it for something else than the resource", f.Name, f.Name[at+1:]),
			lint.Cure("call it "+f.Name[:at]))
	}}
})

func (options referenceSuffixOptions) allows(name string) bool {
	return slices.ContainsFunc(options.Allow, func(allowed string) bool {
		return name == allowed || strings.HasSuffix(name, "_"+allowed)
	})
}
