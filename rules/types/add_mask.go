package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// addMask offers the mask in a request that is the operation's own. It is unsafe, for the service has
// to obey it; what it does without one is up to it, and stays as it is.
func addMask(api *spec.API, o *spec.Operation, resource *spec.Field) []lint.Option {
	request := o.RequestType()
	if !standard.Own(api, request) || !edit.Takes(request, "update_mask") {
		return nil
	}
	number := edit.FreeNumber(request)
	added, ok := edit.AddField(request, fmt.Sprintf("// The fields of %s that are to change (AIP-134).", resource.Name),
		fmt.Sprintf("%s%s update_mask = %d;", edit.Optional(api, request), written(api, "google.protobuf.FieldMask"), number))
	edits, ok := edit.All(edit.One(added, ok && number > 0), edit.Many(edit.Import(api, request.Span.File, "google/protobuf/field_mask.proto")))
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "add update_mask to " + request.Name, Safety: report.Unsafe, Edits: edits})}
}
