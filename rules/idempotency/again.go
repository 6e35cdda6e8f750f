package idempotency

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// saysAgain finds the words by which a documentation says what comes of the second try.
var saysAgain = regexp.MustCompile(`(?i)\balready[ _](?:exists?|installed|present|running|started|been (?:created|added|accepted))\b|` +
	`^\W*(?:<p>)?(?:upserts?|replaces?|sets?|(?:creates?|inserts?|adds?) or (?:updates?|replaces?))\b|` +
	`\bidempotent\b|\bmust be in\b.{0,200}\bstate\b`)

// documentsAgain reports whether the operation's documentation says what comes of doing it again.
func documentsAgain(o *spec.Operation) bool {
	return saysAgain.MatchString(o.Summary) || saysAgain.MatchString(phrase.Line(o.Doc, 4096))
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
		return false
	}
	return isSingleton(resource.Resource) || slices.ContainsFunc(resource.Fields, func(f *spec.Field) bool {
		isName := f.Name == "name" || f.Name == "id" || f.Name == resource.Resource.NameField
		required := f.Behavior.Has(spec.BehaviorRequired)
		chosen := required || !f.Behavior.Has(spec.BehaviorOutputOnly) && !f.Behavior.Has(spec.BehaviorIdentifier)
		doc := phrase.Line(f.Doc, 4096)
		return isName && (chosen && !assigned.MatchString(doc) || single.MatchString(doc)) || required && unique.MatchString(doc)
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
	single = regexp.MustCompile(`(?i)\b(?:at most|only) one\b`)
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
