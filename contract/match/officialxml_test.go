package match_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
)

// TestAnyXMLLikeTheOfficialVerifier holds made up documents against made up rules.
func TestAnyXMLLikeTheOfficialVerifier(t *testing.T) {
	pactcore.Folder(t)
	d := &dreamer{Rand: rand.New(rand.NewPCG(3, 9))}
	var all []exchange
	for range 400 {
		all = append(all, d.xml(t))
	}
	agreed, held := 0, 0
	for i, official := range official(t, all, pact.WriteV4) {
		found := match.Response(all[i].expected, all[i].actual)
		if official {
			held++
		}
		if official == (len(found) == 0) {
			agreed++
			continue
		}
		t.Errorf("%s: the official verdict is %v, ours: %s", all[i].name, official, says(found))
	}
	t.Logf("%d of %d verdicts agree, %d hold", agreed, len(all), held)
}

// node is an element that is made up.
type node struct {
	name, text string
	attributes map[string]string
	children   []*node
}

func (d *dreamer) node(name string, depth int) *node {
	n := &node{name: name, attributes: map[string]string{}}
	for _, key := range []string{"x", "y"} {
		if d.IntN(3) == 0 {
			n.attributes[key] = d.text()
		}
	}
	if depth == 0 || d.IntN(4) == 0 {
		n.text = d.one("", "a", "12", "some")
		return n
	}
	for range d.IntN(4) {
		n.children = append(n.children, d.node(d.one("a", "b"), depth-1))
	}
	return n
}

func (n *node) String() string {
	var b strings.Builder
	b.WriteString("<" + n.name)
	for _, key := range []string{"x", "y"} {
		if value, there := n.attributes[key]; there {
			b.WriteString(" " + key + "=" + strconv.Quote(value))
		}
	}
	b.WriteString(">" + n.text)
	for _, child := range n.children {
		b.WriteString(child.String())
	}
	b.WriteString("</" + n.name + ">")
	return b.String()
}

func (d *dreamer) xml(t *testing.T) exchange {
	expected := d.node("r", 2)
	var rules, seen []string
	add := func(path string, matchers ...string) {
		if d.IntN(3) == 0 && !slices.Contains(seen, path) {
			seen = append(seen, path)
			rules = append(rules, fmt.Sprintf(`%q: {"matchers": [{"match": %s}]}`, path, d.one(matchers...)))
		}
	}
	var walk func(n *node, path string)
	walk = func(n *node, path string) {
		add(path, `"type"`)
		for _, key := range slices.Sorted(maps.Keys(n.attributes)) {
			add(path+"['@"+key+"']", `"type"`, `"regex", "regex": "[a-z]+"`, `"number"`)
		}
		if n.text != "" {
			add(path+"['#text']", `"type"`, `"regex", "regex": "[a-z]+"`, `"include", "value": "a"`)
		}
		for _, child := range n.children {
			walk(child, path+"."+child.name)
		}
	}
	walk(expected, "$.r")
	slices.Sort(rules)
	actual := d.otherNode(expected)
	text := strings.Join(rules, ", ")
	e := exchange{fmt.Sprintf("%s {%s} → %s", expected, text, actual), ruled(t, body("application/xml", expected.String()), text), body("application/xml", actual.String())}
	e.expected.Status, e.actual.Status = 200, 200
	return e
}

// otherNode is the element, often with something else in it.
func (d *dreamer) otherNode(n *node) *node {
	made := &node{name: n.name, text: n.text, attributes: map[string]string{}}
	for _, key := range []string{"x", "y"} {
		value, there := n.attributes[key]
		switch {
		case there && d.IntN(5) == 0:
			made.attributes[key] = d.text()
		case there && d.IntN(15) > 0:
			made.attributes[key] = value
		case !there && d.IntN(20) == 0:
			made.attributes[key] = "new"
		}
	}
	if n.text != "" && d.IntN(5) == 0 {
		made.text = d.one("a", "12", "other")
	}
	for _, child := range n.children {
		if d.IntN(15) > 0 {
			made.children = append(made.children, d.otherNode(child))
		}
	}
	if len(n.children) > 0 && d.IntN(8) == 0 {
		made.children = append(made.children, d.otherNode(n.children[0]))
	}
	return made
}
