package operations

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var security = breaking.New(breaking.Meta{
	ID: "security", Title: "what callers must prove", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"security"},
}, breaking.Hooks{Operation: compareSecurity})

// compareSecurity asks of each way in that there was whether it still opens the operation: there
// has to be a way now that wants no more.
func compareSecurity(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() {
		return
	}
	old, new := ways(p.API.Old, pair.Old), ways(p.API.New, pair.New)
	closed, opened := uncovered(old, new), uncovered(new, old)
	var effect breaking.Effect
	switch {
	case len(closed) > 0 && len(opened) > 0:
		effect = breaking.Incomparable
	case len(closed) > 0:
		effect = breaking.Narrows
	case len(opened) > 0:
		effect = breaking.Widens
	default:
		return
	}
	c := p.Changed("security", alternatives(old), alternatives(new),
		fmt.Sprintf("callers needed %s and need %s", alternatives(old), alternatives(new)),
		breaking.On(breaking.Behavior, breaking.Protocol, effect))
	if len(closed) > 0 {
		c.Message += fmt.Sprintf(": those with %s are turned away", closed[0])
		c.Cure = fmt.Sprintf("keep %s as an alternative until every caller has moved", closed[0])
		if len(closed[0]) == 0 {
			c.Cure = "leave it open until every caller has moved"
		}
	}
}

// way is one alternative of a security requirement: its schemes, and the scopes of each, sorted.
type way []string

// scopeOf stands between a scheme and one of its scopes.
const scopeOf = ": "

// String names what a way wants: "nothing", "key", "oauth (read, write) and key".
func (w way) String() string {
	var parts []string
	for _, part := range w {
		scheme, scope, scoped := strings.Cut(part, scopeOf)
		switch last := len(parts) - 1; {
		case !scoped:
			parts = append(parts, scheme)
		case strings.HasSuffix(parts[last], ")"):
			parts[last] = strings.TrimSuffix(parts[last], ")") + ", " + scope + ")"
		default:
			parts[last] += " (" + scope + ")"
		}
	}
	if parts == nil {
		return "nothing"
	}
	return strings.Join(parts, " and ")
}

// ways returns the alternatives that hold for an operation. None at all is one that wants nothing.
func ways(api *spec.API, o *spec.Operation) []way {
	requirements := o.Security
	if !o.HasSecurity {
		requirements = api.Security
	}
	if len(requirements) == 0 {
		return []way{nil}
	}
	var all []way
	for _, requirement := range requirements {
		var w way
		for _, use := range requirement.Schemes {
			w = append(w, use.Name)
			for _, scope := range use.Scopes {
				w = append(w, use.Name+scopeOf+scope)
			}
		}
		slices.Sort(w)
		all = append(all, slices.Compact(w))
	}
	return all
}

// uncovered returns the ways of one side for which the other has none that wants no more.
func uncovered(ways, others []way) []way {
	var missing []way
	for _, w := range ways {
		covers := func(other way) bool {
			return !slices.ContainsFunc(other, func(part string) bool { return !slices.Contains(w, part) })
		}
		if !slices.ContainsFunc(others, covers) {
			missing = append(missing, w)
		}
	}
	return missing
}

func alternatives(ways []way) string {
	texts := make([]string, len(ways))
	for i, w := range ways {
		texts[i] = w.String()
	}
	return strings.Join(texts, ", or ")
}
