package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// segment is one literal between two slashes of a path.
type segment struct {
	path spec.Path
	at   int // index of its part
	part spec.PathPart
}

// segmentsOf returns the literals that fill a segment alone, outside of variables: what a variable
// may be is decided by the names of resources, not by the path.
func segmentsOf(path spec.Path) []segment {
	var segments []segment
	for i, part := range path.Parts {
		alone := (i == 0 || path.Parts[i-1].Segment != part.Segment) &&
			(i+1 == len(path.Parts) || path.Parts[i+1].Segment != part.Segment || path.Parts[i+1].Kind == spec.Verb)
		if part.Kind == spec.Literal && part.Within == "" && alone {
			segments = append(segments, segment{path, i, part})
		}
	}
	return segments
}

// pathVerb is a verb that a segment is, or begins with.
type pathVerb struct {
	word string   // "get"
	noun []string // what follows it in the segment: "orders"; nil: it stands alone
}

// verb returns the verb of a segment that names an action. methods are those of its whole path.
func (s segment) verb(l *words.Lexicon, methods []string) (pathVerb, bool) {
	all := words.Split(s.part.Text)
	if len(all) == 0 {
		return pathVerb{}, false
	}
	known, ok := l.LookupVerb(all[0])
	if !ok {
		return pathVerb{}, false
	}
	found := pathVerb{all[0], all[1:]}
	switch {
	case len(all) == 1 && known.Noun:
		return found, s.acts(methods)
	case len(all) == 1:
		return found, true
	case known.Noun && !(known.HTTP && words.Camel.Has(s.part.Text)):
		return found, false // check-runs, test_helpers, exportJobs
	}
	return found, !describes(l, all)
}

func (s segment) followsVariable() bool {
	return s.at > 0 && s.path.Parts[s.at-1].Kind != spec.Literal
}

// describes reports whether the verb only describes the noun after it. No thing is called after
// what is done to everything (getEvents, setStatus).
func describes(l *words.Lexicon, all []string) bool {
	last := all[len(all)-1]
	switch all[0] {
	case "get", "list", "fetch", "retrieve", "set":
		return false
	case "patch": // patchDeployments are deployments of patches
		return l.IsPlural(last)
	}
	return slices.Contains(thingsAboutVerbs[:], l.Singular(last))
}

// acts reports whether a word that is verb and noun is meant as a verb: it follows one resource and
// nothing but POST can be done with it. Where there is something to read, it is a resource.
func (s segment) acts(methods []string) bool {
	last := s.at == len(s.path.Parts)-1
	return last && s.followsVariable() && !slices.ContainsFunc(methods, func(m string) bool { return m != "POST" })
}

// thingsAboutVerbs are nouns that a verb before them describes: a delete-request is a thing.
var thingsAboutVerbs = [...]string{
	"request", "job", "run", "token", "policy", "rule", "event", "log", "history", "operation", "schedule",
	"status", "type", "setting", "config", "configuration", "template", "result", "response", "queue", "action",
	"started", "on", "key", "url", "link", "permission", "only", "reason", "time", "by",
}

// methodSaying returns the HTTP method that says the same as the verb.
func methodSaying(verb string) (string, bool) {
	switch verb {
	case "get", "list", "fetch", "retrieve", "read", "find", "show", "describe", "obtain":
		return "GET", true
	case "create", "add", "insert":
		return "POST", true
	case "update", "modify", "patch":
		return "PATCH", true
	case "set", "replace", "save", "upsert":
		return "PUT", true
	case "delete", "remove", "destroy", "erase":
		return "DELETE", true
	}
	return "", false
}

// standardCure says how to leave the verb to the HTTP method.
func (s segment) standardCure(l *words.Lexicon, verb pathVerb, method string) string {
	if len(verb.noun) == 0 && method == "POST" && s.followsVariable() {
		return fmt.Sprintf("name what it makes: POST %s/…, and leave the verb to the method", s.parent())
	}
	return fmt.Sprintf("leave the verb to the method: %s %s", method, s.withoutVerb(l, verb))
}

// actionCure says where the action belongs.
func (s segment) actionCure(method string) string {
	if s.at < len(s.path.Parts)-1 {
		return "name the thing that stands there, or put the action behind a colon at the end of the path (AIP-136)"
	}
	if method != "GET" {
		method = "POST"
	}
	return fmt.Sprintf("put the action behind a colon (AIP-136): %s %s:%s, or make it a resource that can be read",
		method, s.parent(), words.Camel.Write(s.part.Text))
}

// withoutVerb returns the path with the segment's verb left out and its noun as a collection.
func (s segment) withoutVerb(l *words.Lexicon, verb pathVerb) string {
	before := strings.TrimSuffix(s.before(), "/")
	after := s.path.Raw[s.offset()+len(s.part.Text):]
	if len(verb.noun) == 0 {
		return before + after
	}
	noun := slices.Clone(verb.noun)
	if verb.word != "set" {
		noun[len(noun)-1] = l.Plural(noun[len(noun)-1])
	}
	if parent := before[strings.LastIndexByte(before, '/')+1:]; words.Snake.Write(parent) == words.Snake.Join(noun) {
		return before + after
	}
	return before + "/" + caseLike(s.part.Text).Join(noun) + after
}

// parent returns the path up to the segment; "/…" stands for one that begins with it.
func (s segment) parent() string {
	if parent := strings.TrimSuffix(s.before(), "/"); parent != "" {
		return parent
	}
	return "/…"
}

func (s segment) before() string { return s.path.Raw[:s.offset()] }

// offset returns where the segment begins in the raw path.
func (s segment) offset() int {
	at := len(s.path.Raw) - len(strings.TrimPrefix(s.path.Raw, "/"))
	for range s.part.Segment {
		at += strings.IndexByte(s.path.Raw[at:], '/') + 1
	}
	return at
}

func caseLike(text string) words.Case {
	switch {
	case strings.Contains(text, "_"):
		return words.Snake
	case strings.Contains(text, "-"):
		return words.Kebab
	}
	return words.Camel
}
