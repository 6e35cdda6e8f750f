package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/lint"
)

// checkOf returns the breaking check of that ID, or the one that finds changes of that kind; nil: none.
func checkOf(id string) *breaking.Check {
	for _, check := range checks.All() {
		if check.ID == id {
			return check
		}
	}
	return checkOfChange(id)
}

// checkOfChange returns the check that finds changes of that kind; nil: none.
func checkOfChange(id string) *breaking.Check {
	for _, check := range checks.All() {
		if slices.Contains(check.ChangeIDs(), id) {
			return check
		}
	}
	return nil
}

// checkFacts is the last paragraph about a check. The examples are about the kind of change that was
// asked for; of a check, about its last one, a removal if it has any.
func checkFacts(check *breaking.Check, id string) string {
	ids := check.ChangeIDs()
	if id == check.ID {
		id = ids[len(ids)-1]
	}
	lines := []string{
		fmt.Sprintf("- kinds of change: `%s`", strings.Join(ids, "`, `")),
		fmt.Sprintf("- formats: %s", strings.Join(checkFormats(check), ", ")),
		fmt.Sprintf("- severity: as who breaks demands it (%s)", lawURI),
	}
	for _, aip := range check.AIP {
		lines = append(lines, fmt.Sprintf("- comes from: https://google.aip.dev/%d", aip))
	}
	lines = append(lines,
		fmt.Sprintf("- another severity: `%s` in bylaw.yaml; `off`: it counts as no change", gradeExample(id)),
		fmt.Sprintf("- accept one change: `%s` in bylaw.yaml, by the fingerprint that `bylaw breaking` prints, or a comment `bylaw:ignore %s -- why` where the change is shown",
			waiverExample, id))
	return "## Facts\n\n" + strings.Join(lines, "\n") + "\n"
}

const lawURI = "https://github.com/bylaw-dev/bylaw/blob/main/docs/breaking.md"

// gradeExample gives a kind of change another severity, as a configuration does.
func gradeExample(id string) string { return "breaking: {changes: {" + id + ": warning}}" }

const waiverExample = "waivers: [{change: FINGERPRINT, reason: why, owner: who, until: 2027-03-01}]"

func checkFormats(check *breaking.Check) []string { return formatNames(lint.Formats(check.Formats)) }
