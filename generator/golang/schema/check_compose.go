package schema

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

func (t *Types) checkAllOf(s *spec.Type, node string) []string {
	var body []string
	for i, branch := range s.Schema.AllOf {
		body = append(body, t.apply(branch, node, t.nameIn(s, "Part"+strconv.Itoa(i+1)))...)
	}
	return body
}

// checkUnion has the reader try the branches. One branch alone is not tried but demanded, so that
// its own violations are told.
func (t *Types) checkUnion(method string, s *spec.Type, branches []*spec.Type, node string) []string {
	if len(branches) == 1 {
		return t.apply(branches[0], node, t.nameIn(s, "Part"))
	}
	arguments := []string{node}
	for i, branch := range branches {
		arguments = append(arguments, t.checkOf(branch, t.nameIn(s, "Arm"+strconv.Itoa(i+1))))
	}
	return []string{"r." + method + "(" + strings.Join(arguments, ", ") + ")"}
}

func (t *Types) checkIf(s *spec.Type, node string) []string {
	e := s.Schema
	then, els := t.branch(s, e.Then, "Then"), t.branch(s, e.Else, "Else")
	if then == "nil" && els == "nil" && len(t.marks(s, "")) == 0 {
		return nil
	}
	return []string{"r.If(" + node + ", " + t.checkOf(e.If, t.nameIn(s, "If")) + ", " + then + ", " + els + ")"}
}

func (t *Types) branch(s, branch *spec.Type, name string) string {
	if branch == nil || t.allowsAll(t.behind(branch)) {
		return "nil"
	}
	return t.checkOf(branch, t.nameIn(s, name))
}

// checkDynamicRef checks against the schema that the outermost resource on the way here has under
// the anchor. Where only one resource has it, that is an ordinary reference.
func (t *Types) checkDynamicRef(s *spec.Type, node string) []string {
	target := s.Schema.DynamicTarget
	anchors := t.reaching().candidates(s)
	if len(anchors) == 0 {
		return t.apply(target, node, t.nameIn(s, "Ref"))
	}
	body := []string{"r.Dynamic(func(resource int) wire.Check {", "switch resource {"}
	for _, a := range anchors {
		body = append(body, "case "+strconv.Itoa(t.reaching().resource(a))+":", "return "+t.checkOf(a, t.nameIn(s, "Ref")))
	}
	return append(body, "}", "return nil", "}, "+t.checkOf(target, t.nameIn(s, "Ref"))+")(r, "+node+")")
}

// unevaluated puts the statements for unevaluatedProperties and unevaluatedItems after all others,
// and what notes the evaluated values before them.
func (t *Types) unevaluated(s *spec.Type, node string, body []string) []string {
	if !has(s, keywordUnevaluated) {
		return body
	}
	e := s.Schema
	tracked := []string{"mark := r.Track()"}
	switch tracked = append(tracked, body...); {
	case e.UnevaluatedItems != nil && e.UnevaluatedProperties != nil:
		// Each ends what it is given the mark of: the second needs one of its own.
		tracked = append([]string{"items := r.Track()"}, tracked...)
		tracked = append(tracked, "r.UnevaluatedProperties("+node+", mark, "+t.refusal(s, e.UnevaluatedProperties)+")",
			"r.UnevaluatedItems("+node+", items, "+t.refusal(s, e.UnevaluatedItems)+")")
	case e.UnevaluatedItems != nil:
		tracked = append(tracked, "r.UnevaluatedItems("+node+", mark, "+t.refusal(s, e.UnevaluatedItems)+")")
	default:
		tracked = append(tracked, "r.UnevaluatedProperties("+node+", mark, "+t.refusal(s, e.UnevaluatedProperties)+")")
	}
	return tracked
}

// refusal is the check of unevaluated values; nil refuses them.
func (t *Types) refusal(s, rest *spec.Type) string {
	if refusesAll(t.behind(rest)) {
		return "nil"
	}
	return t.checkOf(rest, t.nameIn(s, "Rest"))
}

// marks returns the statement that notes a value as evaluated, where somebody may ask.
func (t *Types) marks(s *spec.Type, node string) []string {
	if !t.reaching().tracked[s] {
		return nil
	}
	return []string{"r.Evaluated(" + node + ")"}
}
