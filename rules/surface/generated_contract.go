package surface

import (
	"fmt"
	"regexp"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var generatedContract = lint.New(lint.Meta{
	ID:       "generated-contract",
	Title:    "the contract was made from the code that should follow it",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	named, generated := 0, []*spec.Operation{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if o.Name == "" {
				continue
			}
			named++
			if frameworkName.MatchString(o.Name) {
				generated = append(generated, o)
			}
		}
	}
	if len(generated) >= 3 && len(generated)*2 > named {
		o := generated[0]
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%d of %d operations are called as a framework calls them, such as %s: the contract follows the code, so that every refactoring renames what consumers call", len(generated), named, o.Name),
			lint.Cure("name the operations for consumers, and generate the code from the contract"))
	}
}})

// frameworkName finds the names that frameworks make of classes, functions and paths: OrderController_create
// (NestJS), createUsingPOST (Springfox), list_orders_orders__get (FastAPI), list_1 (springdoc).
var frameworkName = regexp.MustCompile(`Controller_|Using(GET|POST|PUT|PATCH|DELETE)(_\d+)?$|_(get|post|put|patch|delete)$|^[a-z]\w*_\d+$`)
