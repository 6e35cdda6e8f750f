package idempotency

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// saysAgain finds the words by which a documentation says what comes of the second try.
var saysAgain = regexp.MustCompile(`(?i)\balready[ _](?:exists?|installed|present|running|started|(?:been )?(?:created|added|accepted))\b|` +
	`^\W*(?:<p>)?(?:upserts?|replaces?|sets?|(?:creates?|inserts?|adds?) or (?:updates?|replaces?))\b|` +
	`\bidempotent\b|\bmust be in\b.{0,200}\bstate\b`)

// harmless reports whether the operation's documentation says what comes of doing it again, or it
// only hands out a token, which expires.
func harmless(o *spec.Operation) bool {
	name := words.Split(o.Name)
	end := words.Split(standard.End(o.Path()).Text)
	return len(name) > 0 && name[len(name)-1] == "token" || len(end) > 0 && end[len(end)-1] == "token" ||
		slices.ContainsFunc(o.Responses, func(r *spec.Response) bool { return saysAgain.MatchString(phrase.Line(r.Doc, 400)) }) ||
		saysAgain.MatchString(o.Summary) || saysAgain.MatchString(phrase.Line(o.Doc, 4096))
}

// tokenInResource reports whether the thing to be created holds the token itself.
func tokenInResource(o *spec.Operation) bool {
	resource := sentResource(o)
	return resource != nil && slices.ContainsFunc(resource.Fields, func(f *spec.Field) bool {
		switch words.Snake.Write(f.Name) {
		case "client_token", "client_request_token", "idempotency_key", "idempotency_token", "client_request_id":
			return !f.Behavior.Has(spec.BehaviorOutputOnly)
		}
		return false
	})
}

// assigned finds the words by which the documentation of a resource name says that the service
// chooses it.
var assigned = regexp.MustCompile(`(?i)\b(?:output[ -]only|read[ -]only|ignored|assigned|generated|automatically|populated|chosen|set by|created by|` +
	`leave|empty|unset|do not|must not|required (?:for|when|in|only)|server|system)\b`)

// namedInResource reports whether the thing to be created is a resource (google.api.resource) that
// may be sent with its name, has to hold something unique, or is the only one of its kind (AIP-156),
// so that the second try meets the first. Where the name is an IDENTIFIER (AIP-203) and not required,
// callers choose by a field of the request or not at all (AIP-133).
func namedInResource(o *spec.Operation) bool {
	resource := sentResource(o)
	if resource == nil || resource.Resource == nil {
		return resource != nil && slices.ContainsFunc(resource.Fields, func(f *spec.Field) bool { return refersToItself(f, resource) })
	}
	return isSingleton(resource.Resource) || slices.ContainsFunc(resource.Fields, func(f *spec.Field) bool {
		return isKey(f, resource) || refersToItself(f, resource)
	})
}

// isKey reports whether the field of a resource is its name, and callers choose it, or has a value
// that no second resource has.
func isKey(f *spec.Field, resource *spec.Type) bool {
	doc := phrase.Line(f.Doc, 4096)
	required := f.Behavior.Has(spec.BehaviorRequired)
	if f.Name != "name" && f.Name != "id" && f.Name != resource.Resource.NameField {
		return required && unique.MatchString(doc)
	}
	chosen := required || !f.Behavior.Has(spec.BehaviorOutputOnly) && !f.Behavior.Has(spec.BehaviorIdentifier)
	return single.MatchString(doc) || optional.MatchString(doc) || chosen && !assigned.MatchString(doc)
}

// refersToItself reports whether the field holds the ID of the resource in an object of its own, as
// the job_reference of a Job holds its job_id.
func refersToItself(f *spec.Field, resource *spec.Type) bool {
	reference := f.Type.Resolve()
	id := words.Snake.Write(resource.Name) + "_id"
	return reference != nil && strings.HasSuffix(f.Name, "_reference") && slices.ContainsFunc(reference.Fields, func(part *spec.Field) bool {
		return part.Name == id && !part.Behavior.Has(spec.BehaviorOutputOnly)
	})
}

// isSingleton reports whether the resource's names end in no variable: accounts/{account}/settings.
func isSingleton(r *spec.Resource) bool {
	return len(r.Patterns) > 0 && !slices.ContainsFunc(r.Patterns, func(pattern string) bool { return strings.HasSuffix(pattern, "}") })
}

var (
	// unique finds the words by which the documentation of a field says that no second thing has
	// the same.
	unique = regexp.MustCompile(`(?i)\b(?:unique (?:within|across|in|among|per|for)|must be (?:\w+ )?unique)\b`)
	// optional finds the words by which the documentation of a name says what comes of sending none.
	optional = regexp.MustCompile(`(?i)\bif (?:the |this |it )?(?:name |field )?(?:is )?(?:left )?(?:empty|unset|not (?:set|specified|provided)|unspecified|omitted)\b`)
	single   = regexp.MustCompile(`(?i)\b(?:at most|only) one\b`)
)

// sentResource returns the message that a proto request sends in its one field of a resource, or in
// the field that is its body; nil if there is none.
func sentResource(o *spec.Operation) *spec.Type {
	for _, input := range o.Inputs() {
		t := input.Type.Resolve()
		if input.Number > 0 && t != nil && t.Kind == spec.KindObject && (t.Resource != nil || len(o.HTTP) > 0 && o.HTTP[0].Body == input.Name) {
			return t
		}
	}
	return nil
}

// keyedByBody reports whether required inputs are what the created thing is found by: POST /variables
// takes the name of /variables/{name}.
func keyedByBody(api *spec.API, o *spec.Operation) bool {
	required := map[string]bool{}
	for _, input := range o.Inputs() {
		if input.Required && input.In != spec.InPath {
			required["{"+input.Name+"}"] = true
		}
	}
	return len(required) > 0 && len(o.HTTP) > 0 && slices.ContainsFunc(api.Services, func(s *spec.Service) bool {
		return slices.ContainsFunc(s.Operations, func(other *spec.Operation) bool {
			key, below := strings.CutPrefix(other.Path().Raw, o.Path().Raw+"/")
			return below && !slices.ContainsFunc(strings.Split(key, "/"), func(part string) bool { return !required[part] })
		})
	})
}
