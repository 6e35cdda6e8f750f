package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var malformedPath = lint.New(lint.Meta{
	ID:       "malformed-path",
	Title:    "a path is none that a request could have",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, r := range routes(api) {
			problem, cure := pathProblem(r.path.Raw)
			if problem != "" {
				p.Report(r.node(), r.path.Span, fmt.Sprintf("path %s %s", r.path.Raw, problem), lint.Cure(cure))
			}
		}
	},
})

// pathProblem returns the first thing that is wrong with a path; "" if nothing is.
func pathProblem(path string) (problem, cure string) {
	switch {
	case !strings.HasPrefix(path, "/"):
		return "does not begin with a slash, so that it runs into the server's URL", "write /" + path
	case strings.Contains(path, "{}"):
		return "has a parameter without a name", "write the parameter's name between the braces"
	case !isBalanced(path):
		return "has braces that do not match, so its parameters can't be told from its text", "close each brace before the next slash"
	case strings.ContainsAny(outsideBraces(path), "?#"):
		return "holds a query or a fragment, which is no part of a path: no router matches it", "declare what follows as parameters in: query"
	case strings.Contains(path, "//"):
		return "has an empty segment, which servers and proxies collapse", "take one of the slashes away"
	}
	return "", ""
}

// isBalanced reports whether each brace is closed within its segment and none stands in another.
func isBalanced(path string) bool {
	open := false
	for _, r := range path {
		switch {
		case r == '{' && open, r == '}' && !open, r == '/' && open:
			return false
		case r == '{', r == '}':
			open = !open
		}
	}
	return !open
}

func outsideBraces(path string) string {
	var out strings.Builder
	for path != "" {
		before, after, _ := strings.Cut(path, "{")
		out.WriteString(before)
		_, path, _ = strings.Cut(after, "}")
	}
	return out.String()
}
