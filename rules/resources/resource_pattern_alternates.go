package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourcePatternAlternates = lint.New(lint.Meta{
	ID:       "resource-pattern-alternates",
	Title:    "collections and identifiers don't take turns in the names of a resource",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 123},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, onAnnotations(func(p *lint.Pass, a annotation) {
	if a.message == nil {
		return // what others have named
	}
	for _, path := range a.paths() {
		if part, found := outOfTurn(path.Path); found {
			p.Report(a.node, part.Span, outOfTurnMessage(a, part),
				lint.Cure("write a collection and an identifier by turns: publishers/{publisher}/books/{book}"))
		}
	}
}))

// outOfTurn returns the first part of a pattern that stands where the other kind should. A singleton
// ends in a word.
func outOfTurn(path spec.Path) (spec.PathPart, bool) {
	if path.Raw == "*" {
		return spec.PathPart{}, false
	}
	for i, part := range path.Parts {
		wanted := spec.Literal
		if part.Segment%2 == 1 {
			wanted = spec.Variable
		}
		sameSegment := i > 0 && path.Parts[i-1].Segment == part.Segment || part.Within != ""
		if part.Kind != wanted && !sameSegment {
			return part, true
		}
	}
	return spec.PathPart{}, false
}

func outOfTurnMessage(a annotation, part spec.PathPart) string {
	if part.Kind == spec.Variable {
		return fmt.Sprintf("{%s} stands where a collection should in the names of %s: readers can't tell what it is a name of", part.Text, a.Type)
	}
	return fmt.Sprintf("%s stands where an identifier should in the names of %s: nobody can list or name what is in the collection before it", part.Text, a.Type)
}
