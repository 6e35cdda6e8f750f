package meaning

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/spec"
)

var ordering = breaking.New(breaking.Meta{
	ID: "ordering", Title: "the order in which documentation says things come", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{132, 180}, Since: "2026.1",
}, breaking.Hooks{Declaration: compareOrdering})

const noOrder = "in no promised way"

func compareOrdering(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	told(p, pair, func(found promise) {
		if found.kind != promisedOrder {
			return
		}
		effect := breaking.Incomparable
		switch noOrder {
		case found.to:
			effect = breaking.Withdraws
		case found.from:
			effect = breaking.Offers
		}
		c := p.Changed(proseKey(p.Format), found.from, found.to,
			fmt.Sprintf("by the documentation of %s things came sorted %s, and come sorted %s", name(pair.New), found.from, found.to),
			breaking.On(breaking.Behavior, breaking.Promise, effect))
		if effect != breaking.Offers {
			c.Cure = "keep the order, and let callers ask for another one (AIP-132)"
		}
	})
}

// name returns what messages call a declaration.
func name(n *spec.Node) string {
	if n.Name != "" {
		return fmt.Sprintf("%q", n.Name)
	}
	if known := subject.Of(n); known != "the value" {
		return known
	}
	return string(n.ID())
}

var (
	sortedBy   = regexp.MustCompile("(?i)\\b(?:is|are|be|returned|listed|results|list,?) (?:sorted|ordered) by (?:the |their )?([\\w `]+?)(?:,|\\.|:| in | and | \\(| then |$)")
	ascending  = regexp.MustCompile(`(?i)\b(?:ascending|oldest first|chronological(?:ly)?|alphabetical(?:ly)?)\b`)
	descending = regexp.MustCompile(`(?i)\b(?:descending|newest first|most recent(?:ly \w+)? first|latest first|reverse[- ](?:chronological|alphabetical)(?:ly)?)\b`)
	unordered  = regexp.MustCompile(`(?i)\b(?:in no particular order|in any order|order (?:is|of [\w ]+ is) (?:not guaranteed|undefined|unspecified|arbitrary)|no guarantee[\w ]* order|are not (?:sorted|ordered))\b`)
	optional   = regexp.MustCompile(`(?i)\b(?:can|may|could|might|must|should) be (?:sorted|ordered)\b`)
)

// orders returns the orders that both texts promise, if it can be told. Texts that offer several
// promise none of them. A text that lost the sentence about it, and nothing was added, lost the
// promise.
func orders(was, is string) (from, to string) {
	from, to = order(was), order(is)
	gone, fresh := rewritten(was, is)
	switch {
	case from != "" && to == "" && len(fresh) == 0 && !sortedBy.MatchString(is):
		to = noOrder
	case from == "" && to != "" && len(gone) == 0 && !sortedBy.MatchString(was):
		from = noOrder
	case from == "" || to == "":
		return "", ""
	}
	return from, to
}

func order(text string) string {
	keys := said(sortedBy, text)
	up, down := ascending.MatchString(reverse.ReplaceAllString(text, "")), descending.MatchString(text)
	switch {
	case optional.MatchString(text), len(keys) > 1, up && down:
		return ""
	case unordered.MatchString(text):
		if len(keys) > 0 || up || down {
			return ""
		}
		return noOrder
	case len(keys) == 0:
		return ""
	case down:
		return "by " + key(keys[0]) + ", descending"
	}
	return "by " + key(keys[0])
}

// reverse hides what would look like its opposite.
var reverse = regexp.MustCompile(`(?i)\breverse[- ](?:chronological|alphabetical)(?:ly)?\b`)

func key(text string) string { return strings.ToLower(strings.Trim(text, "` ")) }
