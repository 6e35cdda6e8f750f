// Package authz says what a caller may do: which scopes an operation demands, and what is told of resources to those
// who may not see them. It must not know how callers prove who they are, nor any particular operation or resource.
package authz

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Rule is what an operation demands of its callers. The zero value lets nobody in.
type Rule struct {
	Anonymous bool // needs no caller
	// Scopes are alternatives, as OpenAPI's security requirements are: of one of them the caller must have every scope.
	// One without scopes is met by every caller who is known.
	Scopes [][]string
	// Internal operations are for callers of the house, whatever their scopes.
	Internal bool
}

// Anyone needs no caller.
func Anyone() Rule { return Rule{Anonymous: true} }

// Known needs a caller, whoever that is.
func Known() Rule { return Rule{Scopes: [][]string{{}}} }

// All needs a caller with every one of these scopes.
func All(scopes ...string) Rule { return Rule{Scopes: [][]string{scopes}} }

// Any needs a caller with one of these scopes.
func Any(scopes ...string) Rule {
	var r Rule
	for _, s := range scopes {
		r.Scopes = append(r.Scopes, []string{s})
	}
	return r
}

// Table says what operations demand, by operationId, or by the full name of a method ("/shop.v1.Orders/CreateOrder").
// An operation that it doesn't name lets nobody in.
type Table map[string]Rule

// Policy holds callers to a table.
type Policy struct {
	rules map[string]rule
	realm string
}

type rule struct {
	Rule
	wanted string // for the challenge
}

// Options configures New.
type Options struct {
	Realm string // of challenges; "": none is named
}

// New makes the policy of a table, which it copies. The error names operations whose rules contradict themselves, whose
// scopes aren't scope-tokens of RFC 6749, or that nobody could ever call.
func New(t Table, o Options) (*Policy, error) {
	p := &Policy{rules: make(map[string]rule, len(t)), realm: o.Realm}
	for _, name := range slices.Sorted(maps.Keys(t)) {
		r := t[name]
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("authz: %s: %w", name, err)
		}
		p.rules[name] = rule{Rule: Rule{Anonymous: r.Anonymous, Scopes: clone(r.Scopes), Internal: r.Internal}, wanted: r.wanted()}
	}
	return p, nil
}

func clone(all [][]string) [][]string {
	out := make([][]string, len(all))
	for i := range all {
		out[i] = slices.Clone(all[i])
	}
	return out
}

func (r *Rule) check() error {
	switch {
	case r.Anonymous && (len(r.Scopes) > 0 || r.Internal):
		return fmt.Errorf("it needs no caller, and demands something of it; drop one of the two")
	case !r.Anonymous && len(r.Scopes) == 0 && !r.Internal:
		return fmt.Errorf("it says neither that it needs no caller (authz.Anyone) nor which it lets in (authz.Known, authz.Any, authz.All)")
	}
	for _, scope := range slices.Concat(r.Scopes...) {
		if !isScope(scope) {
			return fmt.Errorf("%q is no scope", scope)
		}
	}
	return nil
}

// isScope says whether a text is a scope-token of RFC 6749, 3.3.
func isScope(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\\' }) < 0
}

// wanted are the scopes of the first alternative, for the challenge can name but one.
func (r *Rule) wanted() string {
	if len(r.Scopes) == 0 {
		return ""
	}
	return strings.Join(r.Scopes[0], " ")
}

// Check says whether the context's caller may call an operation. The error is 401 if there is no caller and the
// operation needs one, else 403: the same one whichever reason it has, and whether or not what is asked for exists, as
// it is given before anything has been looked up.
func (p *Policy) Check(ctx context.Context, operation string) error {
	r, declared := p.rules[operation]
	if declared && r.Anonymous {
		return nil
	}
	c, known := authn.From(ctx)
	switch {
	case !known:
		return authn.Missing()
	case !declared, r.Internal && !c.Internal, !r.suffice(c):
		return Denied()
	}
	return nil
}

// suffice says whether one of the alternatives is met.
func (r *Rule) suffice(c authn.Caller) bool {
	if len(r.Scopes) == 0 {
		return r.Internal
	}
	for _, all := range r.Scopes {
		if !slices.ContainsFunc(all, func(s string) bool { return !c.Has(s) }) {
			return true
		}
	}
	return false
}

// Challenge is the WWW-Authenticate header of an error of Check; "": it needs none.
func (p *Policy) Challenge(operation string, err error) string {
	r := p.rules[operation]
	if r.Internal {
		return authn.Challenge(p.realm, "", err)
	}
	return authn.Challenge(p.realm, r.wanted, err)
}

// Unused returns the operations that the table names and the API doesn't have, and those that the API has and the table
// doesn't name, each sorted: a misspelt name locks an operation for everybody.
func (p *Policy) Unused(operations []string) (unknown, locked []string) {
	for _, name := range slices.Sorted(maps.Keys(p.rules)) {
		if !slices.Contains(operations, name) {
			unknown = append(unknown, name)
		}
	}
	for _, name := range operations {
		if _, ok := p.rules[name]; !ok {
			locked = append(locked, name)
		}
	}
	slices.Sort(locked)
	return unknown, slices.Compact(locked)
}

// Denied is the 403 of everything that a caller may not do: it tells nothing of why.
func Denied() error {
	return &errors.Error{Status: http.StatusForbidden, Code: errors.CodePermissionDenied, Title: http.StatusText(http.StatusForbidden), Detail: "the caller may not do this"}
}
