package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// checkAddress looks at the field by which a caller says where, or what.
func (r *request) checkAddress() {
	f := r.field(r.kind.address)
	switch {
	case f == nil:
		r.checkMissing()
	case f.Type.Resolve().Kind != spec.KindString:
		r.pass.Report(&f.Node, f.Type.NameSpan,
			fmt.Sprintf("%s takes a %s that is no string: the names that other calls return can't be passed on to it", r.message.Name, f.Name),
			lint.Cure(fmt.Sprintf("declare string %s = %d", f.Name, f.Number)))
	default:
		r.checkReference(f)
		r.checkRequired(f)
	}
}

// checkMissing reports requests that say by other means which resource or parent is meant, as far as
// annotations show that there is one.
func (r *request) checkMissing() {
	resource := r.resourceType()
	if resource == nil || resource.NameField != "" || len(r.message.Fields) == 0 {
		return
	}
	if r.kind.address == "parent" && isTop(resource) {
		return
	}
	r.pass.Report(&r.message.Node, r.message.NameSpan,
		fmt.Sprintf("%s has no %s: %s find nothing to fill in", r.message.Name, r.kind.address, r.kind.generic),
		lint.Cure(fmt.Sprintf("declare string %s, and let callers give that alone", r.kind.address)))
}

// isTop reports whether the resource may stand below no other, as far as its patterns tell.
func isTop(resource *spec.Resource) bool {
	return len(resource.Patterns) == 0 ||
		slices.ContainsFunc(resource.Patterns, func(pattern string) bool { return strings.Count(pattern, "/") < 2 })
}

// checkReference compares what the field says it refers to with what the method is about. A parent
// refers to its children, by their type.
func (r *request) checkReference(f *spec.Field) {
	resource, ofParent := r.resourceType(), r.kind.address == "parent"
	switch {
	case f.Reference == nil:
		if r.imports("google/api/resource.proto") {
			r.reportUnreferenced(f, ofParent)
		}
	case ofParent && resource != nil && f.Reference.Type == resource.Type && !isTop(resource): // the top may hold its like
		r.reportReference(f, fmt.Sprintf("%s refers to the %s itself and not to its parent", r.message.Name, r.resource.Name),
			fmt.Sprintf("write child_type: %q", resource.Type))
	case ofParent && resource != nil && f.Reference.ChildType != "" && f.Reference.ChildType != "*" && f.Reference.ChildType != resource.Type:
		r.reportReference(f, fmt.Sprintf("%s refers to the parents of %s, and is about %s", r.message.Name, f.Reference.ChildType, r.resource.Name),
			fmt.Sprintf("write child_type: %q", resource.Type))
	case !ofParent && f.Reference.ChildType != "":
		r.reportReference(f, fmt.Sprintf("%s refers to the children of what it names", r.message.Name), "write type instead of child_type")
	}
}

func (r *request) reportReference(f *spec.Field, message, cure string) {
	r.pass.Report(&f.Node, f.Reference.Span, message+": tools check names against the wrong patterns, and offer the wrong ones", lint.Cure(cure))
}

func (r *request) reportUnreferenced(f *spec.Field, ofParent bool) {
	option, resource, named := "(google.api.resource_reference).type", r.resourceType(), "…"
	if ofParent {
		option = "(google.api.resource_reference).child_type"
	}
	if resource != nil {
		named = resource.Type
	}
	value := fmt.Sprintf("%q", named)
	options := []lint.Option{lint.Cure(fmt.Sprintf("add [%s = %s]", option, value))}
	if resource != nil && named != "" {
		options = append(options, annotate(f, option, value)...)
	}
	r.pass.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s doesn't say whose name its %s is: clients and tools can't check it, or offer the names that exist", r.message.Name, f.Name), options...)
}

// checkRequired reports what a request can't do without and that may be left out, unless it is said to
// be optional or, as an address, is missing in a path.
func (r *request) checkRequired(f *spec.Field) {
	if f.Required || f.Behavior.Has(spec.BehaviorOptional) || !r.imports("google/api/field_behavior.proto") || r.isAddress(f) && r.isUnbound(f.Name) {
		return
	}
	r.pass.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s leaves %s optional: generated clients and forms let callers send none, which means nothing", r.message.Name, f.Name),
		append(annotate(f, "(google.api.field_behavior)", "REQUIRED"), lint.Cure("add [(google.api.field_behavior) = REQUIRED]"))...)
}

// isUnbound reports whether the rpc has a path that the field is no part of.
func (r *request) isUnbound(field string) bool {
	return slices.ContainsFunc(r.operation.HTTP, func(b spec.HTTPBinding) bool { return !slices.Contains(b.Path.Variables(), field) })
}

// annotate offers to add an option to a field. It is unsafe: a server that has accepted anything else
// until then has to be looked at.
func annotate(f *spec.Field, option, value string) []lint.Option {
	added, ok := edit.Insert(f.Syntax, option, value)
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "add " + option, Safety: report.Unsafe, Edits: []report.Edit{added}})}
}
