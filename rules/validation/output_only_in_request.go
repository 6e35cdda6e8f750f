package validation

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var outputOnlyInRequest = lint.New(lint.Meta{
	ID:       "output-only-in-request",
	Title:    "a request has a field that no one may send",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{203},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	request := o.RequestType()
	if request == nil || o.Kind != spec.Call || request.Direction.Has(spec.InResponse) || request.Resource != nil {
		return
	}
	for _, f := range request.Fields {
		if isPartOf(o, f.Name) || !f.Behavior.Has(spec.BehaviorOutputOnly) || f.Behavior.Has(spec.BehaviorInputOnly) || f.Deprecated != nil {
			continue
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is output only and stands in a request that is never answered with: callers can't set it and never see it", f.Name),
			lint.Cure(outputCure(p.API.Format)))
	}
}})

// isPartOf reports whether an operation answers a field of that name with what it has changed: the
// request is the same thing in part, and the caller does see the field.
func isPartOf(o *spec.Operation, name string) bool {
	answer := o.ResponseType()
	return answer != nil && (o.Method() == "PATCH" || o.Method() == "PUT") && slices.ContainsFunc(answer.Fields, func(f *spec.Field) bool { return f.Name == name })
}

func outputCure(format spec.Format) string {
	if format == spec.Proto {
		return "take OUTPUT_ONLY away if callers are to send it, or move it to the response"
	}
	return "take readOnly away if callers are to send it, or move it to the schema of the response"
}
