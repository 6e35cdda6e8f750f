package errors

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// plainName is a name that a $ref can hold as it is.
var plainName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// addDefault offers a default response of what the document already declares for failures. With a
// response this is safe: it says what clients have to expect anyway. With no more than a schema the
// media type is a guess.
func addDefault(api *spec.API, o *spec.Operation) []lint.Option {
	here := func(n *spec.Node) bool {
		return o.Span.File == api.Root && n.Span.File == api.Root && plainName.MatchString(n.Name)
	}
	if r := errorResponse(api); r != nil && here(&r.Node) {
		return defaultOf(o, report.Safe, r.Name, fmt.Sprintf(`{"$ref": "#/components/responses/%s"}`, r.Name))
	}
	if t := errorSchema(api); t != nil && here(&t.Node) {
		return defaultOf(o, report.Unsafe, t.Name, fmt.Sprintf(
			`{"description": "Any failure.", "content": {"%s": {"schema": {"$ref": "#/components/schemas/%s"}}}}`, mediaTypeOf(t.Name), t.Name))
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

func mediaTypeOf(name string) string {
	if strings.Contains(strings.ToLower(name), "problem") {
		return "application/problem+json"
	}
	return "application/json"
}
