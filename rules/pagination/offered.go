package pagination

import (
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// offers reports whether the list is of what the service has to offer (report types, supported
// languages): such a list grows with the service's releases, not with its use. One that callers
// add to is none.
func offers(api *spec.API, o *spec.Operation, c standard.Collection) bool {
	noun := lastWord(listName(o, c))
	return isOffer(noun) && !creates(api, noun)
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

func isOffer(noun string) bool {
	switch noun {
	case "types", "kinds", "languages", "locales", "currencies", "countries", "timezones", "voices", "runtimes", "platforms",
		"capabilities", "tiers", "flags",
		"jwks": // a set of keys is one document (RFC 7517)
		return true
	}
	return false
}

// creates reports whether an operation of the API makes a thing of that kind.
func creates(api *spec.API, noun string) bool {
	for _, service := range api.Services {
		for _, o := range service.Operations {
			if standard.Classify(o) != standard.Create {
				continue
			}
			if end := standard.End(o.Path()); end.Kind == spec.Literal && lastWord(end.Text) == noun || lastWord(o.Name) == words.Singular(noun) {
				return true
			}
		}
	}
	return false
}

func lastWord(name string) string {
	parts := words.Split(name)
	if len(parts) == 0 {
		return ""
	}
	return parts[len(parts)-1]
}
