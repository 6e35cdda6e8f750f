package naming

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/convention"
	"github.com/bylaw-dev/bylaw/spec"
)

// vocabulary is the values of one OpenAPI enum that have a case.
type vocabulary struct {
	enum   *spec.Type
	values []*spec.EnumValue
	names  []string // of the values
}

// vocabulariesOf returns the enums of an API that name anything, each set of values once: many
// documents repeat it wherever it is used.
func vocabulariesOf(api *spec.API) []vocabulary {
	var vocabularies []vocabulary
	seen := map[string]bool{}
	spec.Walk(api, &spec.Visitor{Type: func(t *spec.Type) {
		v := vocabularyOf(t)
		key := strings.Join(v.names, " ")
		if len(v.names) > 0 && !seen[key] {
			seen[key] = true
			vocabularies = append(vocabularies, v)
		}
	}})
	return vocabularies
}

// vocabularyOf returns the values of an enum; none if there is one that nobody would write so but
// to spell what others have named: "en-GB", "too heated", "2fa", "US1-FED".
func vocabularyOf(t *spec.Type) vocabulary {
	v := vocabulary{enum: t}
	for _, value := range t.Values {
		switch {
		case value.Value == nil || value.Value.Kind != spec.Str || value.Name == "":
		case convention.Shared([]string{value.Name}) || train.MatchString(value.Name):
			v.values = append(v.values, value)
			v.names = append(v.names, value.Name)
		default:
			return vocabulary{}
		}
	}
	return v
}

// train is what people write who have not decided: In_Progress, In-Progress.
var train = regexp.MustCompile(`^[A-Z][a-z]+([_-][A-Z][a-z]+)+$`)

// isOwn reports whether the author of the API made up the values: codes (EUR, GET, R02, mp3, en-gb)
// and the names of types come from elsewhere.
func (v vocabulary) isOwn(l *words.Lexicon) bool {
	if v.namesStandards(l) {
		return false
	}
	if slices.ContainsFunc(v.names, hasParts) {
		return true
	}
	return slices.ContainsFunc(v.names, isLongWord) && !v.isHTTP() && !v.namesTypes(l)
}

// hasParts reports whether a value is several words with marks between them.
func hasParts(name string) bool { return strings.ContainsAny(name, "_-") && !locale.MatchString(name) }

var locale = regexp.MustCompile(`^[a-z]{2}[-_][a-z]{2}$`)

// isLongWord reports whether a value is too long for a code.
func isLongWord(name string) bool {
	return len(name) >= 4 && !strings.ContainsAny(name, "0123456789_-")
}

func (v vocabulary) isHTTP() bool {
	return !slices.ContainsFunc(v.names, func(name string) bool {
		return !slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"}, name)
	})
}

// namesTypes reports whether the enum tells things apart by the names of their types: {type: User}.
func (v vocabulary) namesTypes(l *words.Lexicon) bool {
	name := v.property(l)
	return strings.HasSuffix(name, "type") || strings.HasSuffix(name, "kind") || name == "object"
}

// namesStandards reports whether what the enum is about has names that others gave it.
func (v vocabulary) namesStandards(l *words.Lexicon) bool {
	return slices.Contains([]string{"language", "locale", "country", "currency", "timezone", "encoding", "algorithm"}, v.property(l))
}

// property returns what the enum, or a list of its values, is called where it stands: in lower
// case, in the singular.
func (v vocabulary) property(l *words.Lexicon) string {
	at := &v.enum.Node
	for at.Name == "" && at.Parent != nil {
		at = at.Parent
	}
	return l.Singular(strings.ToLower(at.Name))
}
