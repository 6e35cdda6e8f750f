package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var pathPatternMismatch = lint.New(lint.Meta{
	ID:       "path-pattern-mismatch",
	Title:    "no name of the resource fits the path that takes it",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 127},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	patterns := map[string][]string{}
	eachResource(api, func(_ *spec.Node, r *spec.Resource) {
		patterns[r.Type] = append(patterns[r.Type], r.Patterns...)
	})
	eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
		for _, part := range b.Path.Parts {
			if part.Kind == spec.Variable {
				checkVariableOf(p, o, b, part, patterns)
			}
		}
	})
}})

func checkVariableOf(p *lint.Pass, o *spec.Operation, b *spec.HTTPBinding, part spec.PathPart, patterns map[string][]string) {
	f := fieldAt(o.RequestType(), part.Text)
	if f == nil {
		return
	}
	names := namesOf(f, patterns)
	template := templateOf(b.Path, part)
	fits := func(pattern string) bool { return unify(strings.Split(pattern, "/"), template) }
	if len(names) == 0 || len(template) == 0 || slices.ContainsFunc(names, fits) {
		return
	}
	p.Report(&o.Node, part.Span,
		fmt.Sprintf("%s takes the name of a %s, and none of its patterns fits %s: names that are built from the patterns are answered with 404, and those that are answered can't be read by them", b.Path.Raw, refersToOwn(f), strings.Join(template, "/")),
		lint.Cure(fmt.Sprintf("write {%s=%s}, or add the pattern to the resource", part.Text, erased(phrase.Or(names[:1])))))
}

// refersToOwn names the resource whose name the field holds.
func refersToOwn(f *spec.Field) string {
	if f.Reference == nil {
		return f.Owner.Resource.Type
	}
	if f.Reference.Type == "" {
		return "parent of " + f.Reference.ChildType
	}
	return f.Reference.Type
}

// namesOf returns the patterns of the names that a field takes; none if they aren't all known.
func namesOf(f *spec.Field, patterns map[string][]string) []string {
	switch {
	case f.Reference == nil && f.Owner != nil && f.Owner.Resource != nil && f.Name == nameFieldOf(f.Owner):
		return knownPatterns(f.Owner.Resource.Patterns)
	case f.Reference == nil:
		return nil
	case f.Reference.Type != "":
		return knownPatterns(patterns[f.Reference.Type])
	}
	var parents []string
	for _, pattern := range knownPatterns(patterns[f.Reference.ChildType]) {
		segments := strings.Split(pattern, "/")
		last := len(segments) - 1
		if strings.HasPrefix(segments[last], "{") {
			last--
		}
		if last <= 0 {
			return nil // what has no parent is created below anything
		}
		parents = append(parents, strings.Join(segments[:last], "/"))
	}
	return parents
}

func knownPatterns(patterns []string) []string {
	if slices.Contains(patterns, "*") {
		return nil
	}
	return patterns
}

// fieldAt returns the field of a message that a path names: book.name.
func fieldAt(t *spec.Type, path string) *spec.Field {
	var found *spec.Field
	for name := range strings.SplitSeq(path, ".") {
		at := slices.IndexFunc(t.AllFields(), func(f *spec.Field) bool { return f.Name == name })
		if at < 0 {
			return nil
		}
		found = t.AllFields()[at]
		t = found.Type.Resolve()
	}
	return found
}

// templateOf returns the segments of a variable's pattern; none if it has none.
func templateOf(path spec.Path, variable spec.PathPart) []string {
	var segments []string
	last := -1
	for _, part := range path.Parts {
		if part.Within != variable.Text || part.Kind == spec.Variable {
			continue
		}
		if part.Segment == last {
			return nil // a segment of several parts can be anything
		}
		last = part.Segment
		segments = append(segments, part.Text)
	}
	return segments
}

// unify reports whether there is a name that both a resource's pattern and a template take.
func unify(pattern, template []string) bool {
	switch {
	case len(template) == 0 || len(pattern) == 0:
		return len(template) == len(pattern)
	case template[0] == "**":
		return true
	case strings.Contains(pattern[0], "=**"):
		return true
	}
	same := template[0] == "*" || strings.Contains(pattern[0], "{") || pattern[0] == template[0]
	return same && unify(pattern[1:], template[1:])
}
