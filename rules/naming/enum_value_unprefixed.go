package naming

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type enumPrefixOptions struct {
	Nested bool `json:"nested"`
}

var enumValueUnprefixed = lint.NewWith(lint.Meta{
	ID:       "enum-value-unprefixed",
	Title:    "the values of an enum claim their names for themselves in the whole package",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{126},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, enumPrefixOptions{false}, func(options enumPrefixOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		for _, t := range api.Types {
			reportUnprefixed(p, t, "package "+api.Name, options)
		}
	}}
})

// reportUnprefixed looks at an enum, or at those nested in a message if the options demand it. What
// is nested shares its names only with the message's other enums.
func reportUnprefixed(p *lint.Pass, t *spec.Type, scope string, options enumPrefixOptions) {
	if options.Nested {
		for _, nested := range t.Types {
			reportUnprefixed(p, nested, "message "+t.Name, options)
		}
	}
	bare := bareValues(t)
	if len(bare) == 0 {
		return
	}
	names, better := make([]string, len(bare)), make([]string, len(bare))
	fix := report.Fix{Title: "prefix the values with the name of their enum", Safety: report.DisplayOnly}
	for i, v := range bare {
		names[i], better[i] = v.Name, prefixed(v)
		fix.Edits = append(fix.Edits, report.Edit{Span: v.NameSpan, New: better[i]})
	}
	p.Report(&t.Node, bare[0].NameSpan,
		fmt.Sprintf("enum %s puts %s into %s itself, where no other enum can have values of these names",
			t.Name, phrase.And(phrase.Fit(names, 60)), scope),
		lint.Cure(fmt.Sprintf("write %s, or nest the enum in the message that it belongs to", phrase.And(phrase.Fit(better, 100)))),
		lint.Fix(fix))
}

// bareValues returns the values that nothing sets apart from those of other enums.
func bareValues(t *spec.Type) []*spec.EnumValue {
	if t.Kind != spec.KindEnum {
		return nil
	}
	shared := sharedPrefix(t.Values)
	var bare []*spec.EnumValue
	for _, v := range t.Values {
		if !hasPrefix(v) && (shared == "" || !strings.HasPrefix(v.Name, shared)) {
			bare = append(bare, v)
		}
	}
	return bare
}

// sharedPrefix returns what all values but the zero value begin with, which is then the prefix that
// the author chose; "" if there is no such word.
func sharedPrefix(values []*spec.EnumValue) string {
	shared, count := "", 0
	for _, v := range values {
		if v.Number == 0 {
			continue
		}
		word, _, more := strings.Cut(v.Name, "_")
		if !more || count > 0 && word+"_" != shared {
			return ""
		}
		shared = word + "_"
		count++
	}
	if count < 2 {
		return ""
	}
	return shared
}

// hasPrefix reports whether the value's name begins as its enum's does, however that is divided into
// words; the zero value may say it in another order (UNKNOWN_TRIP_TYPE).
func hasPrefix(v *spec.EnumValue) bool {
	enum, value := words.Split(enumName(v.Owner)), words.Split(v.Name)
	if len(enum) == 0 || len(value) == 0 || strings.HasPrefix(strings.Join(value, ""), strings.Join(enum, "")) {
		return true
	}
	if v.Number == 0 && len(value) > 1 {
		return slices.ContainsFunc(value, func(word string) bool { return slices.Contains(enum, word) })
	}
	return value[0] == enum[0] && len(value) > 1
}

func prefixed(v *spec.EnumValue) string {
	return words.Upper.Write(enumName(v.Owner)) + "_" + words.Upper.Write(v.Name)
}

func enumName(t *spec.Type) string {
	if name := strings.TrimSuffix(t.Name, "Enum"); name != "" {
		return name
	}
	return t.Name
}
