package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules"
)

func rulesCommand(s streams) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Long: `List all rules with their severity, the formats they look at and the presets that switch them on.
bylaw explain RULE says more about one.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return printRules(s.out, rules.All())
			case "json":
				return printRulesJSON(s.out, rules.All())
			}
			return fmt.Errorf("there is no output format %q for rules: use text or json", format)
		},
	}
	command.Flags().StringVar(&format, "format", "text", "output `format`: text or json")
	return command
}

func printRules(w io.Writer, all []*lint.Rule) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "RULE\tSEVERITY\tFORMATS\tPRESETS\tWHAT IS WRONG")
	for _, rule := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", rule.ID, severityOf(rule),
			strings.Join(formatNames(rule.Formats), ", "), rule.Presets, rule.Title)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d rules. bylaw explain RULE says why and what to write instead.\n", len(all))
	return err
}

// ruleJSON is one rule as docs/output-json.md describes it.
type ruleJSON struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Group    string          `json:"group"`
	Aliases  []string        `json:"aliases"`
	Severity string          `json:"severity"`
	Strict   string          `json:"strict_severity"`
	Formats  []string        `json:"formats"`
	Presets  []string        `json:"presets"`
	AIP      []int           `json:"aip"`
	Since    string          `json:"since"`
	Fix      string          `json:"fix"`
	Options  json.RawMessage `json:"options"`
	Help     string          `json:"help_uri"`
}

func printRulesJSON(w io.Writer, all []*lint.Rule) error {
	list := struct {
		Version int        `json:"version"`
		Rules   []ruleJSON `json:"rules"`
	}{Version: 1, Rules: make([]ruleJSON, 0, len(all))}
	for _, rule := range all {
		list.Rules = append(list.Rules, ruleJSON{
			ID: rule.ID, Title: rule.Title, Group: rule.Group, Aliases: append([]string{}, rule.Aliases...),
			Severity: rule.Severity.String(), Strict: max(rule.Severity, rule.StrictSeverity).String(),
			Formats: formatNames(rule.Formats), Presets: rule.Presets.Names(), AIP: append([]int{}, rule.AIP...),
			Since: rule.Since, Fix: [...]string{"none", "sometimes", "always"}[rule.Fix],
			Options: options(rule), Help: helpURI(rule.ID),
		})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

func options(rule *lint.Rule) json.RawMessage {
	if defaults := rule.Defaults(); defaults != nil {
		return defaults
	}
	return json.RawMessage("{}")
}
