// Package http says before anything is generated whether the google.api.http bindings of an API can be
// served: routes that no router can tell apart, templates and field names that lead nowhere, and what no
// binding can carry. It knows the model alone: neither Go as it is generated nor servers that run.
package http

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Check holds the bindings of all services that one server is to serve against http.proto and AIP-127.
// An error says that the server would not start, or that a request would reach the wrong method.
func Check(apis ...*spec.API) []report.Finding {
	c := &checker{}
	for _, api := range apis {
		for _, s := range api.Services {
			for _, o := range s.Operations {
				c.operation(o)
			}
		}
	}
	c.collisions()
	report.Sort(c.findings)
	return c.findings
}

type checker struct {
	routes   []route
	findings []report.Finding
}

// operation checks every binding of an rpc by itself, and keeps its routes to compare them with others.
func (c *checker) operation(o *spec.Operation) {
	c.rules(o)
	var served []*spec.HTTPBinding
	for i := range o.HTTP {
		b := &o.HTTP[i]
		c.request(o, b)
		c.response(o, b)
		segments, reason := parse(b.Path.Raw)
		if reason == "" && !token(b.Method) {
			reason = "the method " + b.Method + " is no token of HTTP"
		}
		if reason != "" {
			c.malformed(o, b, reason)
			continue
		}
		c.variables(o, b)
		c.routes = append(c.routes, route{o, b, segments})
		served = append(served, b)
	}
	c.carried(o, served)
}

// rules finds what the model leaves out: rules without a pattern, and bindings within bindings.
func (c *checker) rules(o *spec.Operation) {
	attribute, ok := o.Attr("(google.api.http)")
	if !ok {
		return
	}
	c.patterned(o, attribute.Value)
	for _, additional := range list(attribute.Value.Get("additional_bindings")) {
		c.patterned(o, additional)
		if inner := additional.Member("additional_bindings"); inner != nil {
			c.refuse(o, inner.KeySpan, "binding-nested", "a binding within additional_bindings has additional_bindings itself, which nothing serves",
				"move them up to the rule of the method")
		}
	}
}

func (c *checker) patterned(o *spec.Operation, rule *spec.Value) {
	for _, pattern := range [...]string{"get", "put", "post", "delete", "patch"} {
		if rule.Get(pattern) != nil {
			return
		}
	}
	custom := rule.Get("custom")
	switch {
	case custom == nil:
		c.refuse(o, rule.Span, "binding-template", "the rule names no HTTP method and path, so nothing can reach "+o.Name+" by it", `add a pattern, such as get: "/v1/…"`)
	case custom.Get("kind").String() == "":
		c.refuse(o, custom.Span, "binding-template", "the custom pattern has no kind, so no HTTP method reaches "+o.Name+" by it", `add one, such as kind: "HEAD", or "*" for every method`)
	}
}

// list returns the values of a repeated field, which text format may write as one.
func list(v *spec.Value) []*spec.Value {
	switch {
	case v == nil:
		return nil
	case v.Kind == spec.List:
		return v.Items
	}
	return []*spec.Value{v}
}

func (c *checker) malformed(o *spec.Operation, b *spec.HTTPBinding, reason string) {
	at := b.Path.Span
	if b.Path.Raw == "" {
		at = b.MethodSpan
	}
	c.refuse(o, at, "binding-template", "no request can be routed by this template: "+reason, "write it by the grammar of http.proto, such as /v1/{name=shelves/*}:verb")
}

func (c *checker) refuse(o *spec.Operation, at source.Span, rule, message, cure string, related ...report.Related) {
	c.say(report.Error, o, at, rule, message, cure, related...)
}

func (c *checker) warn(o *spec.Operation, at source.Span, rule, message, cure string, related ...report.Related) {
	c.say(report.Warning, o, at, rule, message, cure, related...)
}

func (c *checker) say(severity report.Severity, o *spec.Operation, at source.Span, rule, message, cure string, related ...report.Related) {
	c.findings = append(c.findings, report.Finding{
		Rule: "generate/" + rule, Severity: severity, Message: message, Cure: cure, Element: o.ID(), Span: at, Related: related,
	})
}
