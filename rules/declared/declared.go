// Package declared makes rules of what a configuration declares under custom_rules: expressions in CEL
// over the model. It knows the model and CEL, and no other rule.
package declared

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
)

// Check returns what is wrong with the expressions of the rule.
func Check(c *config.CustomRule) []config.Mistake {
	_, mistakes := compile(c)
	return mistakes
}

// Rule makes the rule. It fails for a rule of which Check finds something wrong.
func Rule(c *config.CustomRule) (*lint.Rule, error) {
	r, mistakes := compile(c)
	if len(mistakes) > 0 {
		return nil, fmt.Errorf("%s", mistakes[0].Message)
	}
	return lint.New(lint.Meta{
		ID: c.ID.Value, Title: c.Title.Value, Group: config.CustomGroup, Severity: c.Severity,
		Formats: formatsOf(c), Presets: lint.Relaxed | lint.AIP,
	}, r.hooks()), nil
}

func formatsOf(c *config.CustomRule) lint.Formats {
	formats := lint.Formats(0)
	for _, format := range c.Formats {
		if format.Value == "proto" {
			formats |= lint.ProtoOnly
		} else {
			formats |= lint.OpenAPIOnly
		}
	}
	if formats == 0 {
		return lint.BothFormats
	}
	return formats
}

// rule is a compiled rule.
type rule struct {
	kind          *kind
	at            string
	when, assert  cel.Program // when: nil if it is about all elements
	message, cure template
}

func compile(c *config.CustomRule) (*rule, []config.Mistake) {
	r := &rule{kind: newModel().kind(c.For.Value), at: c.At.Value}
	if r.kind == nil {
		return nil, []config.Mistake{{Text: c.For, Message: fmt.Sprintf("there is no kind of element %q", c.For.Value)}}
	}
	compiler, err := newCompiler(r.kind)
	if err != nil {
		return nil, []config.Mistake{{Text: c.Assert, Message: err.Error()}}
	}
	if c.When.Value != "" {
		r.when = compiler.truth(c.When)
	}
	r.assert = compiler.truth(c.Assert)
	if r.message = compiler.template(c.Message); c.Message.Value == "" {
		r.message = template{{text: c.Title.Value}}
	}
	if r.cure = compiler.template(c.Cure); c.Cure.Value == "" {
		r.cure = template{{text: "make this true: " + strings.Join(strings.Fields(c.Assert.Value), " ")}}
	}
	return r, compiler.mistakes
}

func (r *rule) hooks() lint.Hooks {
	switch r.kind.name {
	case "api":
		return lint.Hooks{API: func(p *lint.Pass, a *spec.API) { r.run(p, r.in(p).ofAPI(a)) }}
	case "service":
		return lint.Hooks{Service: func(p *lint.Pass, s *spec.Service) { r.run(p, r.in(p).ofService(s)) }}
	case "operation":
		return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) { r.run(p, r.in(p).ofOperation(o)) }}
	case "parameter":
		return lint.Hooks{Parameter: func(p *lint.Pass, e *spec.Parameter) { r.run(p, r.in(p).ofParameter(e)) }}
	case "response":
		return lint.Hooks{Response: func(p *lint.Pass, e *spec.Response) { r.run(p, r.in(p).ofResponse(e)) }}
	case "type":
		return lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) { r.run(p, r.in(p).ofType(t)) }}
	case "field":
		return lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) { r.run(p, r.in(p).ofField(f)) }}
	}
	return lint.Hooks{EnumValue: func(p *lint.Pass, v *spec.EnumValue) { r.run(p, r.in(p).ofValue(v)) }}
}

// in returns an element of no kind yet, from which those of the API are made.
func (r *rule) in(p *lint.Pass) element { return element{kind: r.kind, words: p.Words} }

// run asks the rule about an element. What can't be worked out is said, never passed.
func (r *rule) run(p *lint.Pass, e element) {
	vars := map[string]any{r.kind.name: e, "api": e.ofAPI(p.API)}
	wanted, err := true, error(nil)
	if r.when != nil {
		wanted, err = holds(r.when, vars)
	}
	if err == nil && wanted {
		wanted, err = holds(r.assert, vars)
		wanted = !wanted
	}
	if err != nil {
		p.Report(e.node, e.node.NameSpan, fmt.Sprintf("this rule can't be asked about %s: %v", nameOf(e), err),
			lint.Cure("ask has(…) before what not every element has, or say in `when` which elements are meant"))
		return
	}
	if !wanted {
		return
	}
	span := e.node.NameSpan
	if r.at != "" {
		span = e.node.AttrSpan(r.at)
	}
	p.Report(e.node, span, r.message.print(vars), lint.Cure(r.cure.print(vars)))
}

func nameOf(e element) string {
	if e.node.Name != "" {
		return e.node.Name
	}
	return "this " + strings.ReplaceAll(e.kind.name, "_", " ")
}

func holds(program cel.Program, vars map[string]any) (bool, error) {
	value, _, err := program.Eval(vars)
	if err != nil {
		return false, err
	}
	truth, _ := value.Value().(bool)
	return truth, nil
}
