package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules"
)

func explainCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE|CHANGE",
		Short: "Say what a rule or a kind of change is about, why, and what to write instead",
		Long: `Say what a rule of "bylaw lint" or a kind of change of "bylaw breaking" is about, why it matters, and what to write
instead. The check that finds a kind of change, and bylaw's own diagnostics, are explained too.`,
		Example: `  bylaw explain unpaginated-list
  bylaw explain field-removed
  bylaw explain field`,
		Args: cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return explainable(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			id := today(catalog(newSet()), args[0], s.err)
			for _, c := range customHere(".") {
				if c.ID.Value == id {
					return printMarkdown(s.out, customPage(c), outputOptions(s.out, "auto").Color)
				}
			}
			text, err := explanation(id)
			if err != nil {
				return err
			}
			if page := pageOf(id); page != "" {
				text += "\nOnline: " + page + "\n"
			}
			return printMarkdown(s.out, text, outputOptions(s.out, "auto").Color)
		},
	}
}

// pageOf returns where an explanation is published; "" for one of the tool's own diagnostics.
func pageOf(id string) string {
	if slices.Contains(ruleIDs(), id) {
		return helpURI(id)
	}
	if check := checkOf(id); check != nil {
		return checkURI(check.ID)
	}
	return ""
}

// explanation returns what is known of a rule, of a breaking check or a kind of change, or of one of
// the tool's own diagnostics, as Markdown.
func explanation(id string) (string, error) {
	for _, rule := range rules.All() {
		if rule.ID == id {
			text, _ := rules.Doc(id)
			return strings.TrimSpace(text) + "\n\n" + facts(rule), nil
		}
	}
	if check := checkOf(id); check != nil {
		text, _ := checks.Doc(check.ID)
		return strings.TrimSpace(text) + "\n\n" + checkFacts(check, id), nil
	}
	if id == notCheckableID {
		return notCheckablePage(), nil
	}
	for _, d := range ownDiagnostics() {
		if d.ID == id {
			return fmt.Sprintf("# %s\n\n%s.\n\n%s\n\nA diagnostic of bylaw itself (%s): it can't be configured.\n",
				d.ID, sentence(d.Title), d.Help, d.Severity), nil
		}
	}
	if guess := spelling.Closest(id, explainable()); guess != "" {
		return "", fmt.Errorf("there is no rule or kind of change %q: did you mean %s?", id, guess)
	}
	return "", fmt.Errorf("there is no rule or kind of change %q: bylaw rules lists them", id)
}

// facts is the last paragraph of an explanation: what the rule's metadata says.
func facts(rule *lint.Rule) string {
	lines := []string{
		fmt.Sprintf("- severity: %s", severityOf(rule)),
		fmt.Sprintf("- formats: %s", strings.Join(formatNames(rule.Formats), ", ")),
		fmt.Sprintf("- presets: %s", rule.Presets),
	}
	for _, id := range rule.Aliases {
		lines = append(lines, fmt.Sprintf("- formerly: %s", id))
	}
	for _, aip := range rule.AIP {
		lines = append(lines, fmt.Sprintf("- comes from: https://google.aip.dev/%d", aip))
	}
	lines = append(lines,
		fmt.Sprintf("- options: %s", options(rule)),
		fmt.Sprintf("- switch it off: `rules: {%s: off}` in bylaw.yaml, or a comment `bylaw:ignore %s -- why`", rule.ID, rule.ID))
	return "## Facts\n\n" + strings.Join(lines, "\n") + "\n"
}

func explainable() []string {
	var ids []string
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID)
	}
	for _, check := range checks.All() {
		ids = append(ids, check.ID)
		ids = append(ids, check.ChangeIDs()...)
	}
	for _, d := range ownDiagnostics() {
		ids = append(ids, d.ID)
	}
	return append(ids, notCheckableID)
}

func sentence(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}
