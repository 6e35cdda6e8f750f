package idempotency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/spec"
)

// declareConflict offers to answer what the draft of Idempotency-Key (IETF) answers, with what the
// document declares for failures: 422 and 409. It is unsafe, for the service has to do it. What an
// rpc answers stands in prose alone, and is not ours to write.
func (t *silentToken) declareConflict(api *spec.API) []lint.Option {
	if api.Format == spec.Proto {
		return nil
	}
	var steps []edit.Step
	for _, o := range t.operations {
		steps = append(steps,
			failsWith(api, o, "409", fmt.Sprintf("The first request with this %s still runs.", t.name)),
			failsWith(api, o, "422", fmt.Sprintf("The %s has come with another request before.", t.name)))
	}
	edits, ok := edit.All(steps...)
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "declare 409 and 422", Safety: report.Unsafe, Edits: edits})}
}

func failsWith(api *spec.API, o *spec.Operation, status, description string) edit.Step {
	response := failure.Like(api, &o.Node, description)
	added, ok := edit.InsertInto(&o.Node, "responses", status, response)
	return edit.One(added, ok && response != "")
}
