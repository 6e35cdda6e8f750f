package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// bodyType returns the type that the body of a binding holds; nil: it has none, or one that is no JSON.
func bodyType(op *spec.Operation, http *spec.HTTPBinding) *spec.Type {
	t := op.Request.Content[0].Type
	if http.Body != "*" {
		f := fieldOf(t, http.Body)
		if f == nil {
			return nil
		}
		t = f.Type
	}
	if isHTTPBody(t.Resolve()) {
		return nil
	}
	return t
}

func (e *exporter) requestBody(b *binding) *spec.Value {
	if b.http.Body == "" {
		return nil
	}
	t := bodyType(b.op, b.http)
	if t == nil {
		return object().
			put("description", text("The document as it is, of any media type.")).
			put("content", object().put("*/*", object().value()).value()).value()
	}
	body := object()
	schema, required := e.bodySchema(b, t)
	if b.body != nil {
		body.set("description", said(description(&b.body.Node)))
	}
	media, streamed := "application/json", b.op.Streaming&spec.ClientStreaming != 0
	if streamed {
		media = "application/jsonl"
		body.put("description", text("One message a line (JSON Lines). The schema is that of a line."))
	}
	return body.set("required", yes(required && !streamed)).
		put("content", object().put(media, object().put("schema", schema).value()).value()).value()
}

// bodySchema returns the schema of a body, and whether there has to be one.
func (e *exporter) bodySchema(b *binding, t *spec.Type) (*spec.Value, bool) {
	message := t.Resolve()
	if t.Kind != spec.KindReference || !e.isMessage(message) {
		return e.schemas.value(t, sent).schema("", false), b.body != nil && needed(b.body)
	}
	if b.body == nil {
		v := e.wholeVariant(b)
		return e.schemas.component(message, v).reference(), anyNeeded(message, v)
	}
	v := variant{without: without(b, b.body.Name+"."), partial: partial(b) && hasNeeded(message, nil)}
	if v.without != "" { // the path sets it, so that the field is there without a body
		return e.schemas.component(message, v).reference(), !partial(b) && anyNeeded(message, v)
	}
	return e.schemas.component(message, v).reference(), needed(b.body)
}

// wholeVariant is how a request is taken whose fields are all in the body, but for those that the path binds.
func (e *exporter) wholeVariant(b *binding) variant {
	v := variant{without: without(b, "")}
	resource := resourceField(b.op)
	if resource == nil {
		return v
	}
	v.inner = inner{without: without(b, resource.Name+"."), partial: updates(b) && hasNeeded(resource.Type.Resolve(), nil)}
	if v.inner != (inner{}) {
		v.field = resource.Name
	}
	return v
}

// isMessage reports whether a type becomes a component.
func (e *exporter) isMessage(t *spec.Type) bool {
	return t.Kind == spec.KindObject && wellKnown(t) == nil && wrapper(t) == nil
}

// without lists the fields of the body that the path binds; prefix is the field that the body is, with a dot.
func without(b *binding, prefix string) string {
	var names []string
	for _, v := range b.path.variables {
		name, within := strings.CutPrefix(v.of, prefix)
		if within && name != "" && !strings.Contains(name, ".") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// partial reports whether the body of a binding is a resource of which only a part is given.
func partial(b *binding) bool {
	return b.body != nil && b.body == resourceField(b.op) && updates(b)
}

// updates reports whether a binding updates what its mask names, or without one what is set (AIP-134): the rest of the
// resource isn't held to anything.
func updates(b *binding) bool {
	mask := fieldOf(b.request, "update_mask")
	masked := mask != nil && mask.Type.Resolve().ID() == "google.protobuf.FieldMask"
	return masked || b.http.Method == "PATCH" && strings.HasPrefix(b.op.Name, "Update")
}

// hasNeeded reports whether a message, or one within it that is no item, lacks something if nothing is set.
func hasNeeded(t *spec.Type, within []*spec.Type) bool {
	if slices.Contains(within, t) {
		return false
	}
	if slices.ContainsFunc(t.Fields, needed) || slices.ContainsFunc(t.OneOfs, required) {
		return true
	}
	for _, f := range t.Fields {
		if inner := f.Type.Resolve(); f.Type.Kind == spec.KindReference && inner.Kind == spec.KindObject && hasNeeded(inner, append(within, t)) {
			return true
		}
	}
	return false
}

// anyNeeded reports whether a body without any member is refused.
func anyNeeded(t *spec.Type, v variant) bool {
	for _, f := range t.Fields {
		if v.needs(f) {
			return true
		}
	}
	return slices.ContainsFunc(t.OneOfs, required)
}

// answers are the responses of an operation: success, and problems as they are served.
func (e *exporter) answers(b *binding) *spec.Value {
	all := object().
		put("200", e.success(b)).
		put("400", ref("#/components/responses/"+invalidName))
	if isConditional(b) {
		e.conditional = true
		all.put("409", ref("#/components/responses/"+conflictName))
	}
	return all.
		put("default", ref("#/components/responses/"+problemName)).
		value()
}

// isConditional reports whether a binding changes only the version of a resource that its etag names (AIP-154).
func isConditional(b *binding) bool {
	if !slices.Contains([]string{"PUT", "PATCH", "DELETE"}, b.http.Method) {
		return false
	}
	resource := resourceField(b.op)
	return fieldOf(b.request, "etag") != nil || resource != nil && fieldOf(resource.Type, "etag") != nil
}

func (e *exporter) success(b *binding) *spec.Value {
	t := b.op.ResponseType()
	answer := object().put("description", text(e.successText(b, t)))
	if isHTTPBody(t) && b.http.ResponseBody == "" {
		return answer.put("content", object().put("*/*", object().value()).value()).value()
	}
	use := b.op.Responses[0].Content[0].Type
	if b.http.ResponseBody != "" {
		use = fieldOf(t, b.http.ResponseBody).Type
	}
	media := object().put("schema", e.schemas.value(use, answered).schema("", false)).value()
	content := object()
	if b.op.Streaming&spec.ServerStreaming != 0 {
		content.put("application/jsonl", media).put("text/event-stream", media)
	} else {
		content.put("application/json", media)
	}
	return answer.put("content", content.value()).value()
}

// successText says what an answer is.
func (e *exporter) successText(b *binding, t *spec.Type) string {
	said, _, _ := strings.Cut(description(&t.Node), "\n")
	said = sentence(said)
	switch {
	case isHTTPBody(t):
		said = "The document as it is, of any media type."
	case t.ID() == "google.protobuf.Empty":
		said = "Done. The answer holds nothing."
	case said == "":
		said = "Success."
	}
	if l := b.op.LongRunning; l != nil && l.ResponseName != "" {
		said += fmt.Sprintf(" Once it is done, `response` is %s.", l.ResponseName)
	}
	if b.op.Streaming&spec.ServerStreaming == 0 {
		return said
	}
	return paragraphs(said, "A stream of these: one a line (JSON Lines), or as server-sent events. The schema is that of one of them. "+
		"If it fails half-way, the last line is an object whose only member `error` is a problem, the last event one called `error`, and the connection is cut.")
}
