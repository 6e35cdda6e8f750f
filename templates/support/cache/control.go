package cache

import (
	"net/http"
	"strings"
)

// control writes what caches read, just before the head goes out: what the handler has said of it counts only where it is
// stricter than the policy.
func (x *exchange) control() {
	h := x.Header()
	text := noStore
	if x.storable() {
		text = x.plan.open
		if x.personal() || says(h["Cache-Control"], "private") {
			text = x.plan.personal
		}
		if says(h["Cache-Control"], "no-cache") {
			who, _, _ := strings.Cut(text, ",")
			text = who + ", no-cache"
		}
		x.vary(x.plan.vary)
	} else {
		x.vary(nil)
	}
	h.Set("Cache-Control", text)
	for _, name := range [...]string{"Expires", "Pragma", "Surrogate-Control", "Cdn-Cache-Control"} {
		delete(h, name) // other ways to say the same, or the contrary (RFC 9213)
	}
}

// storable says whether the answer may be kept at all.
func (x *exchange) storable() bool {
	if !x.reads() || x.plan.class == Deny {
		return false
	}
	switch x.status {
	case http.StatusOK, http.StatusNonAuthoritativeInfo, http.StatusPartialContent, http.StatusNotModified:
		h := x.Header()
		return len(h["Set-Cookie"]) == 0 && !says(h["Cache-Control"], noStore)
	}
	return false
}

// vary adds names to those that are there, and brings back those that a handler has overwritten.
func (x *exchange) vary(more []string) {
	h := x.Header()
	now := h["Vary"]
	for _, names := range [...][]string{x.before, more} {
		for _, one := range names {
			for name := range strings.SplitSeq(one, ",") {
				if name = strings.TrimSpace(name); name != "" && !says(now, name) && !says(now, "*") {
					now = append(now[:len(now):len(now)], name)
				}
			}
		}
	}
	if len(now) > 0 {
		h["Vary"] = now
	}
}

// says looks for a member of a comma-separated list that may stand on several lines; what follows a "=" doesn't count.
func says(lines []string, name string) bool {
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			member, _, _ = strings.Cut(member, "=")
			if strings.EqualFold(strings.TrimSpace(member), name) {
				return true
			}
		}
	}
	return false
}
