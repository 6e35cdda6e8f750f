package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// reportUnmarked finds the OpenAPI schemas that are sent as they are returned. JSON has no message to
// be confused by; what confuses are the properties that only the server sets, and that nothing marks.
func reportUnmarked(p *lint.Pass, api *spec.API) {
	seen := map[*spec.Field]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if body := o.RequestType(); o.Kind == spec.Call && body != nil && body == o.ResponseType() {
				for _, f := range body.AllFields() {
					if !seen[f] && isServerSet(p.Words, o, f) {
						seen[f] = true
						reportServerSet(p, o, body, f)
					}
				}
			}
		}
	}
}

// isServerSet reports whether no caller sets the property, whose marks don't say so. A number for an
// identifier is the server's when something is created; a text may be of the caller's choice.
func isServerSet(l *words.Lexicon, o *spec.Operation, f *spec.Field) bool {
	t := f.Type.Resolve()
	if f.Behavior != 0 || t.Kind == spec.KindBoolean {
		return false
	}
	counted := f.Name == "id" && t.Kind == spec.KindInteger && standard.Classify(l, o) == standard.Create
	return counted || l.SetByServer(f.Name)
}

func reportServerSet(p *lint.Pass, o *spec.Operation, body *spec.Type, f *spec.Field) {
	hurts := "consumers can't tell that it must not be sent"
	if f.Required {
		hurts = "every consumer is made to send it, and what it sends is ignored or wrong"
	}
	options := []lint.Option{lint.Cure("mark it with readOnly: true, or declare a schema without it for the request")}
	if at, text, ok := markReadOnly(f); ok {
		options = append(options, lint.Fix(report.Fix{
			Title: "mark " + f.Name + " as readOnly", Safety: report.Unsafe, Edits: []report.Edit{{Span: at, New: text}},
		}))
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s is set by the server, and %s takes %s as it is returned: %s", f.Name, standard.Label(o), nameOf(body), hurts), options...)
}

// markReadOnly returns the edit that marks a property. A property that only refers to another schema
// has no place for it before OpenAPI 3.1.
func markReadOnly(f *spec.Field) (source.Span, string, bool) {
	if f.Type.Kind == spec.KindReference || f.Type.Syntax == nil {
		return source.Span{}, "", false
	}
	return f.Type.Syntax.Insertion("readOnly", "true")
}

func nameOf(t *spec.Type) string {
	if t.Name == "" {
		return "its body"
	}
	return t.Name
}
