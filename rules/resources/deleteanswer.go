package resources

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// checkDeleteAnswer looks at one successful answer of a DELETE over HTTP.
func checkDeleteAnswer(p *lint.Pass, o *spec.Operation, r *spec.Response) {
	label := standard.Label(o)
	switch {
	case r.Status == "204" && len(r.Content) > 0:
		content, _ := r.Attr("content")
		p.Report(&r.Node, content.NameSpan,
			label+" answers 204 with a body, which HTTP forbids: it never arrives, and generated clients that wait for it fail",
			append(withoutContent(r), lint.Cure("delete content, or answer 200 if the body matters"))...)
	case r.Status == "201":
		p.Report(&r.Node, r.NameSpan, label+" answers 201 Created: clients and caches take it for the opposite of what was asked for",
			lint.Cure("answer 204 without a body, 200 with the deleted resource, or 202 if it is deleted later"))
	case r.Status == "200" && len(r.Content) == 0 && !answersWith(o, "204"):
		p.Report(&r.Node, r.NameSpan, label+" answers 200 and declares no body: generated clients don't know whether to read one",
			lint.Cure("answer 204, or declare what the body of the 200 is"))
	case r.Status == "200" && isProse(o.ResponseType()):
		p.Report(&r.Node, r.NameSpan, label+" answers 200 with a text: programs can't use it, and nothing can be added to it",
			lint.Cure("answer 204 without a body, or 200 with the deleted resource"))
	}
}

// withoutContent offers to delete a body that can't be sent, where the response belongs to the
// operation alone.
func withoutContent(r *spec.Response) []lint.Option {
	if removal, ok := r.Syntax.Removal("content"); ok && r.Target == nil {
		return []lint.Option{lint.Fix(report.Fix{
			Title: "delete the body", Safety: report.Safe, Edits: []report.Edit{{Span: removal}},
		})}
	}
	return nil
}

func answersWith(o *spec.Operation, status string) bool {
	return slices.ContainsFunc(o.Responses, func(r *spec.Response) bool { return r.Status == status })
}

// isProse reports whether a body is a bare text or boolean, or an object that holds nothing but a
// text for people.
func isProse(t *spec.Type) bool {
	if t == nil {
		return false
	}
	fields := t.AllFields()
	if t.Kind != spec.KindObject || len(fields) == 0 {
		return t.Kind == spec.KindString || t.Kind == spec.KindBoolean
	}
	return !slices.ContainsFunc(fields, func(f *spec.Field) bool {
		return f.Type.Resolve().Kind != spec.KindString || !isText(words.Snake.Write(f.Name))
	})
}

func isText(name string) bool {
	switch name {
	case "message", "msg", "detail", "details", "description", "text", "info", "result", "response", "status":
		return true
	}
	return false
}
