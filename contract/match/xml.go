package match

import (
	"encoding/xml"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// xml compares XML documents: names by namespace, attributes in any order, children of one name in
// their order. The values in it are texts, whatever they look like.
func (c *comparison) xml(expected, actual content) {
	want, err := parseXML(expected.Content)
	if err != nil {
		c.unreadable(root(), expected, actual, unchecked("the expected body is not XML that can be read: "+err.Error()))
		return
	}
	got, err := parseXML(actual.Content)
	if err != nil {
		c.unreadable(root(), expected, actual, fmt.Errorf("the body is not XML that can be read: %w", err))
		return
	}
	x := xmlComparison{comparison: c, span: expected.Span}
	c.texts = true
	x.element(root().element(want, 0, false), want, got)
}

type xmlComparison struct {
	*comparison
	span source.Span // of the body in the contract
}

// element leads on to an element of XML.
func (r route) element(e *element, i int, several bool) route {
	step := contract.Step{Kind: contract.Field, Name: e.name.Local, Index: i}
	return append(r, place{Step: step, element: true, aliases: e.aliases, several: several})
}

func (x xmlComparison) say(at route, expected, actual, message string) {
	x.add(Mismatch{Path: at.String(), Expected: expected, Actual: actual, Message: message, Span: x.span})
}

func (x xmlComparison) element(at route, expected, actual *element) {
	if x.known.work > maxWork {
		return
	}
	if expected.name != actual.name {
		want, got := title(expected.name), title(actual.name)
		x.say(at, want, got, fmt.Sprintf("expected the element %s, but got %s", want, got))
		return
	}
	if rule, cascaded := x.choose(at); rule != nil && !cascaded {
		for _, m := range rule.Matchers {
			if err := within(m, len(actual.children), "children"); err != nil {
				x.broken(at, m, nil, nil, err)
			}
		}
	}
	x.attributes(at, expected, actual)
	x.children(at, expected, actual)
	x.scalar(at.field("#text"), string(expected.text), string(actual.text))
}

func (x xmlComparison) scalar(at route, expected, actual string) {
	want := &spec.Value{Kind: spec.Str, Text: expected, Span: x.span}
	x.value(at, want, contract.Text(actual))
}

func (x xmlComparison) attributes(at route, expected, actual *element) {
	for _, a := range expected.attributes {
		place := at.field("@" + a.Name.Local)
		for _, alias := range aliases(a.Name, nil) {
			place[len(place)-1].aliases = append(place[len(place)-1].aliases, "@"+alias)
		}
		if value, found := actual.attribute(a.Name); found {
			x.scalar(place, a.Value, value)
		} else {
			x.say(place, a.Value, "", fmt.Sprintf("the attribute %q is missing", title(a.Name)))
		}
	}
	for _, a := range actual.attributes {
		if _, known := expected.attribute(a.Name); x.strict && !known {
			x.say(at.field("@"+a.Name.Local), "", a.Value, fmt.Sprintf("the attribute %q is not expected", title(a.Name)))
		}
	}
}

// children compares the children name by name, in the order in which the contract names them first.
func (x xmlComparison) children(at route, expected, actual *element) {
	want, names := grouped(expected.children)
	got, others := grouped(actual.children)
	for _, name := range names {
		x.group(at, want[name], got[name])
	}
	for _, name := range others {
		child := got[name][0]
		if want[name] == nil && (x.strict || x.typed(at.element(child, 0, false))) {
			x.say(at.element(child, 0, false), "", title(name), fmt.Sprintf("the element %s is not expected", title(name)))
		}
	}
}

func grouped(children []*element) (groups map[xml.Name][]*element, names []xml.Name) {
	groups = map[xml.Name][]*element{}
	for _, child := range children {
		if groups[child.name] == nil {
			names = append(names, child.name)
		}
		groups[child.name] = append(groups[child.name], child)
	}
	return groups, names
}

// group compares the children of one name. Where a rule asks for a type only, the first stands for all.
func (x xmlComparison) group(at route, expected, actual []*element) {
	name := title(expected[0].name)
	several := len(expected) > 1 || len(actual) > 1
	free := x.typed(at.element(expected[0], 0, several))
	for i, child := range actual {
		switch to := at.element(expected[0], i, several); {
		case free:
			x.element(to, expected[0], child)
		case i < len(expected):
			x.element(to, expected[i], child)
		case x.strict:
			x.say(to, "", name, fmt.Sprintf("the element %s is not expected", name))
		}
	}
	missing := len(expected) - len(actual)
	if free && len(actual) > 0 {
		missing = 0
	}
	for i := range max(missing, 0) {
		x.say(at.element(expected[0], len(actual)+i, several), name, "", fmt.Sprintf("the element %s is missing", name))
	}
}

// typed reports whether a rule asks no more of a place than its type.
func (x xmlComparison) typed(at route) bool {
	rule, _ := x.choose(at)
	return rule != nil && slices.ContainsFunc(rule.Matchers, func(m *contract.Matcher) bool { return m.Kind == contract.Type })
}
