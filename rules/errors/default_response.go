package errors

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/spec"
)

// addDefault offers a default response of what the document already declares for failures. With a
// response this is safe: it says what clients have to expect anyway. With no more than a schema the
// media type is a guess.
func addDefault(api *spec.API, o *spec.Operation) []lint.Option {
	if r := failure.Response(api); r != nil && failure.Refers(api, &o.Node, &r.Node) {
		return defaultOf(o, report.Safe, r.Name, fmt.Sprintf(`{"$ref": "#/components/responses/%s"}`, r.Name))
	}
	if response := failure.Like(api, &o.Node, "Any failure."); response != "" {
		return defaultOf(o, report.Unsafe, failure.Schema(api).Name, response)
	}
	return nil
}

func defaultOf(o *spec.Operation, safety report.Safety, name, response string) []lint.Option {
	added, ok := edit.InsertInto(&o.Node, "responses", "default", response)
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "answer failures with " + name, Safety: safety, Edits: []report.Edit{added}})}
}
