package record

import (
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
)

// template finds the variables in paths, as they are sent.
type template struct {
	literals []string // before, between and behind the variables
	names    []string
	pattern  *regexp.Regexp
}

var variable = regexp.MustCompile(`\{([^{}]*)\}`)

func newTemplate(raw string) *template {
	t := &template{}
	at := 0
	for _, m := range variable.FindAllStringSubmatchIndex(raw, -1) {
		t.literals, t.names = append(t.literals, raw[at:m[0]]), append(t.names, raw[m[2]:m[3]])
		at = m[1]
	}
	t.literals = append(t.literals, raw[at:])
	var b strings.Builder
	for i, literal := range t.literals {
		b.WriteString(regexp.QuoteMeta(literal))
		if i < len(t.names) {
			b.WriteString(`([^/]*)`)
		}
	}
	t.pattern = regexp.MustCompile(`\A` + b.String() + `\z`)
	return t
}

// split returns the texts of the variables in a path; false: the path writes the literals in another way, so that
// nothing can be put in the place of a variable.
func (t *template) split(path string) (values []string, ok bool) {
	m := t.pattern.FindStringSubmatch(path)
	if m == nil {
		return nil, false
	}
	return m[1:], true
}

// fill returns the path with the values, and the pattern of all paths of the operation.
func (t *template) fill(prefix string, values, patterns []string) (path, pattern string) {
	path, pattern = prefix, "^"+regexp.QuoteMeta(prefix)
	for i, literal := range t.literals {
		path, pattern = path+literal, pattern+regexp.QuoteMeta(literal)
		if i < len(values) {
			path, pattern = path+values[i], pattern+patterns[i]
		}
	}
	return path, pattern + "$"
}

// segment returns the pattern of a variable of a path.
func segment(matchers []*contract.Matcher) string {
	if len(matchers) != 1 {
		return "[^/]+"
	}
	switch m := matchers[0]; {
	case m.Kind == contract.Integer:
		return "-?[0-9]+"
	case m.Kind == contract.Regex && (m.Regex == uuid || strings.HasPrefix(m.Regex, "^(?:")):
		return "(?:" + strings.TrimSuffix(strings.TrimPrefix(m.Regex, "^"), "$") + ")"
	}
	return "[^/]+"
}
