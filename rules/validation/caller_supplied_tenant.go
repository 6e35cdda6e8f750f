package validation

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed tenant.txt
var tenantText string

var callerSuppliedTenant = lint.NewWith(lint.Meta{
	ID:       "caller-supplied-tenant",
	Title:    "callers say whose data they are about",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, vocabulary.Unchanged(), func(options vocabulary.Options) lint.Hooks {
	tenants := vocabulary.Parse(tenantText, options)
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Node]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				for _, input := range o.Inputs() {
					declared := standard.Declared(&input)
					if seen[declared] || o.Kind != spec.Call || managesTenants(o) || input.In == spec.InPath || input.Reference != nil || !names(tenants, input) {
						continue
					}
					seen[declared] = true
					p.Report(declared, declared.NameSpan,
						fmt.Sprintf("the caller of %s says in %s whose data it is about: where one query forgets to compare it with the caller's own, tenants read each other's", standard.Label(o), input.Name),
						lint.Cure("take the tenant from the caller's credentials, or make it part of the path that is authorised"))
				}
			}
		}
	}}
})

// managesTenants reports whether an operation is about tenants themselves.
func managesTenants(o *spec.Operation) bool {
	return strings.Contains(strings.ToLower(o.Name), "tenant")
}

func names(tenants vocabulary.Terms, input spec.Input) bool {
	if _, ok := tenants.Is(input.Name); !ok || input.Behavior.Has(spec.BehaviorOutputOnly) {
		return false
	}
	kind := input.Type.Resolve().Kind
	return kind == spec.KindString || kind == spec.KindInteger
}
