package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourcePattern = lint.New(lint.Meta{
	ID:       "resource-pattern",
	Title:    "a resource has no pattern, or one that no name can be read by",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 123},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, onAnnotations(func(p *lint.Pass, a annotation) {
	if len(a.Patterns) == 0 && a.Type != "*" {
		p.Report(a.node, a.place("type"),
			fmt.Sprintf("resource %s has no pattern: nobody can build or read its names, and its references are texts like any other", a.Type),
			lint.Cure(fmt.Sprintf("add pattern: %q", words.Camel.Join(a.plural(p.Words))+"/{"+words.Snake.Join(a.singular())+"}")))
	}
	for _, path := range a.paths() {
		if mistake, cure := unreadable(path.Path); mistake != "" {
			p.Report(a.node, path.at, fmt.Sprintf("pattern %q %s: names of that form are built or read by no tool", path.Raw, mistake), lint.Cure(cure))
		}
	}
}))

// unreadable says what keeps a pattern from being one.
func unreadable(path spec.Path) (mistake, cure string) {
	seen := map[string]bool{}
	for _, name := range path.Variables() {
		if seen[name] {
			return fmt.Sprintf("names {%s} twice", name), "give each variable a name of its own"
		}
		seen[name] = true
	}
	switch {
	case path.Raw == "*":
		return "", ""
	case strings.HasPrefix(path.Raw, "/") || strings.HasSuffix(path.Raw, "/") || strings.Contains(path.Raw, "//"):
		return "has an empty segment", "write the segments with one slash between them, and none at the ends"
	case strings.ContainsFunc(path.Raw, notInPattern):
		return "has characters that stand in no name", "write letters, digits, - _ . ~ and {variables} alone"
	case strings.Count(path.Raw, "{") != len(path.Variables()) || strings.Count(path.Raw, "}") != len(path.Variables()):
		return "has braces that don't match", "close each variable: {order}"
	}
	return "", ""
}

func notInPattern(r rune) bool {
	return !strings.ContainsRune("-_.~/{}=*:", r) && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
}
