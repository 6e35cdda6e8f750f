package linttest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
)

var (
	kebabCase = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	edition   = regexp.MustCompile(`^20\d\d\.\d+$`)
)

// metaProblems returns what is missing in or wrong with the rule's metadata.
func metaProblems(rule *lint.Rule) []string {
	var problems []string
	wrong := func(bad bool, what string) {
		if bad {
			problems = append(problems, "metadata: "+what)
		}
	}
	wrong(!kebabCase.MatchString(rule.ID), fmt.Sprintf("ID %q is not kebab-case of two words or more", rule.ID))
	wrong(rule.Group == "", "Group is empty")
	wrong(rule.Severity == report.Off, "Severity is not set")
	wrong(rule.StrictSeverity != report.Off && (rule.StrictSeverity <= rule.Severity || !lint.Strict.Selects(rule.Presets)),
		"StrictSeverity is no more than Severity, or the preset strict does not switch the rule on")
	wrong(rule.Formats == 0, "Formats is not set")
	wrong(!edition.MatchString(rule.Since), fmt.Sprintf("Since %q is not a rules edition such as 2026.1", rule.Since))
	wrong(rule.Presets == 0, "Presets is not set: nothing would ever switch the rule on")
	wrong(rule.Title == "", "Title is empty")
	for _, problem := range wordingProblems(rule.Title) {
		wrong(true, "Title "+problem)
	}
	return problems
}

// wordingProblems returns how a message differs from the house style: one line, lower case,
// no full stop, short enough for a terminal.
func wordingProblems(text string) []string {
	var problems []string
	if strings.ContainsAny(text, "\n\r\t") || strings.TrimSpace(text) != text {
		problems = append(problems, "has line breaks or outer blanks")
	}
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") {
		problems = append(problems, "ends in a full stop")
	}
	if len(text) > maxMessage {
		problems = append(problems, fmt.Sprintf("has %d bytes, more than %d", len(text), maxMessage))
	}
	first, _, _ := strings.Cut(text, " ")
	if sentenceCase.MatchString(first) {
		problems = append(problems, "begins with a capital")
	}
	return problems
}

// maxMessage is in bytes: three lines of a terminal.
const maxMessage = 240

// sentenceCase is a word with a capital only because it is the first. Names (GET, ListOrders,
// Idempotency-Key) stand as they are written.
var sentenceCase = regexp.MustCompile(`^[A-Z][a-z]*[,:;]?$`)
