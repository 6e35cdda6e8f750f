package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// binding is an HTTP binding as google.api.http writes it.
type binding struct {
	method, path string // the path with an ellipsis where it is not known
	body         string // "": there is none
}

// members are the lines of the option's value.
func (b binding) members() []string {
	members := []string{fmt.Sprintf("%s: %q", b.method, b.path)}
	if b.body != "" {
		members = append(members, fmt.Sprintf("body: %q", b.body))
	}
	return members
}

// binder knows what the rpcs of an API can be bound to.
type binder struct {
	api       *spec.API
	resources map[string]*spec.Resource // by type
}

func newBinder(api *spec.API) binder {
	b := binder{api, map[string]*spec.Resource{}}
	eachResource(api, func(_ *spec.Node, r *spec.Resource) { b.resources[r.Type] = r })
	return b
}

// propose returns the HTTP binding that an rpc should have by the AIPs.
func (b binder) propose(l *words.Lexicon, o *spec.Operation) binding {
	resource := b.resourceOf(l, o)
	if resource == nil || len(resource.Patterns) == 0 {
		return bindingOf(l, o, "/…", "/…", "/…")
	}
	version := "/" + versionOf(b.api)
	pattern := erased(resource.Patterns[0])
	collection := version + "/" + strings.TrimSuffix(pattern, "/*")
	if at := strings.LastIndex(strings.TrimSuffix(pattern, "/*"), "/"); at >= 0 {
		collection = fmt.Sprintf("%s/{parent=%s}%s", version, pattern[:at], strings.TrimSuffix(pattern[at:], "/*"))
	}
	return bindingOf(l, o, collection, fmt.Sprintf("%s/{name=%s}", version, pattern), fmt.Sprintf("%s/{%s.name=%s}", version, nounOf(o), pattern))
}

// bindingOf returns the binding for the method that the rpc is: on a collection, on a resource that is
// named, or on one that is sent.
func bindingOf(l *words.Lexicon, o *spec.Operation, collection, named, sent string) binding {
	switch standard.Classify(l, o) {
	case standard.Get:
		return binding{"get", named, ""}
	case standard.List:
		return binding{"get", collection, ""}
	case standard.Create:
		return binding{"post", collection, nounOf(o)}
	case standard.Update:
		return binding{"patch", sent, nounOf(o)}
	case standard.Delete:
		return binding{"delete", named, ""}
	}
	return binding{"post", named + ":" + words.First(o.Name), "*"}
}

// resourceOf returns the resource that an rpc is about: what it answers with, lists or refers to by
// name; nil if none is annotated.
func (b binder) resourceOf(l *words.Lexicon, o *spec.Operation) *spec.Resource {
	types := []*spec.Type{answerOf(o), entityOf(l, o)}
	for _, input := range o.Inputs() {
		types = append(types, input.Type.Resolve())
	}
	for _, t := range types {
		if t != nil && t.Resource != nil {
			return t.Resource
		}
	}
	if name := inputNamed(o, "name"); name != nil && name.Reference != nil {
		return b.resources[name.Reference.Type]
	}
	return nil
}

// inputNamed returns the field of the request message with the name, or nil.
func inputNamed(o *spec.Operation, name string) *spec.Field {
	for _, f := range o.RequestType().AllFields() {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// nounOf returns what the rpc's name says it is about, as the name of a field: "order_item".
func nounOf(o *spec.Operation) string {
	name := words.Split(o.Name)
	if len(name) < 2 {
		return "resource"
	}
	return words.Snake.Join(name[1:])
}

func versionOf(api *spec.API) string {
	if api.Version == "" {
		return "v1"
	}
	return api.Version
}

// erased returns a resource's pattern as paths write it: with a wildcard for each identifier.
func erased(pattern string) string {
	segments := strings.Split(pattern, "/")
	for i, s := range segments {
		if strings.HasPrefix(s, "{") {
			segments[i] = "*"
		}
	}
	return strings.Join(segments, "/")
}
