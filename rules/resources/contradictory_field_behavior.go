package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var contradictoryFieldBehavior = lint.New(lint.Meta{
	ID:       "contradictory-field-behavior",
	Title:    "what is said about a field can't all be true",
	Group:    "resources",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	AIP:      []int{203},
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.Recommended | lint.Strict | lint.AIP,
}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
	if f.Behavior == 0 {
		return
	}
	for _, pair := range exclusive() {
		if f.Behavior.Has(pair.first | pair.second) {
			p.Report(&f.Node, f.NameSpan,
				fmt.Sprintf("%s is said to be %s and %s: generated code and servers follow one of the two", f.Name, pair.names(p.API)[0], pair.names(p.API)[1]),
				lint.Cure(pair.cure))
			return
		}
	}
	switch kind := f.Type.Resolve().Kind; {
	case f.Behavior.Has(spec.BehaviorUnorderedList) && kind != spec.KindArray && kind != spec.KindMap:
		p.Report(&f.Node, f.NameSpan, fmt.Sprintf("%s is said to be an unordered list and is no list: readers don't know which of the two is the mistake", f.Name),
			lint.Cure("delete UNORDERED_LIST, or declare it as repeated"))
	case f.Behavior.Has(spec.BehaviorIdentifier) && !holdsOwnName(f):
		p.Report(&f.Node, f.NameSpan, fmt.Sprintf("%s is said to be the identifier, which the name of a resource alone is: tools address the resource by it", f.Name),
			lint.Cure("delete IDENTIFIER here, or say with name_field that the field holds the name"))
	}
}})

// behaviorPair is two behaviours that no field has at once.
type behaviorPair struct {
	first, second spec.Behavior
	cure          string
}

func exclusive() []behaviorPair {
	return []behaviorPair{
		{spec.BehaviorOutputOnly, spec.BehaviorInputOnly, "keep the one that holds; a field that travels in neither direction is to be deleted"},
		{spec.BehaviorRequired, spec.BehaviorOptional, "keep the one that holds"},
	}
}

// names returns how the format says the two.
func (pair behaviorPair) names(api *spec.API) [2]string {
	switch {
	case pair.first == spec.BehaviorRequired:
		return [2]string{"REQUIRED", "OPTIONAL"}
	case api.Format == spec.OpenAPI:
		return [2]string{"readOnly", "writeOnly"}
	}
	return [2]string{"OUTPUT_ONLY", "INPUT_ONLY"}
}

// holdsOwnName reports whether a field is the name of the resource that it belongs to.
func holdsOwnName(f *spec.Field) bool {
	return f.Owner == nil || f.Owner.Resource == nil || f.Name == nameFieldOf(f.Owner)
}
