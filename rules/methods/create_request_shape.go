package methods

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type createRequestShapeOptions struct {
	Optional  []string `json:"optional"`
	ClientIDs bool     `json:"client_ids"`
	ByPath    bool     `json:"by_path"`
}

var createRequestShape = lint.NewWith(lint.Meta{
	ID:       "create-request-shape",
	Title:    "a create asks for more or less than what is created, and where",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{133, 203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict | lint.AIP,
}, createRequestShapeOptions{Optional: []string{}}, func(options createRequestShapeOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if p.API.Format == spec.OpenAPI {
			if creating.is(p, o, options.ByPath) {
				checkParameters(p, o, creating, options.known())
				checkClientParameter(p, o, options)
			}
		} else if r := requestOf(p, o, creating); r != nil {
			r.checkAddress()
			r.checkCarried()
			r.checkExtras(options.Optional)
			r.checkClientField(options)
		}
	}}
})

// known returns what a create may take in its query; an id is no extra.
func (options createRequestShapeOptions) known() []string {
	if len(options.Optional) == 0 {
		return nil
	}
	return append([]string{"id"}, options.Optional...)
}

// checkClientField looks at the field by which a caller chooses the id of what is created.
func (r *request) checkClientField(options createRequestShapeOptions) {
	f := r.field(r.noun + "_id")
	switch {
	case f != nil && f.Type.Resolve().Kind != spec.KindString:
		r.pass.Report(&f.Node, f.Type.NameSpan,
			fmt.Sprintf("%s takes a %s that is no string: it becomes a part of the name, which is one", r.message.Name, f.Name),
			lint.Cure(fmt.Sprintf("declare string %s = %d", f.Name, f.Number)))
	case f == nil && options.ClientIDs:
		r.pass.Report(&r.message.Node, r.message.NameSpan, fmt.Sprintf(noClientID, r.message.Name, r.noun+"_id"),
			lint.Cure(fmt.Sprintf("declare string %s_id", r.noun)))
	}
}

const noClientID = "%s lets no caller choose %s: declarative clients have no name for what is created beforehand, and a repeated call creates another"

func checkClientParameter(p *lint.Pass, o *spec.Operation, options createRequestShapeOptions) {
	if !options.ClientIDs {
		return
	}
	for _, input := range o.Inputs() {
		if input.In == spec.InBody || input.In == spec.InPath || words.Snake.Write(input.Name) != "id" {
			continue
		}
		if input.In != spec.InQuery || input.Type.Resolve().Kind != spec.KindString {
			node := standard.Declared(&input)
			p.Report(node, node.NameSpan, fmt.Sprintf("%s takes an id that is no string in the query: it becomes a part of the path, which is text", standard.Label(o)),
				lint.Cure("declare id with in: query and type: string"))
		}
		return
	}
	p.Report(&o.Node, o.NameSpan, fmt.Sprintf(noClientID, standard.Label(o), "id"), lint.Cure("declare a parameter id with in: query and type: string"))
}
