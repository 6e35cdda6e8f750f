package security

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// requirementsOf returns what holds for an operation: its own security, or the API's.
func requirementsOf(api *spec.API, o *spec.Operation) []spec.SecurityRequirement {
	if o.HasSecurity {
		return o.Security
	}
	return api.Security
}

// secured reports whether no one may call the operation without credentials.
func secured(api *spec.API, o *spec.Operation) bool {
	alternatives := requirementsOf(api, o)
	return len(alternatives) > 0 && !slices.ContainsFunc(alternatives, func(r spec.SecurityRequirement) bool { return len(r.Schemes) == 0 })
}

// calls are the operations that consumers call, of an API.
func calls(api *spec.API, visit func(*spec.Operation)) {
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if o.Kind == spec.Call {
				visit(o)
			}
		}
	}
}

func declares(o *spec.Operation, statuses ...string) bool {
	return slices.ContainsFunc(o.Responses, func(r *spec.Response) bool { return slices.Contains(statuses, strings.ToUpper(r.Status)) })
}

// declaresErrors reports whether an operation declares any failure: those that declare none are
// missing-error-response's.
func declaresErrors(o *spec.Operation) bool {
	return slices.ContainsFunc(o.Responses, func(r *spec.Response) bool {
		return r.Status == "default" || strings.HasPrefix(r.Status, "4") || strings.HasPrefix(r.Status, "5")
	})
}

// responsesSpan is the place where the responses of an operation begin.
func responsesSpan(o *spec.Operation) source.Span {
	if a, ok := o.Attr("responses"); ok {
		return a.NameSpan
	}
	return o.NameSpan
}

// memberSpan returns the place of a key in an attribute's object, or of the element's name.
func memberSpan(n *spec.Node, attribute string, path ...string) source.Span {
	a, ok := n.Attr(attribute)
	if !ok {
		return n.NameSpan
	}
	at, v := a.NameSpan, a.Value
	for _, key := range path {
		m := v.Member(key)
		if m == nil {
			return at
		}
		at, v = m.KeySpan, m.Value
	}
	return at
}
