package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var redundantCollectionPrefix = lint.New(lint.Meta{
	ID:       "redundant-collection-prefix",
	Title:    "a nested collection repeats the name of the one that it is in",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	seen := map[string]bool{}
	eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
		var before []string
		for _, s := range nested(b.Path) {
			name := words.Split(s.part.Text)
			if rest, repeats := withoutParent(p.Words, before, name); repeats && !seen[s.part.Text] {
				seen[s.part.Text] = true
				better := caseLike(s.part.Text).Join(rest)
				p.Report(&o.Node, s.part.Span,
					fmt.Sprintf("%s says again that it is in %s: paths and names get longer without saying more", s.part.Text, caseLike(s.part.Text).Join(before)),
					lint.Cure("call it "+better))
			}
			before = name
		}
	})
}})

// nested returns the segments of a path that come after an identifier, and the first.
func nested(path spec.Path) []segment {
	var found []segment
	for i, part := range path.Parts {
		if part.Kind == spec.Literal && beginsSegment(path, i) {
			found = append(found, segment{path, i, part})
		}
	}
	return found
}

// withoutParent returns what a collection is called without the name of the one before it:
// users/{user}/userEvents are events. What is left must be a plural noun.
func withoutParent(l *words.Lexicon, parent, name []string) ([]string, bool) {
	if len(parent) == 0 || len(name) <= len(parent) {
		return nil, false
	}
	singular := slices.Clone(parent)
	last := len(singular) - 1
	singular[last] = l.Singular(singular[last])
	rest := name[len(parent):]
	return rest, slices.Equal(name[:len(parent)], singular) && l.IsPlural(rest[len(rest)-1]) && !slices.Equal(singular, parent)
}
