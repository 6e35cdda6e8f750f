package operations

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

const httpOption = "(google.api.http)"

var httpBinding = breaking.New(breaking.Meta{
	ID: "http-binding", Title: "methods, paths and bodies that reach an operation over HTTP", Group: "operations",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, AIP: []int{127, 180}, Since: "2026.1",
	Attributes: []string{httpOption},
}, breaking.Hooks{Operation: compareBindings})

// compareBindings pairs the bindings of both sides by method and path. Which one is the primary one
// is no concern of those who call a path.
func compareBindings(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() {
		return
	}
	left := append([]spec.HTTPBinding(nil), pair.New.HTTP...)
	var gone []spec.HTTPBinding
	for _, old := range pair.Old.HTTP {
		if i := indexRoute(left, old); i >= 0 {
			compareBodies(p, old, left[i])
			left = append(left[:i], left[i+1:]...)
		} else {
			gone = append(gone, old)
		}
	}
	for _, old := range gone {
		removedRoute(p, old, left)
	}
	for _, new := range left {
		p.Report(breaking.Change{
			Kind: breaking.Added, Attribute: "http", To: route(new), New: new.MethodSpan,
			Message: fmt.Sprintf("%s reaches the operation too", route(new)),
		}, breaking.On(breaking.JSON, breaking.Member, breaking.Offers))
	}
}

func removedRoute(p *breaking.Pass, old spec.HTTPBinding, instead []spec.HTTPBinding) {
	now := "and nothing took its place"
	if len(instead) > 0 {
		now = "but " + route(instead[0]) + " does"
	}
	p.Report(breaking.Change{
		Kind: breaking.Removed, Attribute: "http", From: route(old), Old: old.MethodSpan,
		Message: fmt.Sprintf("%s no longer reaches the operation, %s: whoever calls it gets 404", route(old), now),
		Cure:    "keep the route as an additional one: additional_bindings in proto, a second operation in OpenAPI",
	}, breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws))
}

func indexRoute(bindings []spec.HTTPBinding, wanted spec.HTTPBinding) int {
	for i, b := range bindings {
		if shape(b) == shape(wanted) {
			return i
		}
	}
	return -1
}

// shape writes a route without the names of its variables: those of OpenAPI are the author's
// alone. In proto a name is the field that the value goes to.
func shape(b spec.HTTPBinding) string {
	var text strings.Builder
	text.WriteString(b.Method)
	segment := -1
	for _, part := range b.Path.Parts {
		if part.Segment != segment {
			text.WriteByte('/')
			segment = part.Segment
		}
		switch part.Kind {
		case spec.Variable:
			text.WriteString("{}")
		case spec.Verb:
			text.WriteString(":" + part.Text)
		default:
			text.WriteString(part.Text)
		}
	}
	return text.String()
}

func route(b spec.HTTPBinding) string { return b.Method + " " + b.Path.Raw }

// compareBodies compares what a route carries beside its path: where the values of its variables
// go, and which fields its bodies are.
func compareBodies(p *breaking.Pass, old, new spec.HTTPBinding) {
	if p.Format == spec.OpenAPI {
		return
	}
	bodyChanged(p, new, "body", old.Body, new.Body)
	bodyChanged(p, new, "response_body", old.ResponseBody, new.ResponseBody)
	was, is := strings.Join(old.Path.Variables(), ", "), strings.Join(new.Path.Variables(), ", ")
	if was != is {
		p.Report(breaking.Change{
			Attribute: "http", From: was, To: is, New: new.Path.Span, Old: old.Path.Span,
			Message: fmt.Sprintf("the path filled the fields %s and fills %s: the same request means something else", was, is),
			Cure:    "keep the names of the path's variables",
		}, breaking.On(breaking.JSON, breaking.Protocol, breaking.Incomparable))
	}
}

func bodyChanged(p *breaking.Pass, new spec.HTTPBinding, which, was, is string) {
	if was == is {
		return
	}
	p.Report(breaking.Change{
		Attribute: which, From: was, To: is, New: new.Span,
		Message: fmt.Sprintf("the %s of %s was %s and is %s: the same JSON is read as something else", which, route(new), body(was), body(is)),
		Cure:    fmt.Sprintf("keep %s: %q", which, was),
	}, breaking.On(breaking.JSON, breaking.Protocol, breaking.Incomparable))
}

func body(field string) string {
	switch field {
	case "":
		return "not set"
	case "*":
		return "the whole message"
	}
	return fmt.Sprintf("the field %q", field)
}
