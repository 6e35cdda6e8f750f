package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type missingDocOptions struct {
	Elements    []string `json:"elements"`
	Coverage    int      `json:"coverage"`
	SelfEvident []string `json:"self_evident"`
}

// Validate refuses elements that do not exist, and percentages that are none.
func (o missingDocOptions) Validate() error {
	for _, element := range o.Elements {
		if known := append(allElements(), oneOf); !slices.Contains(known, element) {
			return fmt.Errorf("element %q is none of %s", element, phrase.And(known))
		}
	}
	if o.Coverage < 0 || o.Coverage > 100 {
		return fmt.Errorf("coverage %d is no percentage from 0 to 100", o.Coverage)
	}
	return nil
}

// The elements that can need documentation, as the option names them.
const (
	service   = "service"
	operation = "operation"
	typeName  = "type"
	field     = "field"
	parameter = "parameter"
	enumValue = "enum_value"
	oneOf     = "oneof" // not by default: its arms say what it is
)

func allElements() []string {
	return []string{service, operation, typeName, field, parameter, enumValue}
}

var missingDoc = lint.NewWith(lint.Meta{
	ID:       "missing-doc",
	Title:    "a part of the API is not documented",
	Group:    "docs",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{192},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, missingDocOptions{
	Elements:    allElements(),
	Coverage:    75,
	SelfEvident: selfEvidentNames(),
}, func(options missingDocOptions) lint.Hooks {
	return lint.Hooks{
		Service:   options.checkService,
		Operation: options.checkOperation,
		API:       options.checkAPI,
		Type:      options.checkMembers,
	}
})

func (o missingDocOptions) wants(element string) bool { return slices.Contains(o.Elements, element) }

// checkService looks at the document as a whole in OpenAPI, which knows no services.
func (o missingDocOptions) checkService(p *lint.Pass, s *spec.Service) {
	n, what := &s.Node, "service "+s.Name
	if p.API.Format == spec.OpenAPI {
		n, what = &p.API.Node, "the API "+p.API.Name
	}
	if o.wants(service) && len(s.Operations) > 0 {
		demand(p, n, what, "so nobody knows what it is for without reading its code", "what it is for, and who calls it")
	}
}

func (o missingDocOptions) checkOperation(p *lint.Pass, op *spec.Operation) {
	if o.wants(operation) && op.Summary == "" {
		demand(p, &op.Node, standard.Label(op), "so consumers find out by trial what it does and how it fails",
			"what it does, when it fails, and whether it may be repeated")
	}
}

// checkAPI looks at the definitions and parameters of the whole API.
func (o missingDocOptions) checkAPI(p *lint.Pass, api *spec.API) {
	if o.wants(typeName) {
		var types census
		types.addTypes(api, api.Types, nil)
		for _, n := range types.forgotten(o.Coverage) {
			demand(p, n, n.Name, "so a reader has its name alone to go by", "what it stands for")
		}
	}
	if o.wants(parameter) && api.Format == spec.OpenAPI {
		o.checkParameters(p, api)
	}
}

func (o missingDocOptions) checkParameters(p *lint.Pass, api *spec.API) {
	var parameters census
	spec.Walk(api, &spec.Visitor{Parameter: func(parameter *spec.Parameter) {
		if parameter.In != spec.InHeader || !isHTTPHeader(parameter.Name) {
			parameters.addField(&parameter.Field, o)
		}
	}})
	for _, n := range parameters.forgotten(o.Coverage) {
		demand(p, n, "parameter "+n.Name, "so each consumer decides alone what it means", "what it does, and what happens without it")
	}
}

// checkMembers looks at the fields of one type, or at the values of one enum. Those of OpenAPI
// enums have no place for documentation.
func (o missingDocOptions) checkMembers(p *lint.Pass, t *spec.Type) {
	if o.wants(field) {
		var fields census
		for _, f := range t.Fields {
			fields.addField(f, o)
		}
		for _, n := range fields.forgotten(o.Coverage) {
			demand(p, n, "field "+n.Name, "so each consumer decides alone what it means", "what it holds, in which unit, and when it is absent")
		}
	}
	if o.wants(oneOf) {
		for _, one := range t.OneOfs {
			demand(p, &one.Node, "oneof "+one.Name, "so a reader has to guess what its arms have in common", "what is chosen here")
		}
	}
	if o.wants(enumValue) && p.API.Format == spec.Proto {
		var values census
		for _, v := range t.Values {
			values.addValue(v)
		}
		for _, n := range values.forgotten(o.Coverage) {
			demand(p, n, n.Name, "so consumers guess when they will meet it", "when it is used")
		}
	}
}

// demand reports an element without documentation.
func demand(p *lint.Pass, n *spec.Node, what, harm, contents string) {
	if !lacksDoc(n) {
		return
	}
	state := "has no documentation"
	if isInternal(n.Doc) {
		state = "has an internal comment for documentation"
	} else if n.Doc != "" {
		state = fmt.Sprintf("has %q for documentation", strings.TrimSpace(n.Doc))
	}
	how := "write a comment above it"
	if p.API.Format == spec.OpenAPI {
		how = "add a description"
	}
	p.Report(n, n.NameSpan, fmt.Sprintf("%s %s, %s", what, state, harm), lint.Cure(how+": "+contents))
}
