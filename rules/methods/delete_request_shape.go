package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type deleteRequestShapeOptions struct {
	Optional []string `json:"optional"`
	Force    bool     `json:"force"`
}

var deleteRequestShape = lint.NewWith(lint.Meta{
	ID:       "delete-request-shape",
	Title:    "a delete asks for more or less than which resource is meant",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{135, 203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict | lint.AIP,
}, deleteRequestShapeOptions{Optional: []string{}}, func(options deleteRequestShapeOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if p.API.Format == spec.OpenAPI {
			if deleting.is(p, o, false) {
				checkParameters(p, o, deleting, options.Optional)
			}
		} else if r := requestOf(p, o, deleting); r != nil {
			r.checkAddress()
			r.checkExtras(options.Optional)
			r.checkForce(options)
		}
	}}
})

// checkForce looks at the field by which a caller says that what is below the resource may go with it.
func (r *request) checkForce(options deleteRequestShapeOptions) {
	f := r.field("force")
	switch {
	case f != nil && f.Type.Resolve().Kind != spec.KindBoolean:
		r.pass.Report(&f.Node, f.Type.NameSpan, fmt.Sprintf("%s takes a force that is no boolean: callers can't tell which values delete more than the resource",
			r.message.Name), lint.Cure(fmt.Sprintf("declare bool force = %d", f.Number)))
	case f == nil && options.Force:
		if child := r.child(); child != nil {
			r.pass.Report(&r.message.Node, r.message.NameSpan,
				fmt.Sprintf("%s can't say what becomes of each %s below the resource: callers find out by losing them, or by a refusal", r.message.Name, child.Name),
				lint.Cure("declare bool force: without it a resource that has children is not deleted (AIP-135)"))
		}
	}
}

// child returns a resource that is found below the one that is deleted, or nil.
func (r *request) child() *spec.Type {
	name := r.field("name")
	if name == nil || name.Reference == nil || name.Reference.Type == "" {
		return nil
	}
	var patterns []string
	for _, t := range r.pass.API.Types {
		if t.Resource != nil && t.Resource.Type == name.Reference.Type {
			patterns = t.Resource.Patterns
		}
	}
	at := slices.IndexFunc(r.pass.API.Types, func(t *spec.Type) bool { return t.Resource != nil && isBelow(t.Resource.Patterns, patterns) })
	if at < 0 {
		return nil
	}
	return r.pass.API.Types[at]
}

func isBelow(patterns, parents []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		return slices.ContainsFunc(parents, func(parent string) bool { return strings.HasPrefix(pattern, parent+"/") })
	})
}
