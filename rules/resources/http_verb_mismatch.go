package resources

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var httpVerbMismatch = lint.New(lint.Meta{
	ID:       "http-verb-mismatch",
	Title:    "the HTTP method contradicts what the operation says it does",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{131, 132, 133, 134, 135},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		verb := standard.Verb(p.Words, o)
		known, ok := p.Words.LookupVerb(verb)
		if !ok || o.Kind != spec.Call || o.Streaming != 0 || isMoreThanItsVerb(o, known) {
			return
		}
		for i := range o.HTTP {
			b := &o.HTTP[i]
			if m, found := mismatchOf(b, verb, known); found {
				p.Report(&o.Node, b.MethodSpan, fmt.Sprintf("%s is a %s: %s", o.Name, b.Method, m.hurts),
					lint.Cure(fmt.Sprintf("use %s", m.instead)))
				return // its other paths have the same mistake
			}
		}
	},
})

// namesMethod finds the words by which a documentation shows that the method was chosen knowingly.
var namesMethod = regexp.MustCompile(`\b(?:GET|POST|PUT|PATCH|DELETE)(?:-ing| request| method)`)

// isMoreThanItsVerb reports whether the verb doesn't say all that matters for the method: the
// operation gets or creates, reads by starting a job, works on many things, or its documentation
// says why it has the method that it has.
func isMoreThanItsVerb(o *spec.Operation, known words.Verb) bool {
	return inBulk(o) || !known.Writes && startsOperation(o) || slices.Contains(words.Split(o.Name), "or") ||
		namesMethod.MatchString(phrase.Line(o.Doc, 4096))
}

// startsOperation reports whether the answer is work that goes on.
func startsOperation(o *spec.Operation) bool {
	answer := o.ResponseType()
	return o.LongRunning != nil || answer != nil && answer.Name == "Operation"
}

// inBulk reports whether the operation works on many things at once: what selects them may be too
// long for anything but the body of a POST.
func inBulk(o *spec.Operation) bool {
	return slices.ContainsFunc(words.Split(o.Name), func(word string) bool {
		return word == "bulk" || word == "batch" || word == "multiple" || word == "many"
	})
}

// mismatch is why a method is wrong and which one is right.
type mismatch struct {
	hurts, instead string
}

// mismatchOf compares the verb of a name with the HTTP method. Only what contradicts the meaning of
// the method (RFC 9110) is a mismatch, not every way to stretch it: what a custom verb behind a
// colon does with POST is up to its author.
func mismatchOf(b *spec.HTTPBinding, verb string, known words.Verb) (mismatch, bool) {
	method, named := methodSaying(verb)
	custom := standard.End(b.Path).Kind == spec.Verb
	switch {
	case b.Method == "GET" && known.Writes && (named || !known.Noun && !known.Job):
		if !named {
			method = "POST"
		}
		return mismatch{fmt.Sprintf("caches, crawlers and retries repeat a GET at will, and each time it would %s again", verb), method}, true
	case b.Method == "DELETE" && named && !known.Writes:
		return mismatch{"a DELETE may be retried, logged and refused as one, and this only reads", "GET"}, true
	case (b.Method == "PUT" || b.Method == "PATCH") && named && !known.Writes:
		return mismatch{fmt.Sprintf("a %s is never cached and needs the right to write, and this only reads", b.Method), "GET"}, true
	case b.Method == "DELETE" && (method == "POST" || method == "PATCH"):
		return mismatch{fmt.Sprintf("callers, proxies and audits take a DELETE for the end of the resource, and this means to %s", verb), method}, true
	case b.Method == "POST" && !custom:
		return postMismatch(b, verb, method)
	}
	return mismatch{}, false
}

// postMismatch finds the standard methods in disguise. Reads with other verbs (search, query) may
// need a body, which GET has not.
func postMismatch(b *spec.HTTPBinding, verb, method string) (mismatch, bool) {
	end := standard.End(b.Path)
	switch {
	case verb == "get" || verb == "list":
		return mismatch{"the answer to a POST is not cached and no client retries it by itself, though this only reads", "GET"}, true
	case verb == "delete" && end.Kind == spec.Variable:
		return mismatch{"no client retries a POST by itself, though deleting twice does no harm", method}, true
	case verb == "update" && end.Kind == spec.Variable:
		return mismatch{"no client retries a POST by itself, and it doesn't say whether what is left out stays", "PATCH (or PUT if the whole is replaced)"}, true
	}
	return mismatch{}, false
}
