package methods

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// request is the message that a standard method of proto takes.
type request struct {
	pass      *lint.Pass
	operation *spec.Operation
	message   *spec.Type
	noun      string     // what the rpc's name says it is about, as a field would be called: "book_shelf"
	resource  *spec.Type // what the method is about; nil: not known
	kind      *kind
}

// requestOf returns the message that the rpc takes, or nil if that is no message of its own or the rpc
// is another method.
func requestOf(p *lint.Pass, o *spec.Operation, k *kind) *request {
	message, name := o.RequestType(), words.Split(o.Name)
	if message == nil || len(name) < 2 || standard.Classify(p.Words, o) != k.method ||
		message.Parent != o.Service.Parent || !isNamedFor(message, o, "Request") || isOther(p, o, name, k) {
		return nil
	}
	r := &request{pass: p, operation: o, message: message, noun: words.Snake.Join(name[1:]), kind: k}
	r.resource = r.findResource(o.Name[len(name[0]):])
	return r
}

// standardRequestOf returns the message of whichever standard method the rpc is, or nil.
func standardRequestOf(p *lint.Pass, o *spec.Operation) *request {
	method := standard.Classify(p.Words, o)
	for _, k := range [...]*kind{getting, listing, creating, updating, deleting} {
		if k.method == method {
			return requestOf(p, o, k)
		}
	}
	return nil
}

// isOther reports whether an rpc that is called like a standard method is none: revisions have methods
// of their own (AIP-162), many things are deleted otherwise than one, and what stands behind a colon
// or is updated by a POST is an action.
func isOther(p *lint.Pass, o *spec.Operation, name []string, k *kind) bool {
	noun := name[len(name)-1]
	many := p.Words.IsPlural(noun) && p.Words.Singular(noun) != noun
	return strings.HasPrefix(noun, "revision") || k == listing && name[0] != "list" || k == deleting && many ||
		standard.End(o.Path()).Kind == spec.Verb || k == updating && o.Method() == "POST"
}

// findResource returns what the method answers with, lists, or is named after.
func (r *request) findResource(named string) *spec.Type {
	if r.kind.method == standard.List {
		if c, ok := standard.CollectionOf(r.pass.Words, r.operation); ok {
			return c.Type.Items.Resolve()
		}
		return nil
	}
	answer := answerOf(r.operation)
	if r.operation.LongRunning != nil && answer == nil { // of a package that isn't there
		return nil
	}
	if answer != nil && (answer.Resource != nil || answer.Name == named || r.takes(answer)) {
		return answer
	}
	at := slices.IndexFunc(r.pass.API.Types, func(t *spec.Type) bool { return t.Name == named && t.Kind == spec.KindObject })
	if at < 0 {
		return nil
	}
	return r.pass.API.Types[at]
}

// takes reports whether a field of the request holds what the method answers with.
func (r *request) takes(answer *spec.Type) bool {
	return slices.ContainsFunc(r.message.Fields, func(f *spec.Field) bool { return f.Type.Resolve() == answer })
}

// answerOf returns what the operation answers with, a long-running one in the end.
func answerOf(o *spec.Operation) *spec.Type {
	if o.LongRunning != nil {
		return o.LongRunning.Response.Resolve()
	}
	return o.ResponseType()
}

// field returns the message's field of that name, or nil.
func (r *request) field(name string) *spec.Field {
	for _, f := range r.message.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// resourceField returns the field that holds the resource, or nil.
func (r *request) resourceField() *spec.Field {
	for _, f := range r.message.Fields {
		if t := f.Type.Resolve(); r.resource != nil && t == r.resource || t.ID() == "google.api.HttpBody" {
			return f
		}
	}
	return nil
}

// resourceType returns what the resource is annotated with, or nil.
func (r *request) resourceType() *spec.Resource {
	if r.resource == nil {
		return nil
	}
	return r.resource.Resource
}

// imports reports whether the file of the message imports another.
func (r *request) imports(path string) bool {
	for _, d := range r.pass.API.Documents {
		if d.File == r.message.Span.File {
			return slices.ContainsFunc(d.Imports, func(i spec.Import) bool { return i.Path == path })
		}
	}
	return false
}
