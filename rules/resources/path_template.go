package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var pathTemplate = lint.New(lint.Meta{
	ID:       "path-template",
	Title:    "a path of google.api.http isn't written in its grammar",
	Group:    "resources",
	Severity: report.Error,
	Formats:  lint.ProtoOnly,
	AIP:      []int{127},
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.Recommended | lint.Strict | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	for _, b := range o.HTTP {
		if mistake := templateMistake(b.Path.Raw); mistake != "" {
			p.Report(&o.Node, b.Path.Span,
				fmt.Sprintf("path %q %s: gateways and generators refuse it, or serve another", b.Path.Raw, mistake),
				lint.Cure("write /v1/ and segments with single slashes between them: words, * and {variable=pattern}, and at most one :verb at the end"))
		}
	}
}})

// templateMistake says what keeps a path from being a template of google.api.http; "" if nothing does.
func templateMistake(path string) string {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok {
		return "doesn't begin with a slash"
	}
	for rest != "" {
		end := strings.IndexAny(rest, "/:{")
		if end < 0 {
			return segmentMistake(rest)
		}
		switch rest[end] {
		case '/':
			if mistake := segmentMistake(rest[:end]); mistake != "" {
				return mistake
			}
			rest = rest[end+1:]
			if rest == "" {
				return "ends in a slash"
			}
		case ':':
			return verbMistake(rest[:end], rest[end+1:])
		case '{':
			after, mistake := variableMistake(rest[:end], rest[end+1:])
			if mistake != "" || after == "" {
				return mistake
			}
			rest = after
		}
	}
	return ""
}

func verbMistake(before, verb string) string {
	if mistake := segmentMistake(before); mistake != "" && before != "" {
		return mistake
	}
	if strings.ContainsRune(verb, ':') {
		return "has two verbs"
	}
	return segmentMistake(verb)
}

// variableMistake looks at a variable and returns what follows it: the next segment, or a verb.
func variableMistake(before, rest string) (after, mistake string) {
	inner, after, closed := strings.Cut(rest, "}")
	name, pattern, has := strings.Cut(inner, "=")
	switch {
	case before != "":
		return "", "has text and a variable in one segment"
	case !closed:
		return "", "has a variable without an end"
	case !isFieldPath(name):
		return "", fmt.Sprintf("has a variable %q, which is no field", name)
	}
	for segment := range strings.SplitSeq(pattern, "/") {
		if mistake := segmentMistake(segment); has && mistake != "" {
			return "", mistake
		}
	}
	switch next := strings.TrimPrefix(after, "/"); {
	case after == "":
		return "", ""
	case after[0] == ':':
		return "", verbMistake("", after[1:])
	case after[0] != '/':
		return "", "has text and a variable in one segment"
	case next == "":
		return "", "ends in a slash"
	default:
		return next, ""
	}
}

func isFieldPath(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z') }) {
			return false
		}
	}
	return true
}

// segmentMistake looks at a wildcard or a literal, which is made of the characters that a path may have
// (RFC 3986).
func segmentMistake(segment string) string {
	if segment == "" {
		return "has an empty segment"
	}
	if segment == "*" || segment == "**" {
		return ""
	}
	at := strings.IndexFunc(segment, func(r rune) bool {
		return !strings.ContainsRune("-_.~!$&'()+,;=@%", r) && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	})
	if at >= 0 {
		return fmt.Sprintf("has a segment %q that is no word", segment)
	}
	return ""
}
