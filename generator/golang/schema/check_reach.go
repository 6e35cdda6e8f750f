package schema

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// reach is what is known of the schemas of an API as a whole: which are applied in place by one
// that asks what has been evaluated, and which depend on the way that led to them.
type reach struct {
	tracked   map[*spec.Type]bool
	dynamic   map[*spec.Type]bool // a $dynamicRef with several meanings may follow
	anchors   map[string][]*spec.Type
	resources map[string]int // of those that have such an anchor

	holders    []*spec.Type // that ask what has been evaluated
	references []*spec.Type // $dynamicRef
}

func (t *Types) reaching() *reach {
	if t.checker.reach == nil {
		t.checker.reach = newReach(t.api)
	}
	return t.checker.reach
}

func newReach(api *spec.API) *reach {
	r := &reach{tracked: map[*spec.Type]bool{}, dynamic: map[*spec.Type]bool{}, anchors: map[string][]*spec.Type{}, resources: map[string]int{}}
	if !mayReach(api) {
		return r
	}
	eachType(api, r.note)
	spread(r.tracked, r.holders, r.inPlace)
	if r.number(); len(r.resources) > 0 {
		callers := callers(api)
		spread(r.dynamic, r.several(), func(s *spec.Type) []*spec.Type { return callers[s] })
	}
	return r
}

// note keeps the schemas that everything else begins with.
func (r *reach) note(s *spec.Type) {
	if s.Schema == nil {
		return
	}
	if has(s, keywordUnevaluated) {
		r.holders = append(r.holders, s)
	}
	if name := s.Schema.DynamicAnchor; name != "" {
		r.anchors[name] = append(r.anchors[name], s)
	}
	if has(s, keywordDynamicRef) {
		r.references = append(r.references, s)
	}
}

// callers returns for each schema those that apply it.
func callers(api *spec.API) map[*spec.Type][]*spec.Type {
	of := map[*spec.Type][]*spec.Type{}
	eachType(api, func(s *spec.Type) {
		for _, to := range applied(s) {
			of[to] = append(of[to], s)
		}
	})
	return of
}

// mayReach tells from the text whether there is anything to find: most contracts have none of it.
func mayReach(api *spec.API) bool {
	return slices.ContainsFunc(api.Documents, func(d *spec.Document) bool {
		return bytes.Contains(d.File.Content, []byte("unevaluated")) || bytes.Contains(d.File.Content, []byte("dynamicRef"))
	})
}

// eachType visits every schema of the API once, references included, which spec.Walk passes over.
func eachType(api *spec.API, visit func(*spec.Type)) {
	var roots []*spec.Type
	add := func(s *spec.Type) {
		if s != nil {
			roots = append(roots, s)
		}
	}
	for _, s := range api.Types {
		add(s)
	}
	spec.Walk(api, &spec.Visitor{
		MediaType: func(m *spec.MediaType) { add(m.Type); add(m.ItemType) },
		Parameter: func(p *spec.Parameter) { add(p.Type) },
	})
	spread(map[*spec.Type]bool{}, roots, func(s *spec.Type) []*spec.Type {
		visit(s)
		return append(applied(s), s.Types...)
	})
}

// spread marks what can be got to from the first by steps.
func spread(marked map[*spec.Type]bool, from []*spec.Type, steps func(*spec.Type) []*spec.Type) {
	for len(from) > 0 {
		s := from[len(from)-1]
		from = from[:len(from)-1]
		if !marked[s] {
			marked[s] = true
			from = append(from, steps(s)...)
		}
	}
}

// inPlace returns the schemas that one applies to the value that it is applied to itself, whichever a
// $dynamicRef may mean. `not` tells nothing of what it has seen, but is no reason to leave it out.
func (r *reach) inPlace(s *spec.Type) []*spec.Type {
	var to []*spec.Type
	inTheSamePlace(s, func(next *spec.Type) { to = append(to, next) })
	if has(s, keywordDynamicRef) {
		to = append(to, r.candidates(s)...)
	}
	return to
}

// applied returns all schemas that one applies, to the same value or to a part of it.
func applied(s *spec.Type) []*spec.Type {
	var to []*spec.Type
	add := func(types ...*spec.Type) {
		for _, sub := range types {
			if sub != nil {
				to = append(to, sub)
			}
		}
	}
	add(s.Target, s.Items, s.Keys)
	for _, f := range s.Fields {
		add(f.Type)
	}
	e := s.Schema
	if e == nil {
		return to
	}
	add(e.AllOf...)
	add(e.AnyOf...)
	add(e.OneOf...)
	add(e.PrefixItems...)
	for _, f := range e.DependentSchemas {
		add(f.Type)
	}
	for _, f := range e.PatternProperties {
		add(f.Type)
	}
	add(e.Not, e.If, e.Then, e.Else, e.AdditionalProperties, e.PropertyNames, e.UnevaluatedProperties,
		e.AdditionalItems, e.Contains, e.UnevaluatedItems, e.DynamicTarget)
	return to
}

// resourceOf names the schema resource that a schema lies in: the nearest $id, or its document.
func resourceOf(s *spec.Type) string {
	if s.Schema != nil && s.Schema.Resource != "" {
		return s.Schema.Resource
	}
	return s.Span.Path()
}

// number gives the resources numbers between which a $dynamicRef chooses.
func (r *reach) number() {
	for _, s := range r.references {
		for _, a := range r.candidates(s) {
			if key := resourceOf(a); r.resources[key] == 0 {
				r.resources[key] = len(r.resources) + 1
			}
		}
	}
}

func (r *reach) resource(s *spec.Type) int { return r.resources[resourceOf(s)] }

// candidates returns the schemas that a $dynamicRef may mean, in the order of the contract; none if
// it is an ordinary reference: because it leads to no dynamic anchor, or there is one only.
func (r *reach) candidates(s *spec.Type) []*spec.Type {
	target := s.Schema.DynamicTarget
	_, fragment, _ := strings.Cut(s.Schema.DynamicRef, "#")
	if target == nil || fragment == "" || target.Schema == nil || target.Schema.DynamicAnchor != fragment {
		return nil
	}
	if all := r.anchors[fragment]; len(all) > 1 {
		return all
	}
	return nil
}

// several returns the references that have more than one meaning.
func (r *reach) several() []*spec.Type {
	var several []*spec.Type
	for _, s := range r.references {
		if len(r.candidates(s)) > 0 {
			several = append(several, s)
		}
	}
	return several
}

// enclosed puts statements between those that say which schema resource evaluation enters and leaves.
func (t *Types) enclosed(s *spec.Type, body []string) []string {
	r := t.reaching()
	number := r.resource(s)
	if number == 0 || !r.dynamic[s] {
		return body
	}
	return append(append([]string{"r.Enter(" + strconv.Itoa(number) + ")"}, body...), "r.Leave()")
}

// exotic reports whether statements that read the schema as a Go type can't decide about a value
// alone, because what is evaluated has to be noted, or because of the way that led to it.
func (t *Types) exotic(s *spec.Type) bool {
	return has(s, keywordUnevaluated) || t.reaching().dynamic[s]
}
