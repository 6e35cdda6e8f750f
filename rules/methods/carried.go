package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
)

// checkCarried looks for the resource in a request that is to write it.
func (r *request) checkCarried() {
	f := r.resourceField()
	switch {
	case f == nil && !r.holdsAnother():
		name := words.Pascal.Write(r.noun)
		if r.resource != nil {
			name = r.resource.Name
		}
		r.pass.Report(&r.message.Node, r.message.NameSpan,
			fmt.Sprintf("%s lacks the %s: what callers read can't be sent back, and each new field has to be declared twice", r.message.Name, name),
			lint.Cure(fmt.Sprintf("declare %s %s, and in that what is to be written", name, r.noun)))
	case f != nil && f.Type.Resolve() == r.resource && !r.isNamedFor(f):
		r.pass.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s calls the %s %s: %s look for %s", r.message.Name, r.resource.Name, f.Name, r.kind.generic, r.noun),
			lint.Cure(fmt.Sprintf("call it %s", r.noun)))
	case f != nil && r.kind == creating:
		r.checkRequired(f)
	}
}

// isNamedFor reports whether the field is called after the resource: trigger or build_trigger_resource
// for a BuildTrigger.
func (r *request) isNamedFor(f *spec.Field) bool {
	name, noun, resource := compact(f.Name), compact(r.noun), strings.ToLower(r.resource.Name)
	return strings.HasSuffix(noun, name) || strings.HasSuffix(resource, name) || strings.Contains(name, noun) || strings.Contains(name, resource)
}

func compact(name string) string { return strings.ReplaceAll(name, "_", "") }

// holdsAnother reports whether it can't be told if the request carries the resource: none is known, and
// nothing is sent that is something else.
func (r *request) holdsAnother() bool {
	if r.resource != nil {
		return slices.ContainsFunc(r.message.Fields, func(f *spec.Field) bool { // several at once
			return f.Type.Resolve().Items.Resolve() == r.resource
		})
	}
	f := r.field(r.noun)
	return r.kind != updating || f != nil && f.Type.Resolve().Kind == spec.KindObject || !slices.ContainsFunc(r.message.Fields, isSent)
}

// isSent reports whether a field holds a message that the API declares.
func isSent(f *spec.Field) bool {
	t := f.Type.Resolve()
	return t.Kind == spec.KindObject && !strings.HasPrefix(string(t.ID()), "google.protobuf.")
}
