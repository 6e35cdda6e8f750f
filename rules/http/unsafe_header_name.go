package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var unsafeHeaderName = lint.New(lint.Meta{
	ID:       "unsafe-header-name",
	Title:    "a header has a name that gets lost on the way",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, q *spec.Parameter) {
		if q.In != spec.InHeader {
			return
		}
		at := strings.IndexFunc(q.Name, isUnsafe)
		if at < 0 {
			return
		}
		p.Report(&q.Node, q.NameSpan,
			fmt.Sprintf("the header %s has %q in its name: %s", q.Name, q.Name[at:at+1], lostBy(q.Name[at])),
			lint.Cure("write it with letters, digits and hyphens, such as "+hyphenated(q.Name)))
	},
})

// isUnsafe reports whether a character is one that servers and proxies drop, or that HTTP has no place
// for in a name.
func isUnsafe(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-':
		return false
	}
	return true
}

func lostBy(b byte) string {
	if b == '_' {
		return "nginx and others drop such a header in silence, since CGI can't tell it from one with a hyphen"
	}
	if strings.IndexByte("!#$%&'*+.^`|~", b) >= 0 {
		return "it is allowed (RFC 9110), and dropped or refused by many a proxy and library"
	}
	return "HTTP allows no such character in a name (RFC 9110), and libraries refuse to send it"
}

func hyphenated(name string) string {
	clean := strings.Map(func(r rune) rune {
		if isUnsafe(r) {
			return '-'
		}
		return r
	}, name)
	return strings.Trim(clean, "-")
}
