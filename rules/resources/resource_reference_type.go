package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourceReferenceType = lint.New(lint.Meta{
	ID:       "resource-reference-type",
	Title:    "a field refers to a resource and is no string",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 123},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
	if f.Reference == nil || holdsNames(f.Type) {
		return
	}
	p.Report(&f.Node, f.Type.NameSpan,
		fmt.Sprintf("%s is said to hold the name of a %s and can't: tools that follow references fail on it", f.Name, refersTo(f)),
		lint.Cure(fmt.Sprintf("declare string %s, or delete the resource_reference", f.Name)))
}})

func holdsNames(t *spec.Type) bool {
	switch t = t.Resolve(); t.Kind {
	case spec.KindString:
		return true
	case spec.KindArray, spec.KindMap:
		return t.Items != nil && t.Items.Resolve().Kind == spec.KindString
	}
	// A wrapped string is one that can be absent.
	return t.ID() == "google.protobuf.StringValue"
}

// refersTo returns the type of the resource that a field refers to, or whose parent it does.
func refersTo(f *spec.Field) string {
	if f.Reference.Type != "" {
		return f.Reference.Type
	}
	return f.Reference.ChildType
}
