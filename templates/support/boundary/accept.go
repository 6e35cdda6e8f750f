package boundary

import (
	"net/http"
	"strings"
)

// acceptable says whether the client takes any of the operation's successful answers. Errors are
// sent whatever it takes: they say more than an empty 406 (RFC 9110, section 15.5.7).
func (c *Call) acceptable() bool {
	return len(c.op.Produces) == 0 || c.Accepts(c.op.Produces...) >= 0
}

// Accepts gives the index of the media type that the client likes best, the first of equals; -1 if
// it takes none of them.
func (c *Call) Accepts(types ...string) int { return Best(c.req.Header["Accept"], types...) }

// Best gives the index of the media type that the lines of an Accept like best, the first of equals;
// -1 if they rule out all of them.
func Best(lines []string, types ...string) int {
	if blank(lines) {
		return 0
	}
	best, found := 0, -1
	for i, t := range types {
		if q := quality(lines, t); q > best {
			best, found = q, i
		}
	}
	return found
}

// Choose gives the media type that the client likes best, the first if it takes none.
func (c *Call) Choose(types ...string) string { return types[max(0, c.Accepts(types...))] }

// Offer is a body that an answer may have.
type Offer struct {
	Type string
	Set  bool // the handler has given it
}

// Pick gives the index of the body to send: of those that are set the one that the client likes
// best. Without any it is -1, and sending the answer will fail.
func (c *Call) Pick(offers ...Offer) int {
	lines := c.req.Header["Accept"]
	best, found := -1, -1
	for i, offer := range offers {
		if !offer.Set {
			continue
		}
		if q := quality(lines, offer.Type); q > best {
			best, found = q, i
		}
	}
	if found < 0 {
		c.breaks("the handler has set none of the bodies that the answer may have")
	}
	return found
}

func blank(lines []string) bool {
	for _, line := range lines {
		if strings.Trim(line, " \t,") != "" {
			return false
		}
	}
	return true
}

// quality is what Accept gives a media type, from 0 to 1000. The most specific range decides.
func quality(lines []string, media string) int {
	if blank(lines) {
		return 1000
	}
	best, q := 0, 0
	for _, line := range lines {
		for line != "" {
			var element string
			element, line, _ = strings.Cut(line, ",")
			if s := matching(element, media); s > best {
				best, q = s, weight(element)
			}
		}
	}
	return q
}

// matching is specificity in both ways, because the contract's own type may be a range.
func matching(element, media string) int {
	if s := specificity(element, media); s > 0 {
		return s
	}
	if strings.Contains(media, "*") && specificity(media, element) > 0 {
		return 1
	}
	return 0
}

// weight reads q, in thousandths; what is malformed counts as 1.
func weight(element string) int {
	_, rest, _ := strings.Cut(element, ";")
	text, ok := parameter(rest, "q")
	if !ok || text == "" || text[0] != '0' && text[0] != '1' {
		return 1000
	}
	q := int(text[0]-'0') * 1000
	for i, unit := 2, 100; i < len(text) && unit > 0 && q < 1000; i, unit = i+1, unit/10 {
		if text[1] != '.' || text[i] < '0' || text[i] > '9' {
			return 1000
		}
		q += int(text[i]-'0') * unit
	}
	return min(q, 1000)
}

// bodyless says that an answer never has a body.
func (c *Call) bodyless(status int) bool {
	return c.req.Method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified
}
