package errors

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var errorWithoutFieldDetails = lint.New(lint.Meta{
	ID:       "error-without-field-details",
	Title:    "an error about a request can't say which of its fields is wrong",
	Group:    "errors",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[any]bool{}
		eachFailure(api, func(o *spec.Operation, r *spec.Response) {
			t := refusal(o, r)
			if t == nil || seen[identity(t)] || hasDetails(o) {
				return
			}
			seen[identity(t)] = true
			p.Report(&t.Node, t.NameSpan,
				fmt.Sprintf("%s refuses a body with %s, which has no place for the fields that are wrong: no form can mark them, and callers mend one a call",
					standard.Label(o), nameOr(t, "a schema")),
				lint.Cure("add a list of violations, each with the path of its field, a code and a description"),
				lint.Related(r.NameSpan, "where it is answered"))
		})
	},
})

// hasDetails reports whether one of the bodies by which the operation refuses a request has a place for
// its fields: a second one may be about something else, such as a token that came twice.
func hasDetails(o *spec.Operation) bool {
	return slices.ContainsFunc(o.Responses, func(r *spec.Response) bool {
		t := refusal(o, r)
		return t != nil && anyField(t, namesField)
	})
}

// refusal returns the body by which a request with several fields is refused; nil if it isn't, or
// its shape is not known.
func refusal(o *spec.Operation, r *spec.Response) *spec.Type {
	if r.Status != "400" && r.Status != "422" || len(o.RequestType().AllFields()) < 2 {
		return nil
	}
	for _, m := range r.Content {
		if t := m.Type.Resolve(); isPlainJSON(m.Name) && t != nil && t.Kind == spec.KindObject && len(t.AllFields()) > 0 {
			return t
		}
	}
	return nil
}

func nameOr(t *spec.Type, other string) string {
	if t.Name != "" {
		return t.Name
	}
	return other
}

// namesField reports whether a field of an error tells what is wrong in the request: its name or place,
// a list, or anything.
func namesField(name string, f *spec.Field) bool {
	switch t := f.Type.Resolve(); t.Kind {
	case spec.KindArray, spec.KindMap, spec.KindAny, spec.KindUnion:
		return true
	}
	for _, word := range words.Split(name) {
		switch word {
		case "field", "fields", "param", "params", "parameter", "parameters", "property", "path", "pointer", "location", "source", "target", "violations":
			return true
		}
	}
	return false
}
