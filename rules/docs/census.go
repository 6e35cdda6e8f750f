package docs

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// census counts which of the elements that belong together are documented. Where most of them are,
// the others were forgotten; where few are, the authors wanted none, and to say so once for each
// would bury everything else.
type census struct {
	documented int
	missing    []*spec.Node
}

// forgotten returns the elements that lack documentation if at least that many percent have it.
func (c *census) forgotten(coverage int) []*spec.Node {
	if c.documented*100 < coverage*(c.documented+len(c.missing)) {
		return nil
	}
	return c.missing
}

func (c *census) add(n *spec.Node) {
	if lacksDoc(n) {
		c.missing = append(c.missing, n)
	} else if n.Doc != "" {
		c.documented++
	}
}

// addTypes counts definitions and what is declared in them by name. What a message declares for one
// of its own fields is explained there.
func (c *census) addTypes(api *spec.API, types []*spec.Type, parent *spec.Type) {
	for _, t := range types {
		if t.Name != "" && (t.Doc != "" && !isInternal(t.Doc) || !isEnvelope(api, t) && !isExplainedBy(parent, t)) {
			c.add(&t.Node)
		}
		c.addTypes(api, t.Types, t)
	}
}

func (c *census) addField(f *spec.Field, options missingDocOptions) {
	if f.Doc != "" || !options.isSelfEvident(f) {
		c.add(&f.Node)
	}
}

func (c *census) addValue(v *spec.EnumValue) {
	if !strings.HasSuffix(v.Name, "UNSPECIFIED") && (v.Number != 0 || !strings.HasSuffix(v.Name, "UNKNOWN")) {
		c.add(&v.Node)
	}
}

// lacksDoc reports whether an element that is here to stay has no documentation worth the name.
func lacksDoc(n *spec.Node) bool {
	return n.Deprecated == nil && (n.Doc == "" || isPlaceholder(n.Doc) || isInternal(n.Doc))
}
