package golang

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
)

// serverGroup lowers the operations of a group to an interface and what calls it.
func (l *lowering) serverGroup(g *group) *Group {
	out := &Group{
		Name: g.name, Field: g.name, Stub: g.stub,
		Routes: l.names.Claim(naming.Unexported(g.name)+"Routes", nil), Doc: g.about(),
	}
	for _, o := range g.operations {
		out.Operations = append(out.Operations, l.serverOperation(o, l.few()))
	}
	return out
}

// about says what the interface of a group is.
func (g *group) about() []string {
	what := "without a tag"
	if g.tag != "" {
		what = "tagged " + oneLine(g.tag)
	}
	return append([]string{g.name + " is what a service implements for the operations " + what + "."}, paragraph(g.doc, false)...)
}

func (l *lowering) serverOperation(o *operation, documented bool) *ServerOperation {
	out := &ServerOperation{
		Name: o.name, Request: o.request, Result: o.result, Seal: o.seal, Doc: o.about(documented || o.Summary == ""),
		ID: l.called(o), Method: o.Method(), Path: o.Path().Raw,
		Produces: o.produces(), Errors: l.errorList(o), Read: o.readRequest(),
	}
	l.served[o] = out
	for _, u := range o.answers {
		if !slices.Contains(out.Statuses, u.code) {
			out.Statuses = append(out.Statuses, u.code)
		}
	}
	for i, u := range o.answers {
		switch {
		case slices.ContainsFunc(o.answers[:i], func(other *use) bool { return other.answer == u.answer }):
		case u.shared():
			out.Shared = append(out.Shared, Sealing{Answer: u.name, Status: o.status(u)})
		default:
			out.Seals = append(out.Seals, Sealing{Answer: u.name, Write: u.writeLines(o.status(u))})
		}
	}
	return out
}

// status is the expression of the status that an answer of the operation is sent with.
func (o *operation) status(u *use) string {
	if !u.open() {
		return strconv.Itoa(u.code)
	}
	var mine, others []string
	for _, other := range o.answers {
		switch {
		case other.answer == u.answer:
			mine = append(mine, strconv.Itoa(other.code))
		case other.code >= 100:
			others = append(others, strconv.Itoa(-other.code))
		}
	}
	if !slices.ContainsFunc(mine, func(code string) bool { return len(code) < 3 }) {
		others = nil // nothing but exact statuses
	}
	return "c.Status(x.Status" + list(mine) + list(others) + ")"
}

func list(arguments []string) string {
	text := ""
	for _, a := range arguments {
		text += ", " + a
	}
	return text
}

// about is the comment of an operation's method, with its whole documentation if full.
func (o *operation) about(full bool) []string {
	route := o.Method() + " " + oneLine(o.Path().Raw)
	lines := []string{o.name + " is " + route + "."}
	if o.Summary != "" {
		lines = []string{o.name + " is " + route + ": " + oneLine(o.Summary)}
	}
	if full && o.Doc != o.Summary {
		lines = append(lines, paragraph(o.Doc, o.Summary != "")...)
	}
	if o.Deprecated != nil {
		lines = append(lines, "", "Deprecated: "+o.deprecation())
	}
	return lines
}

func (o *operation) deprecation() string {
	switch d := o.Deprecated; {
	case d.Replacement != "":
		return "use " + oneLine(d.Replacement) + " instead."
	case d.Reason != "":
		return oneLine(d.Reason)
	case d.Sunset != "":
		return "it goes away on " + oneLine(d.Sunset) + "."
	}
	return "the contract advises against it."
}

// sharedWrites returns the methods that write the answers which several operations share.
func (l *lowering) sharedWrites() []*Function {
	var all []*Function
	for _, a := range l.answered {
		if a.shared() && a.done {
			all = append(all, &Function{
				Signature: fmt.Sprintf("(x *%s) write(c *boundary.Call, status int)", a.name), Body: a.writeLines("status"),
			})
		}
	}
	return all
}

// sharedReads returns the functions that read the parameters which several operations share.
func (l *lowering) sharedReads() []*Function {
	var all []*Function
	for _, p := range l.sharedParameters() {
		all = append(all, &Function{
			Signature: fmt.Sprintf("%s(c *boundary.Call) (x %s)", p.read, p.slot.Go), Body: append(withReader("c", p.readLines("x")), "return x"),
		})
	}
	return all
}

// sharedHeaders returns the functions that write the headers which several answers share.
func (l *lowering) sharedHeaders() []*Function {
	var all []*Function
	for _, p := range l.headers {
		all = append(all, &Function{
			Signature: fmt.Sprintf("%s(c *boundary.Call, x %s)", p.answerPut, p.slot.Go), Body: p.answerLines("x"),
		})
	}
	return all
}

// sharedParameters returns the parameters that several operations share, in the order of first use.
func (l *lowering) sharedParameters() []*parameter {
	var all []*parameter
	seen := map[*parameter]bool{}
	for _, o := range l.operations {
		for _, f := range o.fields {
			if f.read != "" && !seen[f.parameter] {
				seen[f.parameter] = true
				all = append(all, f.parameter)
			}
		}
	}
	return all
}
