package messages

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/spec"
)

var defaultValue = breaking.New(breaking.Meta{
	ID: "default", Title: "what it means to leave a value out", Group: "messages",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed},
	AIP: []int{158, 180}, Since: "2026.1", Attributes: []string{"default"},
}, breaking.Hooks{Field: compareFieldDefault, Type: compareSchemaDefault})

// compareFieldDefault compares proto2's defaults, which readers fill in: one version reads an absent
// field as another value than the other. And what documentation says of an absent page size.
func compareFieldDefault(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() {
		return
	}
	from, to := protoDefault(pair.Old), protoDefault(pair.New)
	if p.Format == spec.Proto && from != to {
		p.Changed("default", from, to, fmt.Sprintf("absent, %q is read as %s now, and was as %s", pair.New.Name, orZero(to), orZero(from)),
			breaking.On(breaking.Wire|breaking.JSON, breaking.Shape, breaking.Incomparable)).
			Cure = "keep the default"
		return
	}
	if from, to = pageDefault(pair.Old), pageDefault(pair.New); from != to && from != "" && to != "" {
		p.Changed("documentation", from, to, fmt.Sprintf("callers that leave out %q got pages of %s and get %s now, by its documentation", pair.New.Name, from, to),
			absence(breaking.Incomparable)).
			Cure = "keep the default page size; callers that want another ask for it"
	}
}

// absence is a way to write a value, and what it means changed.
func absence(effect breaking.Effect) breaking.Touch {
	return breaking.On(breaking.Behavior, breaking.Alternative, effect)
}

// protoDefault returns the default, but for those that a field has without saying so.
func protoDefault(f *spec.Field) string {
	switch text := breaking.Text(f.Default); text {
	case "0", "false", `""`:
		return ""
	default:
		return text
	}
}

func orZero(text string) string {
	if text == "" {
		return "its zero value"
	}
	return text
}

func compareSchemaDefault(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if p.Format != spec.OpenAPI {
		return
	}
	from, to := schemaDefault(pair.Old), schemaDefault(pair.New)
	switch {
	case from == to:
	case from == "":
		p.Changed("default", from, to, fmt.Sprintf("left out, %s means %s now; what it meant before was not said", subject.Of(&pair.New.Node), to), absence(breaking.Undecided))
	case to == "":
		p.Changed("default", from, to, fmt.Sprintf("left out, %s meant %s; what it means now is not said", subject.Of(&pair.New.Node), from), absence(breaking.Undecided)).
			Cure = "keep the default"
	default:
		p.Changed("default", from, to, fmt.Sprintf("left out, %s means %s now, and meant %s: who relies on it gets something else", subject.Of(&pair.New.Node), to, from),
			absence(breaking.Incomparable)).
			Cure = "keep the default; callers that want the other value can send it"
	}
}

func schemaDefault(t *spec.Type) string {
	if t.Schema == nil {
		return ""
	}
	return breaking.Text(t.Schema.Default)
}

var pageSizeNames = [...]string{"page_size", "pageSize", "max_results", "maxResults", "per_page", "limit"}

// unspecified finds the number of elements that documentation promises to those who don't ask for
// one (AIP-158): "If unspecified, at most 50 books will be returned."
var unspecified = regexp.MustCompile(`(?i)(?:unspecified|not specified|not set|omitted|\bdefaults?\b)[^.]*?\b(\d[\d,]*)\b`)

func pageDefault(f *spec.Field) string {
	if !slices.Contains(pageSizeNames[:], f.Name) {
		return ""
	}
	found := unspecified.FindStringSubmatch(f.Doc)
	if found == nil {
		return ""
	}
	return strings.ReplaceAll(found[1], ",", "")
}
