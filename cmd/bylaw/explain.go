package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
)

func explainCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Say what a rule is about, why, and what to write instead",
		Args:  cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return explainable(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			id := today(catalog(lint.NewSet(rules.All())), args[0], s.err)
			text, err := explanation(id)
			if err != nil {
				return err
			}
			if slices.Contains(ruleIDs(), id) {
				text += "\nOnline: " + helpURI(id) + "\n"
			}
			return printMarkdown(s.out, text, outputOptions(s.out, "auto").Color)
		},
	}
}

// explanation returns what is known of a rule or of one of the tool's own diagnostics, as Markdown.
func explanation(id string) (string, error) {
	for _, rule := range rules.All() {
		if rule.ID == id {
			text, _ := rules.Doc(id)
			return strings.TrimSpace(text) + "\n\n" + facts(rule), nil
		}
	}
	for _, d := range report.Diagnostics() {
		if d.ID == id {
			return fmt.Sprintf("# %s\n\n%s.\n\n%s\n\nA diagnostic of bylaw itself (%s): it can't be configured.\n",
				d.ID, sentence(d.Title), d.Help, d.Severity), nil
		}
	}
	if guess := spelling.Closest(id, explainable()); guess != "" {
		return "", fmt.Errorf("there is no rule %q: did you mean %s?", id, guess)
	}
	return "", fmt.Errorf("there is no rule %q: bylaw rules lists them", id)
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
	for _, d := range report.Diagnostics() {
		ids = append(ids, d.ID)
	}
	return ids
}

func sentence(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}

// printMarkdown prints our own documentation: on a terminal with headings in bold and code in
// colour, everywhere else as it is.
func printMarkdown(w io.Writer, text string, color bool) error {
	const bold, cyan, reset = "\x1b[1m", "\x1b[36m", "\x1b[0m"
	code := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		fence := strings.HasPrefix(line, "```")
		switch {
		case !color:
		case fence:
			code = !code
			line = ""
		case code:
			line = "    " + cyan + line + reset
		case strings.HasPrefix(line, "#"):
			line = bold + strings.TrimLeft(line, "# ") + reset
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
