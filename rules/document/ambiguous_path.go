package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// mostPathPairs bounds the comparison of paths with each other: 3,000 paths of the same length.
const mostPathPairs = 5_000_000

var ambiguousPath = lint.New(lint.Meta{
	ID:       "ambiguous-path",
	Title:    "two paths match the same requests, and neither is the more specific one",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		pairs := 0
		byLength := map[int][]template{}
		for _, r := range routes(api) {
			t := template{r, strings.Split(r.path.Raw, "/")}
			for _, other := range byLength[len(t.segments)] {
				if pairs++; pairs > mostPathPairs {
					return
				}
				if t.clashes(other) && sharesMethod(r, other.route) {
					t.report(p, other)
					break
				}
			}
			byLength[len(t.segments)] = append(byLength[len(t.segments)], t)
		}
	},
})

// template is a path, split at its slashes.
type template struct {
	*route
	segments []string
}

// clashes reports whether a request can match both and each of them is the more specific one somewhere.
// It can't where a parameter has a type that the other's literal is no value of. Segments that are
// parameters only in part are not understood.
func (t template) clashes(other template) bool {
	mine, theirs := false, false
	for i, a := range t.segments {
		b := other.segments[i]
		switch va, vb := isVariable(a), isVariable(b); {
		case va && vb:
		case !va && strings.Contains(a, "{") || !vb && strings.Contains(b, "{"):
			return false
		case va && t.excludes(a, b), vb && other.excludes(b, a), !va && !vb && a != b:
			return false
		case va:
			theirs = true
		case vb:
			mine = true
		}
	}
	return mine && theirs
}

func isVariable(segment string) bool {
	return len(segment) > 2 && segment[0] == '{' && strings.IndexByte(segment, '}') == len(segment)-1
}

// excludes reports whether the parameter that stands in a segment can't have a literal's value.
func (t template) excludes(variable, literal string) bool {
	for _, p := range t.operations[0].Parameters {
		if p.In == spec.InPath && "{"+p.Name+"}" == variable {
			return !mayBe(p.Type.Resolve(), literal)
		}
	}
	return false
}

func mayBe(t *spec.Type, literal string) bool {
	switch t.Kind {
	case spec.KindInteger, spec.KindNumber, spec.KindBoolean:
		return false
	case spec.KindEnum:
		return slices.ContainsFunc(t.Values, func(v *spec.EnumValue) bool { return v.Name == literal })
	}
	return t.Format != "uuid" && t.Format != "date" && t.Format != "date-time"
}

func (t template) report(p *lint.Pass, other template) {
	both := make([]string, len(t.segments))
	for i, segment := range t.segments {
		if both[i] = segment; isVariable(segment) {
			both[i] = other.segments[i]
		}
		if isVariable(both[i]) {
			both[i] = "1"
		}
	}
	p.Report(t.node(), t.path.Span,
		fmt.Sprintf("%s and %s both match %s: which of them answers is up to the router", t.path.Raw, other.path.Raw, strings.Join(both, "/")),
		lint.Cure("put a literal segment in front of one of the parameters, so that no request matches both"),
		lint.Related(other.path.Span, "the other path"))
}

func sharesMethod(a, b *route) bool {
	for _, o := range a.operations {
		for _, other := range b.operations {
			if o.Method() == other.Method() {
				return true
			}
		}
	}
	return false
}
