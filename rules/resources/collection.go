package resources

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// collection is a segment of a path behind which one of many things is named.
type collection struct {
	segment
	member spec.PathPart // what names the thing: a variable or a wildcard
}

// collectionsOf returns the collections that a path leads through, those in the patterns of its
// variables included.
func collectionsOf(l *words.Lexicon, path spec.Path) []collection {
	var found []collection
	for i, part := range path.Parts {
		if part.Kind == spec.Literal && beginsSegment(path, i) && namesOne(path, i+1) && !selects(l, path, i) {
			found = append(found, collection{segment{path, i, part}, path.Parts[i+1]})
		}
	}
	return found
}

// beginsSegment reports whether nothing stands before a literal in its segment but the variable whose
// pattern it begins.
func beginsSegment(path spec.Path, at int) bool {
	if at == 0 {
		return true
	}
	part, before := path.Parts[at], path.Parts[at-1]
	return before.Segment != part.Segment || before.Text == part.Within
}

// namesOne reports whether the part is a segment that stands for any one name: a wildcard, or a
// variable with no other pattern.
func namesOne(path spec.Path, at int) bool {
	if at >= len(path.Parts) || path.Parts[at].Segment == path.Parts[at-1].Segment {
		return false
	}
	part := path.Parts[at]
	switch part.Kind {
	case spec.Wildcard:
		return part.Text == "*"
	case spec.Variable:
		pattern := at + 1
		return pattern == len(path.Parts) || path.Parts[pattern].Within != part.Text || path.Parts[pattern].Text == "*"
	}
	return false
}

// selects reports whether the segment only says by what the members of the collection before it are
// found: images/family/{family}, users/email/{email}.
func selects(l *words.Lexicon, path spec.Path, at int) bool {
	return at > 0 && path.Parts[at-1].Kind == spec.Literal && l.IsPlural(lastWord(path.Parts[at-1].Text))
}

func lastWord(name string) string {
	all := words.Split(name)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// isSingular reports whether the collection is called like one of its members.
func (c collection) isSingular(l *words.Lexicon, methods []string) bool {
	noun := c.noun()
	if len(noun) == 0 || strings.Contains(c.part.Text, ".") || !c.isNamedByMember(l, noun[len(noun)-1]) {
		return false
	}
	_, acts := c.verb(l, methods)
	head := noun[len(noun)-1]
	return !acts && !(len(noun) == 1 && reads(l, head)) && !l.IsPlural(head) && !l.Uncountable(head)
}

// reads reports whether the word is a verb that changes nothing: search, lookup, view.
func reads(l *words.Lexicon, word string) bool {
	verb, known := l.LookupVerb(word)
	return known && !verb.Writes
}

// noun returns the words of the segment up to its head: of points-of-interest it is points. A name
// that ends in a preposition (blocked_by) is no noun.
func (c collection) noun() []string {
	all := words.Split(c.part.Text)
	switch at := slices.IndexFunc(all, isPreposition); {
	case at == len(all)-1:
		return nil
	case at > 0:
		return all[:at]
	}
	return all
}

func isPreposition(word string) bool {
	return word == "of" || word == "in" || word == "for" || word == "by" || word == "with" || word == "to"
}

// isNamedByMember reports whether what follows names one of many: by an identifier, or by the word
// that the segment is. A year, a format or a language behind a word does not make it a collection.
func (c collection) isNamedByMember(l *words.Lexicon, head string) bool {
	if c.member.Kind == spec.Wildcard {
		return true
	}
	last := lastWord(c.member.Text)
	return slices.Contains([]string{"id", "uuid", "guid", "slug", "code"}, last) || l.Singular(last) == l.Singular(head)
}

func (c collection) plural(l *words.Lexicon) string {
	all := words.Split(c.part.Text)
	at := len(c.noun()) - 1
	all[at] = l.Plural(all[at])
	return caseLike(c.part.Text).Join(all)
}
