package types

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/prose"
	"github.com/bylaw-dev/bylaw/spec"
)

type enumZeroOptions struct {
	Names []string `json:"names"`
}

var enumZeroNotUnspecified = lint.NewWith(lint.Meta{
	ID:       "enum-zero-not-unspecified",
	Title:    "the zero value of an enum means something",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{126},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, enumZeroOptions{[]string{"UNSPECIFIED", "UNKNOWN", "NOT_KNOWN", "UNDEFINED", "UNSET", "NOT_SET", "INVALID", "NONE", "OFF", "DISABLED", "DEFAULT"}}, func(options enumZeroOptions) lint.Hooks {
	return lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
		// A closed enum's field knows whether it was set.
		if t.Kind != spec.KindEnum || t.Proto == nil || !t.Proto.Open {
			return
		}
		value := meaningfulZero(t, options)
		if value == nil || documentedUnset(t, value) {
			return
		}
		options.report(p, t, value)
	}}
})

func (o enumZeroOptions) report(p *lint.Pass, t *spec.Type, value *spec.EnumValue) {
	unset := o.unset(t)
	if strings.HasSuffix(value.Name, strings.TrimPrefix(o.Names[0], ownName)) {
		p.Report(&value.Node, value.NameSpan,
			fmt.Sprintf("the zero value of %s is called %s: consumers who spell it like those of other enums find nothing", t.Name, value.Name),
			lint.Cure("name it "+unset))
		return
	}
	p.Report(&value.Node, value.NameSpan,
		fmt.Sprintf("a message that doesn't set its %s reads as %s: consumers can't tell it from one that does", t.Name, value.Name),
		append(makeUnspecified(t, value, unset),
			lint.Cure(fmt.Sprintf("make %s the zero value and give %s a number of its own", unset, value.Name)))...)
}

// meaningfulZero returns the first name of the number 0, or nil if one of its names (aliases are
// possible) says that nothing was said, or if there is none.
func meaningfulZero(t *spec.Type, options enumZeroOptions) *spec.EnumValue {
	var first *spec.EnumValue
	for _, value := range t.Values {
		if value.Number != 0 {
			continue
		}
		if options.allows(t, value.Name) || strings.HasPrefix(value.Name, "NO_") { // NO_SEARCH denies what the others say
			return nil
		}
		if first == nil {
			first = value
		}
	}
	return first
}

var (
	speaksOfDefault = regexp.MustCompile(`(?i)\bdefaults?\b`)
	speaksOfNothing = regexp.MustCompile(`(?i)\b(?:do not use|unused|unspecified|unknown|not (?:been )?(?:set|specified|provided)|unset)\b`)
)

// documentedUnset reports whether the documentation says what the zero value is to a field that
// isn't set: the default, or nothing. Then no consumer has to guess.
func documentedUnset(t *spec.Type, zero *spec.EnumValue) bool {
	about, all := phrase.Line(zero.Doc, 4096), phrase.Line(t.Doc, 4096)
	return speaksOfDefault.MatchString(about) || speaksOfNothing.MatchString(about) ||
		speaksOfDefault.MatchString(all) && prose.Mentions(all, zero.Name)
}

// Validate refuses an empty list, by which every enum would be wrong.
func (o enumZeroOptions) Validate() error {
	if len(o.Names) == 0 {
		return fmt.Errorf("names must have one name or more, such as UNSPECIFIED")
	}
	return nil
}

// ownName stands in a name for that of the enum.
const ownName = "{ENUM}"

// unset returns the name that the zero value should have: the first, behind the enum's.
func (o enumZeroOptions) unset(t *spec.Type) string {
	return words.Upper.Write(t.Name) + "_" + strings.TrimPrefix(o.Names[0], ownName+"_")
}

// allows reports whether the value's name begins or ends with a name for "nothing was said".
func (o enumZeroOptions) allows(t *spec.Type, value string) bool {
	return slices.ContainsFunc(o.Names, func(name string) bool {
		name = strings.ReplaceAll(name, ownName, words.Upper.Write(t.Name))
		return value == name || strings.HasSuffix(value, "_"+name) || strings.HasPrefix(value, name+"_")
	})
}
