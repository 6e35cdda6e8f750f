package document

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// servers returns the servers of the document, of its paths and of its operations, each once.
func servers(api *spec.API) []*spec.Server {
	all := append([]*spec.Server(nil), api.Servers...)
	seen := map[source.Span]bool{}
	for _, o := range operations(api) {
		for _, s := range o.Servers {
			if !seen[s.Span] {
				seen[s.Span] = true
				all = append(all, s)
			}
		}
	}
	return all
}

// host returns the host of a server's URL, in lower case and without a port; "" if it has none.
func host(url string) string {
	_, rest, found := strings.Cut(url, "://")
	if !found {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	rest, _, _ = strings.Cut(rest, ":")
	return strings.ToLower(rest)
}
