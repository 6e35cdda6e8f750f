package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// Count returns how many interactions have the verdict.
func Count(outcomes []*Outcome, verdict Verdict) int {
	n := 0
	for _, o := range outcomes {
		if o.Verdict == verdict {
			n++
		}
	}
	return n
}

// Headline says in a sentence or two who is broken, and of how much nothing is known: "The service
// breaks billing (2 of 5 interactions) and crm (1 of 3 interactions)."
func Headline(outcomes []*Outcome) string {
	var parts []string
	switch broken := consumers(outcomes); {
	case len(outcomes) == 0:
		return "No interaction was verified."
	case len(broken) > 0:
		parts = append(parts, "The service breaks "+listed(broken)+".")
	case Count(outcomes, Held) == len(outcomes):
		return fmt.Sprintf("The service holds all that its consumers rely on: %s.", counted(len(outcomes), "interaction"))
	case Count(outcomes, Held) > 0:
		parts = append(parts, fmt.Sprintf("%s of %d held.", counted(Count(outcomes, Held), "interaction"), len(outcomes)))
	}
	if pending := pending(outcomes); pending > 0 {
		parts = append(parts, fmt.Sprintf("%s pending and would break.", are(pending)))
	}
	if unknown := Count(outcomes, NotVerified); unknown > 0 {
		parts = append(parts, fmt.Sprintf("%s not verified: that is neither a pass nor a failure.", are(unknown)))
	}
	return strings.Join(parts, " ")
}

// consumers says who is broken, sorted by name: "billing (2 of 5 interactions)".
func consumers(outcomes []*Outcome) []string {
	var names []string
	all, broken := map[string]int{}, map[string]int{}
	for _, o := range outcomes {
		name := o.consumer()
		if all[name]++; o.Verdict == Broken && !o.Interaction.Pending {
			broken[name]++
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for n, name := range names {
		names[n] = fmt.Sprintf("%s (%d of %s)", name, broken[name], counted(all[name], "interaction"))
	}
	return names
}

func pending(outcomes []*Outcome) int {
	n := 0
	for _, o := range outcomes {
		if o.Verdict == Broken && o.Interaction.Pending {
			n++
		}
	}
	return n
}

// Unknown lists every interaction that is not verified.
func Unknown(outcomes []*Outcome) []report.NotChecked {
	var all []report.NotChecked
	for _, o := range outcomes {
		if o.Verdict == NotVerified {
			all = append(all, report.NotChecked{What: o.consumer() + ": " + strconv.Quote(o.Interaction.Description), Why: o.Why})
		}
	}
	return all
}

// Passed lists every interaction that held.
func Passed(outcomes []*Outcome) []report.Passed {
	var all []report.Passed
	for _, o := range outcomes {
		if o.Verdict == Held {
			all = append(all, report.Passed{What: o.consumer() + ": " + o.Interaction.Description, Span: o.Interaction.DescriptionSpan})
		}
	}
	return all
}

// listed joins names as a sentence has them; of many it names the first ones.
func listed(names []string) string {
	const most = 5
	if len(names) > most {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", len(names)-most))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func are(n int) string {
	if n == 1 {
		return "1 interaction is"
	}
	return fmt.Sprintf("%d interactions are", n)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
