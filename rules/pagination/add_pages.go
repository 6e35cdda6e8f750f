package pagination

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// pageParts are the names of what a list lacks to have pages; "" for what it has.
type pageParts struct {
	size, token, next string
	has               string // the name of the token's other half, if only one is missing
}

// addPages offers what is missing. It is display-only: consumers that don't know of pages would take
// the first for all there is.
func (l list) addPages(missing pageParts) []lint.Option {
	return l.add(missing, "add pages", report.DisplayOnly)
}

func (l list) add(missing pageParts, title string, safety report.Safety) []lint.Option {
	edits, ok := l.inSchema(missing)
	if l.pass.API.Format == spec.Proto {
		edits, ok = l.inMessages(missing)
	}
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: title, Safety: safety, Edits: edits})}
}

// inMessages adds the fields to the messages of an rpc.
func (l list) inMessages(missing pageParts) ([]report.Edit, bool) {
	request, response := l.operation.RequestType(), l.operation.ResponseType()
	if !declares(l.pass.API, request) || !declares(l.pass.API, response) || request == response {
		return nil, false
	}
	size := l.field(request, 0, missing.size, "int32", "How many there may be on a page; the service may return fewer.")
	token := l.field(request, size.number, missing.token, "string",
		fmt.Sprintf("The %s of the page before; empty for the first.", cmp.Or(missing.next, missing.has, "next_page_token")))
	next := l.field(response, 0, missing.next, "string",
		fmt.Sprintf("What to send as %s to get the next page; empty on the last.", cmp.Or(missing.token, missing.has, "page_token")))
	return edit.All(size.step, token.step, next.step)
}

func declares(api *spec.API, t *spec.Type) bool {
	return t != nil && slices.ContainsFunc(api.Documents, func(d *spec.Document) bool { return d.File == t.Span.File })
}

// newField is a field to be added.
type newField struct {
	number int
	step   edit.Step
}

func (l list) field(t *spec.Type, taken int, name, kind, doc string) newField {
	if name == "" {
		return newField{step: edit.Many(nil, true)}
	}
	number := edit.FreeNumber(t, taken)
	added, ok := edit.AddField(t, "// "+doc, fmt.Sprintf("%s%s %s = %d;", edit.Optional(l.pass.API, t), kind, name, number))
	return newField{number, edit.One(added, ok && number > 0 && edit.Takes(t, name))}
}

// inSchema adds query parameters, and a property to the object that is answered.
func (l list) inSchema(missing pageParts) ([]report.Edit, bool) {
	o, answer := l.operation, l.operation.ResponseType()
	var parameters []string
	if missing.size != "" {
		parameters = append(parameters, fmt.Sprintf(
			`{"name": "%s", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": %d}}`, missing.size, usualMaximum))
	}
	if missing.token != "" {
		parameters = append(parameters, fmt.Sprintf(
			`{"name": "%s", "in": "query", "schema": {"type": "string"}}`, missing.token))
	}
	var steps []edit.Step
	if missing.next != "" {
		taken := slices.ContainsFunc(answer.AllFields(), func(f *spec.Field) bool {
			return words.Snake.Write(f.Name) == words.Snake.Write(missing.next)
		})
		added, ok := edit.InsertInto(&answer.Node, "properties", missing.next, `{"type": "string"}`)
		steps = append(steps, edit.One(added, ok && !taken))
	}
	if len(parameters) > 0 { // may belong at the end of the operation too, where what is indented deeper comes first
		steps = append(steps, edit.Many(edit.Append(&o.Node, "parameters", parameters...)))
	}
	return edit.All(steps...)
}
