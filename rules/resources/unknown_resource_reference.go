package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type unknownReferenceOptions struct {
	Foreign bool     `json:"foreign"`
	Allow   []string `json:"allow"`
}

var unknownResourceReference = lint.NewWith(lint.Meta{
	ID:       "unknown-resource-reference",
	Title:    "a field refers to a resource that the API doesn't declare",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 124},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, unknownReferenceOptions{false, commonResources()}, func(options unknownReferenceOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		declared := declaredResources(api)
		spec.Walk(api, &spec.Visitor{Field: func(f *spec.Field) {
			if f.Reference != nil && !options.allows(refersTo(f)) && options.misses(declared, refersTo(f)) {
				reportUnknown(p, f, declared)
			}
		}})
	}}
})

// commonResources are those that the packages of Google refer to without declaring them (AIP-124).
func commonResources() []string {
	return []string{
		"*",
		"cloudbilling.googleapis.com/BillingAccount",
		"cloudresourcemanager.googleapis.com/Folder",
		"cloudresourcemanager.googleapis.com/Organization",
		"cloudresourcemanager.googleapis.com/Project",
		"locations.googleapis.com/Location",
	}
}

func (options unknownReferenceOptions) allows(name string) bool {
	return name == "" || slices.Contains(options.Allow, name)
}

// misses reports whether a type isn't among those declared. Resources of other services are declared
// by them, unless they are asked for.
func (options unknownReferenceOptions) misses(declared []string, name string) bool {
	service, _, _ := strings.Cut(name, "/")
	ours := slices.ContainsFunc(declared, func(d string) bool { return strings.HasPrefix(d, service+"/") })
	return (ours || options.Foreign) && !slices.Contains(declared, name)
}

// declaredResources returns the types of the resources that the API declares, in order.
func declaredResources(api *spec.API) []string {
	var declared []string
	eachResource(api, func(_ *spec.Node, r *spec.Resource) { declared = append(declared, r.Type) })
	slices.Sort(declared)
	return slices.Compact(declared)
}

func reportUnknown(p *lint.Pass, f *spec.Field, declared []string) {
	service, _, _ := strings.Cut(refersTo(f), "/")
	known := slices.DeleteFunc(slices.Clone(declared), func(d string) bool { return !strings.HasPrefix(d, service+"/") })
	cure := fmt.Sprintf("declare %s, here with resource_definition if another package has it", refersTo(f))
	if len(known) > 0 {
		cure += ", or write one of those that are declared: " + phrase.Or(phrase.Fit(known, 120))
	}
	p.Report(&f.Node, f.Reference.Span,
		fmt.Sprintf("%s refers to %s, which %s doesn't declare: nobody who reads the contract can tell what its names look like", f.Name, refersTo(f), p.API.Name),
		lint.Cure(cure))
}
