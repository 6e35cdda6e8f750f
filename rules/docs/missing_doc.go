package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type missingDocOptions struct {
	Elements    []string `json:"elements"`
	SelfEvident []string `json:"self_evident"`
}

// Validate refuses elements that do not exist.
func (o missingDocOptions) Validate() error {
	for _, element := range o.Elements {
		if !slices.Contains(allElements(), element) {
			return fmt.Errorf("element %q is none of %s", element, phrase.And(allElements()))
		}
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
}, missingDocOptions{Elements: allElements(), SelfEvident: selfEvidentNames()}, func(options missingDocOptions) lint.Hooks {
	hooks := lint.Hooks{}
	for _, element := range options.Elements {
		switch element {
		case service:
			hooks.Service = checkService
		case operation:
			hooks.Operation = checkOperation
		case typeName:
			hooks.Type = checkType
		case field:
			hooks.Field = options.checkField
		case parameter:
			hooks.Parameter = options.checkParameter
		case enumValue:
			hooks.EnumValue = checkEnumValue
		}
	}
	return hooks
})

func checkService(p *lint.Pass, s *spec.Service) {
	if p.API.Format == spec.Proto {
		demand(p, &s.Node, "service "+s.Name, "so nobody knows what it is for without reading its code",
			"what it is for, and who calls it")
		return
	}
	// OpenAPI has no services: the document as a whole is the one.
	if len(s.Operations) > 0 {
		demand(p, &p.API.Node, "the API "+p.API.Name, "so nobody knows what it is for without reading its code",
			"what it is for, and who calls it")
	}
}

func checkOperation(p *lint.Pass, o *spec.Operation) {
	if o.Summary != "" {
		return
	}
	name := o.Name
	if p.API.Format == spec.OpenAPI && o.Path().Raw != "" {
		name = o.Method() + " " + o.Path().Raw
	}
	demand(p, &o.Node, name, "so consumers find out by trial what it does and how it fails",
		"what it does, when it fails, and whether it may be repeated")
}

func checkType(p *lint.Pass, t *spec.Type) {
	if t.Name == "" || t.Doc != "" && !isPlaceholder(t.Doc) || isEnvelope(p.API, t) {
		return
	}
	demand(p, &t.Node, t.Name, "so a reader has its name alone to go by", "what it stands for")
}

func (o missingDocOptions) checkField(p *lint.Pass, f *spec.Field) {
	if o.isSelfEvident(f) || p.API.Format == spec.OpenAPI && f.Owner == nil {
		return
	}
	demand(p, &f.Node, "field "+f.Name, "so each consumer decides alone what it means", "what it holds, in which unit, and when it is absent")
}

func (o missingDocOptions) checkParameter(p *lint.Pass, parameter *spec.Parameter) {
	if o.isSelfEvident(&parameter.Field) {
		return
	}
	demand(p, &parameter.Node, "parameter "+parameter.Name, "so each consumer decides alone what to send", "what it does, and what happens without it")
}

// checkEnumValue asks nothing of OpenAPI, whose enums have no place for it.
func checkEnumValue(p *lint.Pass, v *spec.EnumValue) {
	if p.API.Format != spec.Proto || v.Number == 0 && (strings.HasSuffix(v.Name, "UNSPECIFIED") || strings.HasSuffix(v.Name, "UNKNOWN")) {
		return
	}
	demand(p, &v.Node, v.Name, "so consumers guess when they will meet it", "when it is used")
}

// demand reports an element without documentation, unless it is on its way out.
func demand(p *lint.Pass, n *spec.Node, what, harm, contents string) {
	if n.Deprecated != nil {
		return
	}
	state := "has no documentation"
	if isPlaceholder(n.Doc) {
		state = fmt.Sprintf("has %q for documentation", strings.TrimSpace(n.Doc))
	} else if n.Doc != "" {
		return
	}
	how := "write a comment above it"
	if p.API.Format == spec.OpenAPI {
		how = "add a description"
	}
	p.Report(n, n.NameSpan, fmt.Sprintf("%s %s, %s", what, state, harm), lint.Cure(how+": "+contents))
}
