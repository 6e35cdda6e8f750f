package impact

import (
	"fmt"
	"strings"
)

// Headline says in a sentence or two which consumers break: "It breaks billing (2 of 5 interactions)."
func Headline(r *Result) string {
	var broken []string
	var all, pending, before, unknown int
	for _, t := range r.Tallies {
		if t.Broken > 0 {
			broken = append(broken, fmt.Sprintf("%s (%d of %s)", t.Name, t.Broken, counted(t.Interactions, "interaction")))
		}
		all, pending, before, unknown = all+t.Interactions, pending+t.Pending, before+t.Before, unknown+t.Unknown
	}
	var parts []string
	switch held := all - pending - before - unknown; {
	case len(broken) > 0:
		parts = append(parts, "It breaks "+listed(broken)+".")
	case all == 0:
		parts = append(parts, "No known consumer uses what changed.")
	case held > 0:
		parts = append(parts, fmt.Sprintf("It breaks no known consumer: %s.", holds(held)))
	}
	if pending > 0 {
		parts = append(parts, fmt.Sprintf("%s would break.", counted(pending, "pending interaction")))
	}
	if before > 0 {
		parts = append(parts, fmt.Sprintf("%s broken before.", were(before)))
	}
	if unknown > 0 {
		parts = append(parts, fmt.Sprintf("Whether %s break%s is not known.", counted(unknown, "interaction"), verb(unknown)))
	}
	return strings.Join(parts, " ")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func holds(n int) string {
	if n == 1 {
		return "1 interaction still holds"
	}
	return fmt.Sprintf("%d interactions still hold", n)
}

func were(n int) string {
	if n == 1 {
		return "1 interaction was"
	}
	return fmt.Sprintf("%d interactions were", n)
}

func verb(n int) string {
	if n == 1 {
		return "s"
	}
	return ""
}

// mostNamed is how many consumers a sentence names.
const mostNamed = 5

func listed(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		names = append(names[:mostNamed:mostNamed], fmt.Sprintf("%d more", more))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
