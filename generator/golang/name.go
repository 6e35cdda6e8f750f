package golang

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// reserved are the names that generated code needs itself.
func reserved() []string {
	return []string{
		"Client", "NewClient", "Handlers", "NewHandler", "Fake", "NewFake", "X", "Access", "Caching", "Quotas", "Deprecated", "endsOn",
		"authz", "boundary", "cache", "client", "deprecation", "ratelimit", "context", "errors", "http", "io", "iter", "json", "param", "regexp", "retry", "roundtripjson", "route", "slog", "slices", "cmp", "httptest",
		"strconv", "strings", "testing", "time", "value", "wire", "server", "respond", "handle", "receive", "sent", "is", "fails", "made", "expected", "response", "sampled", "boundaryRow", "errorBodies", "countingBody", "newTestHandler", "TestBoundary", "TestRoutes", "TestRoundTrip", "TestServicePanics", "TestClientGone", "init", "main",
	}
}

// name gives every group and every operation its name, in source order.
func (l *lowering) name() {
	byTag := map[string]*group{}
	for _, o := range l.operations {
		tag := ""
		if len(o.Tags) > 0 {
			tag = o.Tags[0]
		}
		if byTag[tag] == nil {
			byTag[tag] = l.newGroup(tag)
		}
		o.group = byTag[tag]
		o.group.operations = append(o.group.operations, o)
		l.nameOperation(o)
	}
}

func (l *lowering) newGroup(tag string) *group {
	g := &group{tag: tag}
	origin := &l.api.Node
	for _, t := range l.api.Tags {
		if t.Name == tag {
			g.doc, origin = t.Doc, &t.Node
		}
	}
	base := naming.Exported(tag)
	if tag == "" {
		base = naming.Exported(l.api.Name)
	}
	g.name = l.claim(origin, base, base+"API", base+"Operations")
	g.stub = l.names.Claim("Unimplemented"+g.name, nil)
	l.groups = append(l.groups, g)
	return g
}

func (l *lowering) nameOperation(o *operation) {
	base := naming.Exported(o.Name)
	if o.Name == "" {
		base = naming.Exported(o.Method() + " " + spoken(o.Path()))
	}
	// One name goes for the method, and for the beginning of all types of the operation.
	o.name = l.methods.Claim(base, &o.Node)
	o.request = l.claim(&o.Node, o.name+"Request", o.name+"Params", o.name+"Input")
	o.result = l.claim(&o.Node, o.name+"Result", o.name+"Answer", o.name+"Output")
	o.seal = l.seals.Claim(lowerFirst(o.name)+"Result", nil)
}

// claim takes the first of the names that is free, or the first one with a number. A name that is not
// the first one is told.
func (l *lowering) claim(origin *spec.Node, wanted ...string) string {
	free := slices.IndexFunc(wanted, func(name string) bool { return !l.names.Taken(name) })
	name := l.names.Claim(wanted[max(free, 0)], origin)
	if free > 0 {
		l.say(report.Info, origin, origin.NameSpan, "renamed", "this is called "+name+" in Go, for "+wanted[0]+" is taken", "")
	}
	return name
}

// spoken turns a path into words: /orders/{id}/items is "orders by id items".
func spoken(p spec.Path) string {
	return strings.NewReplacer("{", " by ", "}", " ", "/", " ").Replace(p.Raw)
}

// lowerFirst makes an exported name unexported, acronyms and all: HTTPGet is httpGet.
func lowerFirst(exported string) string { return naming.Unexported(exported) }
