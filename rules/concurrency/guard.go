package concurrency

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// isVersion reports whether a value of that name changes with every change of what it is a part of:
// etag (AIP-154) and what it is called elsewhere. A mere version is as often one of a product.
func isVersion(name string) bool {
	switch words.Snake.Write(name) {
	case "etag", "e_tag", "resource_version", "lock_version", "row_version", "metageneration", "concurrency_token", "concurrency_control":
		return true
	}
	return false
}

// isPrecondition reports whether a request says by a value of that name which version it is about. A
// fingerprint is one in proto; in REST it is that of a key.
func isPrecondition(f *spec.Field) bool {
	name := words.Snake.Write(f.Name)
	switch name {
	case "fingerprint":
		return f.Number > 0
	case "expected_version", "expected_revision", "expected_etag":
		return true
	}
	return isVersion(name) || strings.HasPrefix(name, "if_")
}

// preconditionOf returns the input by which a caller says which version it has seen: an etag, in the
// request or in what is sent with it, or the header If-Match.
func preconditionOf(o *spec.Operation) *spec.Node {
	inputs := o.Inputs()
	for _, input := range inputs {
		if isPrecondition(input.Field) && !input.Behavior.Has(spec.BehaviorOutputOnly) {
			return standard.Declared(&input)
		}
	}
	for _, input := range inputs {
		if input.Number == 0 {
			continue
		}
		for _, f := range input.Type.Resolve().Fields {
			if isPrecondition(f) && !f.Behavior.Has(spec.BehaviorOutputOnly) {
				return &f.Node
			}
		}
	}
	return nil
}

// sentResource returns the field of a proto request that is the resource: the body of the HTTP request,
// or what the rpc is named after; nil if there is none.
func sentResource(o *spec.Operation) *spec.Field {
	request := o.RequestType()
	if request == nil {
		return nil
	}
	_, noun, _ := strings.Cut(words.Snake.Write(o.Name), "_")
	for _, f := range request.Fields {
		named := f.Name == noun || len(o.HTTP) > 0 && o.HTTP[0].Body == f.Name
		if f.Number > 0 && named && f.Type.Resolve().Kind == spec.KindObject {
			return f
		}
	}
	return nil
}

// versionOf returns the field of an object that is its version, or nil.
func versionOf(t *spec.Type) *spec.Field {
	all := t.AllFields()
	if at := slices.IndexFunc(all, func(f *spec.Field) bool { return isVersion(f.Name) }); at >= 0 {
		return all[at]
	}
	return nil
}

// shownVersion returns where the answer of an operation shows the version of what it is about: a field,
// or the header ETag; nil if it doesn't.
func shownVersion(o *spec.Operation) *spec.Node {
	if r := o.Success(); r != nil {
		for _, h := range r.Headers {
			if strings.EqualFold(h.Name, "ETag") {
				return &h.Node
			}
		}
	}
	answer := o.ResponseType()
	if o.LongRunning != nil {
		answer = o.LongRunning.Response
	}
	if f := versionOf(answer); f != nil {
		return &f.Node
	}
	return nil
}

// readers are the operations that read one thing, by the path that they share with its updates.
type readers map[string]*spec.Operation

func readersOf(api *spec.API) readers {
	all := readers{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if o.Method() == "GET" {
				all[o.Path().Erased()] = o
			}
		}
	}
	return all
}

// updates calls visit for every operation that changes a part or the whole of one thing, with the
// version that its readers are shown.
func updates(p *lint.Pass, api *spec.API, visit func(o *spec.Operation, shown *spec.Node)) {
	reading := readersOf(api)
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if standard.Classify(p.Words, o) != standard.Update || o.Streaming != 0 {
				continue
			}
			shown := shownVersion(o)
			if get := reading[o.Path().Erased()]; shown == nil && get != nil {
				shown = shownVersion(get)
			}
			visit(o, shown)
		}
	}
}
