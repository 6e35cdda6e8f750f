package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var standardMethodPath = lint.New(lint.Meta{
	ID:       "standard-method-path",
	Title:    "the path of a standard method doesn't hold the name that the method is about",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{127, 131, 132, 133, 134, 135},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if r := standardRequestOf(p, o); r != nil {
		for i := range o.HTTP {
			r.checkPath(&o.HTTP[i])
		}
	}
}})

// checkPath looks at one path of the method.
func (r *request) checkPath(b *spec.HTTPBinding) {
	if b.Path.Raw == "" {
		return
	}
	wanted, variables := r.variable(), b.Path.Variables()
	switch {
	case wanted == "" || slices.Contains(variables, wanted) || r.kind == updating && r.bindsName(variables):
		r.checkEnd(b, variables)
	case r.lacks(wanted), r.kind.member && !namesAny(b.Path): // its request is what is wrong; the one of its kind
	default:
		r.reportPath(b, fmt.Sprintf("%s is found at %s, which has no {%s=…}: tools that know one name of a resource can't make its path of it", r.operation.Name, b.Path.Raw, wanted),
			fmt.Sprintf("bind %s to the whole name of the resource: {%s=shops/*/orders/*}", wanted, wanted))
	}
}

// variable returns what the path has to bind; "" if it need not bind anything.
func (r *request) variable() string {
	resource := r.resourceType()
	switch {
	case r.kind == updating && r.resourceField() != nil:
		return r.resourceField().Name + ".name"
	case r.kind == updating:
		return r.noun + ".name"
	case r.kind.address != "parent" || r.field("parent") != nil:
		return r.kind.address
	case r.kind == creating && resource != nil && len(resource.Patterns) > 0 && !isTop(resource):
		return "parent"
	}
	return ""
}

// bindsName reports whether a path binds the name of what an update is called after, however that is
// written as a field.
func (r *request) bindsName(variables []string) bool {
	return slices.ContainsFunc(variables, func(v string) bool {
		field, ok := strings.CutSuffix(v, ".name")
		return ok && (r.field(field) != nil || words.Snake.Write(field) == r.noun)
	})
}

// lacks reports whether the request has fields, and none that the path could bind: another rule says so.
func (r *request) lacks(variable string) bool {
	return len(r.message.Fields) > 0 && variable == r.kind.address && r.field(variable) == nil
}

// namesAny reports whether a path is about one of many: it has a variable or a wildcard.
func namesAny(path spec.Path) bool {
	return slices.ContainsFunc(path.Parts, func(part spec.PathPart) bool { return part.Kind == spec.Variable || part.Kind == spec.Wildcard })
}

// checkEnd looks at the collection in which a create makes a resource.
func (r *request) checkEnd(b *spec.HTTPBinding, variables []string) {
	resource := r.resourceType()
	if r.kind != creating || resource == nil || len(resource.Patterns) == 0 {
		return
	}
	if len(variables) > 1 {
		r.reportPath(b, fmt.Sprintf("%s is found at %s, which has %d variables: what is created has one parent, whose name is one value",
			r.operation.Name, b.Path.Raw, len(variables)), "bind the whole name of the parent to {parent=…}, and end the path in the collection")
		return
	}
	end := standard.End(b.Path)
	isIn := func(pattern string) bool { return strings.Contains("/"+pattern, "/"+end.Text+"/") }
	if end.Kind != spec.Literal || !slices.ContainsFunc(resource.Patterns, isIn) {
		r.reportPath(b, fmt.Sprintf("%s makes a %s at %s, the end of which is no collection in its patterns: its name can't be made of the path, nor the path of its name",
			r.operation.Name, r.resource.Name, b.Path.Raw), fmt.Sprintf("end the path, or the pattern before the id, in the same collection: %s", resource.Patterns[0]))
	}
}

func (r *request) reportPath(b *spec.HTTPBinding, message, cure string) {
	r.pass.Report(&r.operation.Node, b.Path.Span, message, lint.Cure(cure))
}
