package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var idInQuery = lint.New(lint.Meta{
	ID:       "id-in-query",
	Title:    "the query says which resource is meant",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{122, 127, 131, 134, 135},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		thing, ok := addressed(p.Words, o)
		if !ok {
			return
		}
		for _, input := range o.Inputs() {
			if input.In == spec.InQuery && thing.isIdentifiedBy(p.Words, &input) && mustBeGiven(p.Words, o, &input) {
				thing.report(p, &input)
				return
			}
		}
	},
})

// addressee is what an operation works on whose path ends in a word.
type addressee struct {
	operation *spec.Operation
	segment   spec.PathPart
	noun      []string // in the singular: "order", "item"
	verb      bool     // the segment begins with a verb: getOrderItem
}

// addressed returns the addressee of an operation that works on one thing; false if its path names
// the thing already, or an action.
func addressed(l *words.Lexicon, o *spec.Operation) (addressee, bool) {
	end := standard.End(o.Path())
	one := slices.Contains([]string{"GET", "HEAD", "PUT", "PATCH", "DELETE"}, o.Method())
	if o.Kind != spec.Call || !one || end.Kind != spec.Literal || standard.Classify(l, o) == standard.List {
		return addressee{}, false
	}
	a := addressee{operation: o, segment: end, noun: words.Split(end.Text)}
	if verb, known := l.LookupVerb(words.First(end.Text)); known && (len(a.noun) > 1 && verb.HTTP || !verb.Noun || !verb.Writes) {
		a.noun, a.verb = a.noun[1:], true
	}
	if len(a.noun) == 0 {
		return addressee{}, false
	}
	a.noun[len(a.noun)-1] = l.Singular(a.noun[len(a.noun)-1])
	return a, true
}

// isIdentifiedBy reports whether the input is the identifier of the thing: id, order_id, order, or the
// name of a resource (AIP-122).
func (a addressee) isIdentifiedBy(l *words.Lexicon, input *spec.Input) bool {
	kind := input.Type.Resolve().Kind
	if kind != spec.KindString && kind != spec.KindInteger {
		return false
	}
	name, last := words.Split(input.Name), a.noun[len(a.noun)-1:]
	switch end := name[max(0, len(name)-1):]; {
	case len(name) == 1 && name[0] == "name":
		return input.Parameter == nil && a.isNamedBy(l, a.operation)
	case slices.Contains([]string{"id", "uuid", "guid"}, strings.Join(end, "")):
		owner := name[:len(name)-1]
		return len(owner) == 0 || slices.Equal(owner, a.noun) || slices.Equal(owner, last)
	}
	return slices.Equal(name, a.noun) || a.verb && slices.Equal(name, last)
}

// isNamedBy reports whether the rpc says that it works on the thing, or nothing but what it does.
func (a addressee) isNamedBy(l *words.Lexicon, o *spec.Operation) bool {
	name := words.Split(o.Name)
	return len(name) == 1 || l.Singular(name[len(name)-1]) == a.noun[len(a.noun)-1]
}

// mustBeGiven reports whether the operation makes no sense without the input. Who changes or deletes
// one thing has to say which, even where nothing demands it.
func mustBeGiven(l *words.Lexicon, o *spec.Operation, input *spec.Input) bool {
	return input.Required || o.Method() == "PUT" || o.Method() == "PATCH" || o.Method() == "DELETE" ||
		input.Parameter == nil && standard.Classify(l, o) == standard.Get
}

func (a addressee) report(p *lint.Pass, input *spec.Input) {
	o := a.operation
	p.Report(&o.Node, a.place(input),
		fmt.Sprintf("%s takes %s in the query: no %s has an address of its own that can be linked, cached or guarded, "+
			"and a call that forgets it is one to all of them", standard.Label(o), input.Name, strings.Join(a.noun, " ")),
		lint.Cure(a.cure(p.Words, input)))
}

func (a addressee) place(input *spec.Input) source.Span {
	if input.Parameter == nil {
		return a.segment.Span
	}
	return standard.Declared(input).NameSpan
}

// cure writes the path that the thing should have.
func (a addressee) cure(l *words.Lexicon, input *spec.Input) string {
	collection := slices.Clone(a.noun)
	if last := len(collection) - 1; !l.Uncountable(collection[last]) {
		collection[last] = l.Plural(collection[last])
	}
	name := caseLike(a.segment.Text).Join(collection)
	path := a.operation.Path().Raw
	before := strings.TrimSuffix(path, a.segment.Text)
	if plain := strings.Contains(path, "{") && !strings.Contains(path, "="); input.Name == "name" && !plain {
		return fmt.Sprintf("bind it in the path: %s{name=%s/*}", before, name)
	}
	cure := fmt.Sprintf("make it part of the path: %s %s%s/{%s}", a.operation.Method(), before, name, input.Name)
	if input.Parameter != nil {
		cure += ", with in: path"
	}
	return cure
}
