package golang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

func (l *lowering) forInsiders(o *spec.Operation) bool {
	return l.said(o, tierOf) == tierInternal
}

const tierInternal = "internal"

// access is the expression of an operation's authz.Rule.
func (l *lowering) access(o *spec.Operation) string {
	scopes, anyone := l.demands(o)
	switch {
	case l.forInsiders(o) && len(scopes) > 0:
		return "{Scopes: " + scopeLists(scopes) + ", Internal: true}"
	case l.forInsiders(o):
		return "{Internal: true}"
	case anyone:
		return "authz.Anyone()"
	case len(scopes) == 0:
		return "authz.Known()"
	case len(scopes) == 1:
		return "authz.All(" + quotedList(scopes[0]) + ")"
	case !slices.ContainsFunc(scopes, func(all []string) bool { return len(all) > 1 }):
		return "authz.Any(" + quotedList(slices.Concat(scopes...)) + ")"
	}
	return "{Scopes: " + scopeLists(scopes) + "}"
}

func scopeLists(scopes [][]string) string {
	lists := make([]string, len(scopes))
	for i, all := range scopes {
		lists[i] = "{" + quotedList(all) + "}"
	}
	return "[][]string{" + strings.Join(lists, ", ") + "}"
}

func quotedList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = strconv.Quote(text)
	}
	return strings.Join(quoted, ", ")
}

// demands are the scopes of each alternative; none: whoever is known may call. Of one that asks for several schemes the
// caller must have the scopes of all. What is listed for schemes other than oauth2 counts too: it would be a role, and to
// drop it would let more callers in than the contract does.
func (l *lowering) demands(o *spec.Operation) (scopes [][]string, anyone bool) {
	requirements, said := l.requirements(o)
	if said && len(requirements) == 0 {
		return nil, true
	}
	known := !said
	for _, r := range requirements {
		var all []string
		for _, use := range r.Schemes {
			all = append(all, use.Scopes...)
		}
		slices.Sort(all)
		all = slices.Compact(all)
		anyone, known = anyone || len(r.Schemes) == 0, known || len(all) == 0
		if !slices.ContainsFunc(scopes, func(other []string) bool { return slices.Equal(other, all) }) {
			scopes = append(scopes, all)
		}
	}
	if anyone || known {
		return nil, anyone
	}
	return scopes, false
}

// requirements are the operation's, or else the API's; said: one of them declares some, if only that there are none.
func (l *lowering) requirements(o *spec.Operation) (all []spec.SecurityRequirement, said bool) {
	if o.HasSecurity {
		return o.Security, true
	}
	_, said = l.api.Attr("security")
	return l.api.Security, said || len(l.api.Security) > 0
}

// unsecured tells of operations of which the contract doesn't say who may call them.
func (l *lowering) unsecured() {
	var names []string
	for _, o := range l.operations {
		if _, said := l.requirements(o.Operation); !said && !l.forInsiders(o.Operation) {
			names = append(names, label(o.Operation))
		}
	}
	if len(names) == 0 {
		return
	}
	which := strings.Join(names[:min(len(names), 3)], ", ")
	if more := len(names) - 3; more > 0 {
		which += fmt.Sprintf(" and %d more", more)
	}
	l.say(report.Info, &l.api.Node, l.api.NameSpan, "security", "the contract doesn't say who may call "+which+": Access lets in every caller who is known, and no one else",
		"declare security, with scopes or as [] for everybody")
}
