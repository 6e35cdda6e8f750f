package pagination

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// grows reports whether the list becomes longer with use: its callers add to it, or things of that
// kind never stop coming. What an API in which callers make things doesn't let them make, it has to
// offer itself (languages, report types): that grows with its releases. An API whose callers make
// nothing doesn't tell.
func grows(l *words.Lexicon, api *spec.API, o *spec.Operation, c standard.Collection) bool {
	name := listName(o, c)
	noun := l.Singular(lastWord(name))
	if slices.ContainsFunc(words.Split(name), comesBuiltIn) {
		return false
	}
	return neverEnds(noun) || anyOperation(api, func(other *spec.Operation) bool { return addsTo(l, o, other, noun) }) ||
		!isOffer(noun) && !anyOperation(api, func(other *spec.Operation) bool { return standard.Classify(l, other) == standard.Create })
}

// listName returns what the list is called: in the path, or else in the answer.
func listName(o *spec.Operation, c standard.Collection) string {
	if end := standard.End(o.Path()); len(o.HTTP) > 0 && end.Kind == spec.Literal {
		return end.Text
	}
	if c.Field != nil {
		return c.Field.Name
	}
	return ""
}

// neverEnds tells what comes without anyone creating it.
func neverEnds(noun string) bool {
	switch noun {
	case "event", "log", "entry", "record", "message", "operation", "run", "job", "execution", "transaction", "payment", "order",
		"notification", "activity", "change", "revision", "snapshot", "backup", "alert", "finding", "session", "contributor":
		return true
	}
	return false
}

func comesBuiltIn(word string) bool {
	return word == "prebuilt" || word == "predefined" || word == "builtin" || word == "supported"
}

func isOffer(noun string) bool {
	switch noun {
	case "type", "kind", "language", "locale", "currency", "country", "timezone", "voice", "runtime", "platform", "capability",
		"tier", "flag":
		return true
	}
	return false
}

// addsTo reports whether the other operation makes, or takes away, what the list holds: by its path,
// or in .proto by its name.
func addsTo(l *words.Lexicon, list, other *spec.Operation, noun string) bool {
	if other == list {
		return false
	}
	if len(list.HTTP) > 0 && len(other.HTTP) > 0 {
		path, below := strings.CutPrefix(other.Path().Erased(), list.Path().Erased())
		if below && writesBelow(l, other, path) {
			return true
		}
	}
	if list.RequestType() == nil { // OpenAPI, where a name may be about anything
		return false
	}
	verb, known := l.LookupVerb(standard.Verb(l, other))
	return known && verb.Writes && l.Singular(lastWord(other.Name)) == noun
}

// writesBelow reports whether the operation, so far below the list's path, adds to the list or takes
// from it. A POST on the list itself may be a review of what is in it.
func writesBelow(l *words.Lexicon, o *spec.Operation, path string) bool {
	switch o.Method() {
	case "POST":
		return path == "" && standard.Verb(l, o) != "review"
	case "PUT":
		return path == "" || path[0] == '/'
	case "DELETE":
		return path != "" && path[0] == '/'
	}
	return false
}

func anyOperation(api *spec.API, is func(*spec.Operation) bool) bool {
	return slices.ContainsFunc(api.Services, func(s *spec.Service) bool { return slices.ContainsFunc(s.Operations, is) })
}

func lastWord(name string) string {
	parts := words.Split(name)
	if len(parts) == 0 {
		return ""
	}
	return parts[len(parts)-1]
}
