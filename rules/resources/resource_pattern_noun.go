package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourcePatternNoun = lint.New(lint.Meta{
	ID:       "resource-pattern-noun",
	Title:    "a resource's pattern ends in another noun than its singular and plural",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 123},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, onAnnotations(func(p *lint.Pass, a annotation) {
	var ends []patternEnd
	for _, path := range a.paths() {
		ends = append(ends, endOf(path.Path))
	}
	singular, plural := nounForms(ends, a.singular()), nounForms(ends, a.plural(p.Words))
	for _, e := range ends {
		switch {
		case a.Singular != "" && !isOne(e.last, &singular):
			a.reportEnd(p, e.last, "singular", a.Singular)
		case a.Plural != "" && e.collection.Text != "" && !isOne(e.collection, &plural):
			a.reportEnd(p, e.collection, "plural", a.Plural)
		}
	}
}))

// nounForms returns the noun, and what is left of it without that of a parent: users/{user}/events for
// userEvents (AIP-122).
func nounForms(ends []patternEnd, noun []string) [][]string {
	all := [][]string{noun}
	for _, e := range ends {
		if n := len(e.parent); n > 0 && n < len(noun) && slices.Equal(noun[:n], e.parent) {
			all = append(all, noun[n:])
		}
	}
	return all
}

// isOne reports whether a part is called by one of the forms, and leaves that one alone for the
// patterns that follow: a resource is called the same in all of them.
func isOne(part spec.PathPart, forms *[][]string) bool {
	name := words.Split(part.Text)
	if part.Kind == spec.Wildcard || part.Text == "" {
		return true
	}
	at := slices.IndexFunc(*forms, func(form []string) bool { return slices.Equal(form, name) })
	if at >= 0 {
		*forms = (*forms)[at : at+1]
	}
	return at >= 0
}

func (a annotation) reportEnd(p *lint.Pass, part spec.PathPart, number, noun string) {
	p.Report(a.node, part.Span,
		fmt.Sprintf("%s stands in the names of %s where its %s does, which is %s: readers of a name can't tell what it names", part.Text, a.Type, number, noun),
		lint.Cure(fmt.Sprintf("call it %s, or change the %s", words.Split(noun)[len(words.Split(noun))-1], number)))
}

// patternEnd is how a pattern ends: in a collection and an identifier, or in the name of a singleton.
type patternEnd struct {
	collection, last spec.PathPart // collection: the zero part if it ends in a singleton
	parent           []string      // the words of the variable before, by which a nested name may be shorter
}

func endOf(path spec.Path) patternEnd {
	var e patternEnd
	var before []spec.PathPart
	for _, part := range path.Parts {
		if part.Within == "" {
			before = append(before, part)
		}
	}
	if len(before) == 0 {
		return e
	}
	e.last, before = before[len(before)-1], before[:len(before)-1]
	if e.last.Kind == spec.Variable && len(before) > 0 && before[len(before)-1].Kind == spec.Literal {
		e.collection, before = before[len(before)-1], before[:len(before)-1]
	}
	for _, part := range slices.Backward(before) {
		if part.Kind == spec.Variable {
			e.parent = words.Split(part.Text)
			break
		}
	}
	return e
}
