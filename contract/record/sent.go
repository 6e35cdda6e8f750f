package record

import (
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// sent takes what is recorded of the request.
func (l *look) sent(i *interaction) {
	for _, about := range l.asked.walker.unknown {
		l.refuse(Undeclared, report.Warning, nil, "the consumer sends %s", about)
	}
	if at := l.asked.walker.large; at != "" {
		l.refuse(NotRecordable, report.Warning, nil, "%s has more than %d items of different shapes", at, mostItems)
	}
	l.path(i)
	l.query(i)
	l.headers(i)
	switch {
	case len(l.Body) == 0:
	case l.asked.body == nil && len(l.operation.body) == 0:
		l.refuse(Undeclared, report.Warning, nil, "the consumer sends a body that the spec doesn't declare")
	case l.asked.body == nil:
		l.refuse(NotRecordable, report.Warning, nil, "values can't be told apart in a request of the type %s, so that no secret could be kept out of it", l.asked.media.name)
	default:
		i.request, i.requestType = l.asked.body, concrete(l.asked.media)
	}
}

// concrete is a media type that can be sent: a range can't.
func concrete(m *media) string {
	if strings.Contains(m.name, "*") {
		return "application/json"
	}
	return m.name
}

func (l *look) path(i *interaction) {
	values, ok := l.operation.template.split(strings.TrimPrefix(l.Path, i.prefix))
	if !ok {
		l.refuse(NotRecordable, report.Warning, nil, "the path is written in a way that nothing can be put in its place")
		return
	}
	for at, name := range l.operation.template.names {
		g := l.given(spec.InPath, name)
		if g == nil { // no parameter declares the variable: it is a text
			g = &given{in: spec.InPath, name: name, tree: l.undeclaredText(values[at], name)}
		}
		g.values = []string{values[at]}
		i.inputs = append(i.inputs, g)
	}
}

// undeclaredText is the tree of a variable of the path of which the spec says nothing.
func (l *look) undeclaredText(text, name string) *node {
	n := &node{kinds: wire.KindString, raw: text, hash: hashOf(text), path: "path " + name, matchers: []*contract.Matcher{{Kind: contract.Type}}}
	n.schemas = []*spec.Type{l.operation.document.any}
	isID := !l.operation.template.aboutSecrets() && l.operation.template.identifies(name)
	if n.why = first(l.named(name), l.operation.document.suspects(n, isID)); n.why != "" {
		l.hidden.keep(text)
	}
	return n
}

func (l *look) given(in spec.Location, name string) *given {
	for _, g := range l.asked.inputs {
		if g.in == in && g.name == name {
			return g
		}
	}
	return nil
}

func (l *look) query(i *interaction) {
	query, err := url.ParseQuery(l.RawQuery)
	if err != nil {
		l.refuse(NotRecordable, report.Warning, nil, "the query is malformed")
	}
	for _, name := range sorted(query) {
		if slices.Contains(l.keys(spec.InQuery), name) {
			for _, value := range query[name] {
				l.hidden.keep(value)
			}
			i.inputs = append(i.inputs, &given{in: spec.InQuery, name: name, values: query[name]})
			l.redacted("query "+name, "an API key")
			continue
		}
		at := slices.IndexFunc(l.operation.inputs, func(in ready.Input) bool { return belongs(&in, name) })
		if at < 0 {
			l.refuse(Undeclared, report.Warning, nil, "the consumer sends a query parameter that the spec doesn't declare")
			continue
		}
		in := &l.operation.inputs[at]
		if g := l.given(in.In, in.Name); g != nil {
			i.inputs = append(i.inputs, &given{in: spec.InQuery, name: name, values: query[name], tree: g.tree})
		}
	}
}

func (l *look) headers(i *interaction) {
	for _, g := range l.asked.inputs {
		switch g.in {
		case spec.InHeader:
			g.values = []string{strings.Join(l.Header.Values(g.name), ", ")}
			i.inputs = append(i.inputs, g)
		case spec.InCookie:
			g.values = []string{g.tree.raw}
			i.inputs = append(i.inputs, g)
		}
	}
}
