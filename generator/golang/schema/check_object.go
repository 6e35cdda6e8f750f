package schema

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// checkRequired demands members by name, but for those that don't travel in the direction of the
// message.
func (t *Types) checkRequired(s *spec.Type, node string) []string {
	var always, notInRequest, notInResponse, internal []string
	seen := map[string]bool{}
	for _, required := range s.Schema.Required {
		if seen[required.Name] {
			continue
		}
		seen[required.Name] = true
		switch behavior := behaviorOf(s, required.Name); {
		case t.hiddenName(s, required.Name):
			internal = append(internal, required.Name)
		case behavior.Has(spec.BehaviorOutputOnly):
			notInRequest = append(notInRequest, required.Name)
		case behavior.Has(spec.BehaviorInputOnly):
			notInResponse = append(notInResponse, required.Name)
		default:
			always = append(always, required.Name)
		}
	}
	body := require(node, always)
	if len(internal) > 0 {
		body = append(body, block("if !r.Outside {", require(node, internal))...)
	}
	if len(notInRequest) > 0 {
		body = append(body, block("if r.Direction() != wire.Request {", require(node, notInRequest))...)
	}
	if len(notInResponse) > 0 {
		body = append(body, block("if r.Direction() != wire.Response {", require(node, notInResponse))...)
	}
	return body
}

func require(node string, names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{"r.Require(" + node + quoted(names) + ")"}
}

func quoted(names []string) string {
	var text string
	for _, name := range names {
		text += ", " + strconv.Quote(name)
	}
	return text
}

func behaviorOf(s *spec.Type, property string) spec.Behavior {
	for _, f := range s.Fields {
		if f.Name == property {
			return f.Behavior
		}
	}
	return 0
}

func (t *Types) hiddenName(s *spec.Type, property string) bool {
	for _, f := range s.Fields {
		if f.Name == property {
			return t.hiddenIn(s, f)
		}
	}
	return false
}

// checkProperties goes over the members of an object once: properties by name, then patterns, and
// additionalProperties for what neither speaks of.
func (t *Types) checkProperties(s *spec.Type, node string) []string {
	mark := t.marks(s, "m.Value")
	var patterns []*spec.Field
	if s.Schema != nil {
		patterns = s.Schema.PatternProperties
	}
	rest := t.restProperties(s, mark)
	note := len(patterns) > 0 && len(rest) > 0
	var body []string
	if note {
		body = append(body, "known := false")
	}
	cases := t.propertyCases(s, mark, note, len(rest) > 0)
	if len(patterns) == 0 && len(rest) > 0 && len(s.Fields) > 0 {
		cases = append(append(cases, "default:"), rest...)
	}
	if len(cases) > 0 {
		body = append(append(append(body, "switch m.Key {"), cases...), "}")
	} else if len(patterns) == 0 {
		body = rest
	}
	body = append(body, t.patternCases(s, patterns, mark, note)...)
	if note {
		body = append(body, block("if !known {", rest)...)
	}
	if len(body) == 0 {
		return nil
	}
	return block("for m := r.Members("+node+"); m.Next(); {", body)
}

// restProperties returns what is done with a member that nothing else speaks of.
func (t *Types) restProperties(s *spec.Type, mark []string) []string {
	rest := additionalProperties(s)
	switch {
	case rest == nil:
		return nil
	case refusesAll(t.behind(rest)):
		return append([]string{"m.Unknown()"}, mark...)
	}
	return append(t.apply(rest, "m.Value", t.nameIn(s, "Value")), mark...)
}

func (t *Types) propertyCases(s *spec.Type, mark []string, note, rest bool) []string {
	var body []string
	for _, f := range s.Fields {
		each := t.property(s, f)
		if t.hiddenIn(s, f) {
			each = append(unlessInternal(mark...), each...)
		}
		if len(each) == 0 && len(mark) == 0 && !rest {
			continue
		}
		body = append(body, "case "+strconv.Quote(f.Name)+":")
		if note {
			body = append(body, "known = true")
		}
		body = append(append(body, each...), mark...)
	}
	return body
}

// property checks the value of a property, and that it may travel in the direction of the message.
func (t *Types) property(s *spec.Type, f *spec.Field) []string {
	body := t.apply(f.Type, "m.Value", t.nameIn(s, " "+f.Name))
	if f.Behavior.Has(spec.BehaviorOutputOnly) {
		body = append(body, "r.ReadOnly(m.Value)")
	}
	if f.Behavior.Has(spec.BehaviorInputOnly) {
		body = append(body, "r.WriteOnly(m.Value)")
	}
	return body
}

func (t *Types) patternCases(s *spec.Type, patterns []*spec.Field, mark []string, note bool) []string {
	var body []string
	for _, f := range patterns {
		variable := t.pattern(f.Name, f.Type, s.Name)
		each := t.apply(f.Type, "m.Value", t.nameIn(s, "Match"))
		if variable == "" || len(each) == 0 && len(mark) == 0 && !note {
			continue
		}
		if note {
			each = append([]string{"known = true"}, each...)
		}
		body = append(body, block("if "+variable+".MatchString(m.Key) {", append(each, mark...))...)
	}
	return body
}

// checkDependent checks what the presence of a member asks for.
func (t *Types) checkDependent(s *spec.Type, node string) []string {
	var body []string
	for _, d := range s.Schema.DependentRequired {
		var names []string
		for _, required := range d.Required {
			names = append(names, required.Name)
		}
		if len(names) > 0 {
			body = append(body, "r.DependentRequired("+node+", "+strconv.Quote(d.Name)+quoted(names)+")")
		}
	}
	for _, f := range s.Schema.DependentSchemas {
		if each := t.apply(f.Type, node, t.nameIn(s, "With "+f.Name)); len(each) > 0 {
			body = append(body, block("if r.Has("+node+", "+strconv.Quote(f.Name)+") {", each)...)
		}
	}
	return body
}
