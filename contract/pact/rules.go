package pact

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// category tells what rules are about by the names in use, and whether that is known.
func category(name string) (contract.Category, bool) {
	switch name {
	case "method":
		return contract.InMethod, true
	case "path":
		return contract.InPath, true
	case "query":
		return contract.InQuery, true
	case "header", "headers":
		return contract.InHeader, true
	case "body", "content", "contents":
		return contract.InBody, true
	case "status":
		return contract.InStatus, true
	case "metadata", "metaData":
		return contract.InMetadata, true
	}
	return 0, false
}

// rules reads the matching rules: by path up to V2, by category and path from V3 on.
func (r *reader) rules(v *spec.Value) []*contract.Rule {
	all := r.object(v, "matchingRules")
	if all == nil {
		return nil
	}
	var rules []*contract.Rule
	for _, m := range all.Members {
		if strings.HasPrefix(m.Key, "$") {
			rules = append(rules, r.flatRule(m)...)
		} else {
			rules = append(rules, r.rulesOf(m)...)
		}
	}
	return rules
}

// flatRule reads a rule of version 2, whose path begins with what it is about: $.body.name
func (r *reader) flatRule(m spec.Member) []*contract.Rule {
	about, path, ok := r.flatPath(m)
	if !ok || m.Value.Kind != spec.Map {
		if ok {
			r.fail(m.Value.Span, "a matching rule is an object, this one is "+article(m.Value), "")
		}
		return nil
	}
	rule := r.rule(about, path, m.Value)
	return []*contract.Rule{rule}
}

// flatPath splits the path of version 2 into what it is about and the path in it.
func (r *reader) flatPath(m spec.Member) (contract.Category, contract.Path, bool) {
	path, err := contract.ParsePath(m.Key)
	if err != nil {
		r.fail(m.KeySpan, err.Error(), "")
		return 0, path, false
	}
	if len(path.Steps) < 2 || path.Steps[1].Kind != contract.Field {
		r.fail(m.KeySpan, fmt.Sprintf("the path %q does not say whether it is about the body, a header, the query or the path", m.Key), "begin it with $.body, $.headers, $.query or $.path")
		return 0, path, false
	}
	about, known := category(path.Steps[1].Name)
	if !known {
		r.fail(m.KeySpan, fmt.Sprintf("rules are about body, headers, query or path, not about %q", path.Steps[1].Name), "")
		return 0, path, false
	}
	rest := contract.Path{Steps: append([]contract.Step{{Kind: contract.Root}}, path.Steps[2:]...)}
	if named(about) && len(rest.Steps) > 1 && rest.Steps[1].Kind == contract.Field {
		rest.Text = rest.Steps[1].Name
		if len(rest.Steps) > 2 {
			rest.Text = rest.String()
		}
		return about, rest, true
	}
	if about != contract.InPath {
		rest.Text = rest.String()
	}
	return about, rest, true
}

// named reports whether the values of a category have names instead of paths.
func named(c contract.Category) bool {
	return c == contract.InHeader || c == contract.InQuery || c == contract.InMetadata
}

// rulesOf reads the rules of one category.
func (r *reader) rulesOf(m spec.Member) []*contract.Rule {
	about, known := category(m.Key)
	if !known || m.Value.Kind != spec.Map {
		r.strange(m, "matching rules", known)
		return nil
	}
	if m.Value.Get("matchers") != nil { // path and status have no paths
		return []*contract.Rule{r.rule(about, contract.Path{Steps: []contract.Step{{Kind: contract.Root}}}, m.Value)}
	}
	var rules []*contract.Rule
	for _, each := range m.Value.Members {
		path, ok := r.path(about, each)
		if !ok {
			continue
		}
		if each.Value.Kind != spec.Map {
			r.fail(each.Value.Span, "a matching rule is an object, this one is "+article(each.Value), "")
			continue
		}
		rules = append(rules, r.rule(about, path, each.Value))
	}
	return rules
}

// strange says that a member of rules or generators is no category, or no object.
func (r *reader) strange(m spec.Member, what string, known bool) {
	switch {
	case known:
		r.fail(m.Value.Span, fmt.Sprintf("the %s of %q are %s, but must be an object", what, m.Key, article(m.Value)), "")
	case m.Value.Kind == spec.Map && len(m.Value.Members) == 0:
	default:
		r.say(report.Finding{
			Rule: Unsupported, Severity: report.Error, Span: m.KeySpan,
			Message: fmt.Sprintf("%s of %q are not known", what, m.Key),
			Cure:    "write method, path, query, header, body, status or metadata",
		})
	}
}

// path reads the path of a rule or generator; headers, parameters and metadata go by name.
func (r *reader) path(category contract.Category, m spec.Member) (contract.Path, bool) {
	if named(category) && !strings.HasPrefix(m.Key, "$") {
		return contract.Named(m.Key), true
	}
	if m.Key == "" {
		return contract.Path{Steps: []contract.Step{{Kind: contract.Root}}}, true
	}
	path, err := contract.ParsePath(m.Key)
	if err != nil {
		r.fail(m.KeySpan, err.Error(), "")
	}
	return path, err == nil
}

// rule reads the matchers of one path: a list of them, or one alone as up to version 2.
func (r *reader) rule(category contract.Category, path contract.Path, v *spec.Value) *contract.Rule {
	rule := &contract.Rule{Category: category, Path: path, Span: v.Span}
	if v.Get("matchers") == nil {
		if len(v.Members) > 0 {
			rule.Matchers = append(rule.Matchers, r.matcher(v))
		}
		return rule
	}
	r.dropped(v, "matchers", "combine")
	switch combine := r.text(v, "combine"); {
	case strings.EqualFold(combine, "or"):
		rule.Combine = contract.Or
	case combine != "" && !strings.EqualFold(combine, "and"):
		r.fail(v.Get("combine").Span, fmt.Sprintf("matchers are combined by AND or OR, not by %q", combine), "")
	}
	rule.Matchers = r.matchers(v, "matchers")
	return rule
}

func (r *reader) matchers(v *spec.Value, key string) []*contract.Matcher {
	var all []*contract.Matcher
	for _, m := range r.list(v, key) {
		if m.Kind != spec.Map {
			r.fail(m.Span, "a matcher is an object, this one is "+article(m), "")
			continue
		}
		all = append(all, r.matcher(m))
	}
	return all
}
