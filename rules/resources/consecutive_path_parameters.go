package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var consecutivePathParameters = lint.New(lint.Meta{
	ID:       "consecutive-path-parameters",
	Title:    "two parameters follow each other in a path with no collection between them",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	seen := map[string]bool{}
	eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
		for i, part := range b.Path.Parts {
			if !followsAnother(b.Path, i) {
				continue
			}
			if before := b.Path.Erased(); !seen[upTo(before, part.Segment)] {
				seen[upTo(before, part.Segment)] = true
				reportConsecutive(p, o, b.Path.Parts[i-1], part)
			}
		}
	})
}})

// followsAnother reports whether a part and the one before it are segments that stand for any one name
// each.
func followsAnother(path spec.Path, at int) bool {
	if at == 0 || !namesOne(path, at) || path.Parts[at-1].Kind == spec.Literal {
		return false
	}
	before, part := path.Parts[at-1], path.Parts[at]
	return before.Within == part.Within && before.Text != part.Within && (at == 1 || namesOne(path, at-1))
}

// upTo returns a path up to a segment: what begins alike is reported once.
func upTo(path string, segment int) string {
	for at := 1; at < len(path); at++ {
		if path[at] == '/' {
			if segment--; segment < 0 {
				return path[:at]
			}
		}
	}
	return path
}

func reportConsecutive(p *lint.Pass, o *spec.Operation, first, second spec.PathPart) {
	p.Report(&o.Node, second.Span,
		fmt.Sprintf("%s follows %s with no collection between them: nobody can tell what it is one of, list the others, or put anything else there later",
			written(second), written(first)),
		lint.Cure("put the collection between them: /publishers/{publisher}/books/{book}"))
}

func written(part spec.PathPart) string {
	if part.Kind == spec.Variable {
		return "{" + part.Text + "}"
	}
	return part.Text
}
