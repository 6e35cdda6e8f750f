package standard

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// BehavesAs reports whether the operation does what the standard method does, judged by everything
// but its verb. noun is what its name says it is about, in lower-case words; nil if it doesn't say.
// In doubt it does not: an action behind a colon (AIP-136) is meant to be one.
func BehavesAs(l *words.Lexicon, o *spec.Operation, m Method, noun []string) bool {
	switch {
	case o.Kind != spec.Call || o.Streaming != 0:
		return false
	case len(o.HTTP) == 0:
		return answersAs(l, o, m, noun)
	}
	end := End(o.Path())
	one := end.Kind == spec.Variable && isAbout(l, o.Path(), noun)
	many := isCollection(l, end) && isAbout(l, o.Path(), noun)
	switch method := o.Method(); m {
	case Get:
		return method == "GET" && (one || end.Kind == spec.Literal && answersWith(o, noun))
	case List:
		return method == "GET" && many && listsOnly(l, o)
	case Create:
		return method == "POST" && many
	case Update:
		return (method == "PATCH" || method == "PUT") && one
	case Delete:
		return method == "DELETE" && one
	}
	return false
}

// answersAs judges an rpc without HTTP by what it answers with.
func answersAs(l *words.Lexicon, o *spec.Operation, m Method, noun []string) bool {
	switch m {
	case Get, Create, Update:
		return answersWith(o, noun)
	case List:
		collection, ok := CollectionOf(l, o)
		return ok && listsOnly(l, o) && len(noun) > 0 && slices.Equal(words.Split(collection.Field.Name), noun)
	case Delete:
		answer := o.ResponseType()
		return answersWith(o, noun) || answer != nil && answer.Name == "Empty"
	}
	return false
}

// answersWith reports whether a success is the thing that the noun names, at once or in the end.
func answersWith(o *spec.Operation, noun []string) bool {
	answer := o.ResponseType()
	if o.LongRunning != nil {
		answer = o.LongRunning.Response
	}
	return answer != nil && len(noun) > 0 && slices.Equal(words.Split(answer.Name), noun)
}

// isAbout reports whether the last collection in the path is what the noun names: versions for a
// secret version.
func isAbout(l *words.Lexicon, path spec.Path, noun []string) bool {
	collection := lastLiteral(path)
	if len(collection) == 0 || len(noun) == 0 {
		return len(collection) > 0
	}
	short, long := singular(l, collection), singular(l, noun)
	if len(short) > len(long) {
		short, long = long, short
	}
	return slices.Equal(short, long[len(long)-len(short):])
}

func lastLiteral(path spec.Path) []string {
	for _, part := range slices.Backward(path.Parts) {
		if part.Kind == spec.Literal {
			return words.Split(part.Text)
		}
	}
	return nil
}

func singular(l *words.Lexicon, noun []string) []string {
	last := len(noun) - 1
	return append(slices.Clone(noun[:last]), l.Singular(noun[last]))
}

// Named returns the standard method of that name in lower case: "get".
func Named(name string) (Method, bool) {
	for _, m := range []Method{Get, List, Create, Update, Delete} {
		if strings.ToLower(m.String()) == name {
			return m, true
		}
	}
	return Custom, false
}
