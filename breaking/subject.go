package breaking

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Subject says what the place is, as messages speak of it: `"name"`, `an item of "tags"`, "the body".
func (p *Pass) Subject() string { return subject(p.element.Either()) }

func subject(n *spec.Node) string {
	var steps strings.Builder
	for ; n != nil; n = n.Parent {
		switch {
		case strings.HasPrefix(n.Local, "/content/"):
			return steps.String() + "the body"
		case strings.HasSuffix(n.Local, "/items"):
			steps.WriteString("an item of ")
		case strings.HasSuffix(n.Local, "/additionalProperties"):
			steps.WriteString("a value of ")
		case strings.HasSuffix(n.Local, "/propertyNames"):
			steps.WriteString("a key of ")
		case n.Name != "":
			return steps.String() + strconv.Quote(n.Name)
		}
	}
	return steps.String() + "the value"
}
