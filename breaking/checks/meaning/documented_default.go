package meaning

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var documentedDefault = breaking.New(breaking.Meta{
	ID: "documented-default", Title: "what documentation says a left out value means", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{158, 180}, Since: "2026.1",
}, breaking.Hooks{Declaration: compareDocumentedDefault})

func compareDocumentedDefault(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	told(p, pair, func(found promise) {
		if found.kind == promisedDefault && !isPageSize(pair.New) {
			p.Changed(proseKey(p.Format), found.from, found.to,
				fmt.Sprintf("by its documentation %s meant %s when left out and means %s: callers that rely on it get something else", name(pair.New), found.from, found.to),
				breaking.On(breaking.Behavior, breaking.Promise, breaking.Incomparable)).
				Cure = "keep the default; callers that want the other value can send it"
		}
	})
}

// isPageSize reports whether a field is one of those whose documented default the check default
// compares, which knows what it means to them.
func isPageSize(n *spec.Node) bool {
	_, parameter := n.Attr("in")
	return !parameter && slices.Contains([]string{"page_size", "pageSize", "max_results", "maxResults", "per_page", "limit"}, n.Name)
}
