package meaning

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var unit = breaking.New(breaking.Meta{
	ID: "unit", Title: "the unit that a number is documented to have", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Declaration: compareUnits})

func compareUnits(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	told(p, pair, func(found promise) {
		if found.kind == promisedUnit {
			p.Changed(proseKey(p.Format), found.from, found.to,
				fmt.Sprintf("by its documentation %s was in %s and is in %s: the same number means something else", name(pair.New), found.from, found.to),
				breaking.On(breaking.Behavior, breaking.Promise, breaking.Incomparable)).
				Cure = "keep the unit, and give the new one to a field that has it in its name"
		}
	})
}

// proseKey is the attribute that holds documentation.
func proseKey(format spec.Format) string {
	if format == spec.OpenAPI {
		return "description"
	}
	return "documentation"
}

// told hands out the promises of a declaration that changed.
func told(p *breaking.Pass, pair breaking.Pair[spec.Node], tell func(promise)) {
	if pair.Old.Doc == pair.New.Doc || repeats(p, pair) {
		return
	}
	for _, found := range promises(pair.Old, pair.New) {
		tell(found)
	}
}

// measures are units that can be taken for each other, by the words that are used for them.
var measures = [...][][]string{
	{{"nanoseconds", "nanos", "ns"}, {"microseconds", "micros", "us", "µs"}, {"milliseconds", "millis", "ms", "msec"}, {"seconds", "secs", "sec", "s"},
		{"minutes", "mins"}, {"hours", "hrs"}, {"days"}, {"weeks"}, {"months"}, {"years"}},
	{{"bits"}, {"bytes"}, {"kilobytes", "kb"}, {"kibibytes", "kib"}, {"megabytes", "mb"}, {"mebibytes", "mib"}, {"gigabytes", "gb"},
		{"gibibytes", "gib"}, {"terabytes", "tb"}, {"tebibytes", "tib"}},
	{{"cents"}, {"dollars"}, {"euros"}, {"micro-dollars"}, {"nano-dollars"}},
	{{"millimeters", "mm"}, {"centimeters", "cm"}, {"meters", "metres"}, {"kilometers", "kilometres", "km"}, {"miles"}, {"feet"}, {"inches"}},
	{{"grams"}, {"kilograms", "kg"}, {"pounds", "lbs"}, {"ounces"}},
	{{"celsius"}, {"fahrenheit"}, {"kelvin"}},
	{{"degrees"}, {"radians"}},
	{{"pixels"}, {"points"}},
}

// measure returns which unit of which measure a word names; 0 if it names none.
func measure(word string) (dimension int, name string) {
	word = strings.ToLower(strings.Trim(word, "`'\"().,:;*_"))
	for i, units := range measures {
		for _, names := range units {
			if slices.ContainsFunc(names, func(n string) bool { return word == n || len(n) > 4 && word == strings.TrimSuffix(n, "s") }) {
				return i + 1, names[0]
			}
		}
	}
	return 0, ""
}

// units returns the unit that both texts speak of, if it can be told: a sentence differs in it and in
// nothing else, or each text says "in seconds" of one unit only.
func units(was, is string) (from, to string) {
	gone, fresh := rewritten(was, is)
	for _, old := range gone {
		for _, new := range fresh {
			if from, to = exchanged(strings.Fields(old), strings.Fields(new)); from != to {
				return from, to
			}
		}
	}
	from, dimension := measured(was)
	to, same := measured(is)
	if dimension == 0 || dimension != same {
		return "", ""
	}
	return from, to
}

// exchanged returns the units of two sentences that differ in one of their words.
func exchanged(old, new []string) (from, to string) {
	if len(old) != len(new) {
		return "", ""
	}
	for i := range old {
		if old[i] == new[i] {
			continue
		}
		dimension, was := measure(old[i])
		other, is := measure(new[i])
		if dimension == 0 || dimension != other || from != "" && (from != was || to != is) {
			return "", ""
		}
		from, to = was, is
	}
	return from, to
}

var inUnit = regexp.MustCompile(`(?i)\b(?:in|measured in|expressed in|specified in|units?(?: is| are| of)?:?) \(?([\w-]+)\b`)

// measured returns the one unit that a text says something is in, and its dimension.
func measured(text string) (unit string, dimension int) {
	for _, found := range inUnit.FindAllStringSubmatch(text, -1) {
		d, name := measure(found[1])
		if d == 0 {
			continue
		}
		if unit != "" && unit != name {
			return "", 0
		}
		unit, dimension = name, d
	}
	return unit, dimension
}
