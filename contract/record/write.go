package record

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// build makes the interaction as a contract has it.
func (i *interaction) build(key string) {
	q, varies := i.buildRequest()
	s, more := i.buildResponse()
	i.built = &contract.Interaction{Kind: contract.HTTP, Key: key, Description: i.description, Request: q, Response: s}
	for _, name := range i.states {
		i.built.States = append(i.built.States, contract.State{Name: name})
	}
	if varies = append(varies, more...); len(varies) > 0 {
		text := "differs between samples: " + strings.Join(varies, ", ")
		i.built.Comments = contract.Object(spec.Member{Key: "text", Value: contract.Array(contract.Text(text))})
	}
}

func (i *interaction) buildRequest() (*contract.Request, []string) {
	q := &contract.Request{Method: i.operation.Method()}
	i.path(q)
	var cookies, varies []string
	d := i.operation.document
	for _, g := range i.inputs {
		if g.tree != nil && g.tree.varies {
			varies = append(varies, g.tree.path)
		}
		if key := d.keyOf(g); key != nil {
			q.Generators = append(q.Generators, key)
		}
		switch g.in {
		case spec.InQuery:
			q.Query = append(q.Query, contract.Values{Name: g.name, Values: g.values})
			q.Rules = append(q.Rules, named(contract.InQuery, g.name, g.matchers()))
		case spec.InHeader:
			q.Headers = append(q.Headers, contract.Values{Name: g.name, Values: g.values})
			q.Rules = append(q.Rules, named(contract.InHeader, g.name, g.matchers()))
		case spec.InCookie:
			cookies = append(cookies, g.name+"="+g.values[0])
		}
	}
	anyText := []*contract.Matcher{{Kind: contract.Type}}
	if cookies != nil {
		q.Headers = append(q.Headers, contract.Values{Name: "Cookie", Values: []string{strings.Join(cookies, "; ")}})
		q.Rules = append(q.Rules, named(contract.InHeader, "Cookie", anyText))
	}
	if i.accept {
		q.Headers = append(q.Headers, contract.Values{Name: "Accept", Values: []string{i.responseType}})
		q.Rules = append(q.Rules, named(contract.InHeader, "Accept", anyText))
	}
	if i.request == nil {
		return q, varies
	}
	q.Headers = append(q.Headers, contract.Values{Name: "Content-Type", Values: []string{i.requestType}})
	b := &builder{strict: true}
	q.Body = b.body(i.request)
	q.Rules, q.Generators = append(q.Rules, b.whole()...), append(q.Generators, d.keysIn(i.request)...)
	return q, append(varies, prefixed("request ", b.varies)...)
}

func (i *interaction) buildResponse() (*contract.Response, []string) {
	s := &contract.Response{Status: i.status}
	var varies []string
	for _, g := range i.headers {
		if g.tree.varies {
			varies = append(varies, "response "+g.tree.path)
		}
		s.Headers = append(s.Headers, contract.Values{Name: g.name, Values: g.values})
		s.Rules = append(s.Rules, named(contract.InHeader, g.name, g.matchers()))
	}
	if i.responseType != "" && !strings.Contains(i.responseType, "*") {
		s.Headers = append(s.Headers, contract.Values{Name: "Content-Type", Values: []string{i.responseType}})
	}
	if i.response == nil {
		return s, varies
	}
	b := &builder{}
	s.Body = b.body(i.response)
	s.Rules = append(s.Rules, b.whole()...)
	return s, append(varies, prefixed("response ", b.varies)...)
}

func prefixed(prefix string, all []string) []string {
	made := slices.Clone(all)
	for i := range made {
		made[i] = prefix + made[i]
	}
	return made
}

// path writes the path, and what its variables may be.
func (i *interaction) path(q *contract.Request) {
	var values, patterns []string
	for _, name := range i.operation.template.names {
		for _, g := range i.inputs {
			if g.in == spec.InPath && g.name == name {
				values, patterns = append(values, g.values[0]), append(patterns, segment(g.matchers()))
				break
			}
		}
	}
	var pattern string
	if q.Path, pattern = i.operation.template.fill(i.prefix, values, patterns); len(values) > 0 {
		path := contract.Path{Steps: []contract.Step{{Kind: contract.Root}}}
		q.Rules = append(q.Rules, &contract.Rule{Category: contract.InPath, Path: path, Matchers: []*contract.Matcher{{Kind: contract.Regex, Regex: pattern}}})
	}
}

// named is the rule of a parameter or header.
func named(category contract.Category, name string, matchers []*contract.Matcher) *contract.Rule {
	return &contract.Rule{Category: category, Path: contract.Named(name), Combine: combine(matchers), Matchers: matchers}
}
