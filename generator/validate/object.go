package validate

import (
	"regexp"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// required demands members by name, but for those that don't travel in the direction of the message.
func (c *Checker) required(s *spec.Type) wire.Check {
	if s.Schema == nil || len(s.Schema.Required) == 0 || c.partial {
		return nil
	}
	var always, notInRequest, notInResponse []string
	for _, name := range s.Schema.Required {
		switch behavior := behaviorOf(s, name.Name); {
		case behavior.Has(spec.BehaviorOutputOnly):
			notInRequest = append(notInRequest, name.Name)
		case behavior.Has(spec.BehaviorInputOnly):
			notInResponse = append(notInResponse, name.Name)
		default:
			always = append(always, name.Name)
		}
	}
	return func(r *wire.Reader, n wire.Node) {
		r.Require(n, always...)
		if r.Direction() != wire.Request {
			r.Require(n, notInRequest...)
		}
		if r.Direction() != wire.Response {
			r.Require(n, notInResponse...)
		}
	}
}

func behaviorOf(s *spec.Type, property string) spec.Behavior {
	for _, f := range s.Fields {
		if f.Name == property {
			return f.Behavior
		}
	}
	return 0
}

// memberPattern is one entry of patternProperties.
type memberPattern struct {
	pattern *regexp.Regexp
	check   wire.Check
}

// objectCheck goes over the members of an object once: properties by name, then patterns, and
// additionalProperties for what neither speaks of.
type objectCheck struct {
	properties map[string]wire.Check
	patterns   []memberPattern
	closed     bool       // nothing else is known
	rest       wire.Check // nil: nothing is said of the rest
}

func (c *Checker) members(s *spec.Type) wire.Check {
	o := objectCheck{properties: make(map[string]wire.Check, len(s.Fields))}
	for _, f := range s.Fields {
		o.properties[f.Name] = travelling(f, c.Check(f.Type))
	}
	return c.others(&o, s, c.Check)
}

// others adds what a schema says of members that are no properties; nil if it says nothing of any.
func (c *Checker) others(o *objectCheck, s *spec.Type, check func(*spec.Type) wire.Check) wire.Check {
	if s.Schema != nil {
		for _, f := range s.Schema.PatternProperties {
			if compiled := Pattern(f.Name); compiled != nil {
				o.patterns = append(o.patterns, memberPattern{compiled, c.Check(f.Type)})
			}
		}
	}
	if rest := AdditionalProperties(s); rest != nil {
		if o.closed = IsNever(rest); !o.closed {
			o.rest = check(rest)
		}
	}
	if len(o.properties)+len(o.patterns) == 0 && o.rest == nil && !o.closed {
		return nil
	}
	return o.check
}

// travelling checks that a property may travel in the direction of the message, and its value.
func travelling(f *spec.Field, check wire.Check) wire.Check {
	output, input := f.Behavior.Has(spec.BehaviorOutputOnly), f.Behavior.Has(spec.BehaviorInputOnly)
	if !output && !input {
		return check
	}
	return func(r *wire.Reader, n wire.Node) {
		if output {
			r.ReadOnly(n)
		}
		if input {
			r.WriteOnly(n)
		}
		check(r, n)
	}
}

func (o *objectCheck) check(r *wire.Reader, n wire.Node) {
	for m := r.Members(n); m.Next(); {
		check, known := o.properties[m.Key]
		if known {
			check(r, m.Value)
			r.Evaluated(m.Value)
		}
		for _, p := range o.patterns {
			if p.pattern.MatchString(m.Key) {
				known = true
				p.check(r, m.Value)
				r.Evaluated(m.Value)
			}
		}
		switch {
		case known:
		case o.closed:
			m.Unknown()
			r.Evaluated(m.Value)
		case o.rest != nil:
			o.rest(r, m.Value)
			r.Evaluated(m.Value)
		}
	}
}

// AdditionalProperties returns the schema of what has no property; nil if there is none.
func AdditionalProperties(s *spec.Type) *spec.Type {
	if s.Kind == spec.KindMap && s.Items != nil { // maps keep it as Items
		return s.Items
	}
	if s.Schema == nil {
		return nil
	}
	return s.Schema.AdditionalProperties
}

// PropertyNames returns the schema of an object's keys; nil if there is none.
func PropertyNames(s *spec.Type) *spec.Type {
	if s.Keys != nil { // maps keep it as Keys
		return s.Keys
	}
	if s.Schema == nil {
		return nil
	}
	return s.Schema.PropertyNames
}

func (c *Checker) propertyNames(s *spec.Type) wire.Check {
	names := PropertyNames(s)
	if names == nil {
		return nil
	}
	check := c.Check(names)
	return func(r *wire.Reader, n wire.Node) { r.PropertyNames(n, check) }
}

// dependent checks what the presence of a member asks for.
func (c *Checker) dependent(s *spec.Type) wire.Check {
	if s.Schema == nil {
		return nil
	}
	var checks []wire.Check
	for _, d := range s.Schema.DependentRequired {
		var names []string
		for _, needed := range d.Required {
			names = append(names, needed.Name)
		}
		if len(names) > 0 && !c.partial {
			checks = append(checks, func(r *wire.Reader, n wire.Node) { r.DependentRequired(n, d.Name, names...) })
		}
	}
	for _, f := range s.Schema.DependentSchemas {
		check := c.Check(f.Type)
		checks = append(checks, func(r *wire.Reader, n wire.Node) {
			if r.Has(n, f.Name) {
				check(r, n)
			}
		})
	}
	if len(checks) == 0 {
		return nil
	}
	return sequence(checks)
}
