package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/declared"
)

func rulesCommand(s streams) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:   "rules",
		Short: "List all rules and all kinds of change",
		Long: `List all rules of "bylaw lint" with their severity, the formats they look at and the presets that switch them on, and
all checks of "bylaw breaking" with the changes that they find. bylaw explain ID says more about one. What the
bylaw.yaml of the folder you stand in declares under custom_rules is listed too.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return printLists(s.out, rulesHere())
			case "json":
				return printRulesJSON(s.out, rulesHere(), checks.All())
			}
			return fmt.Errorf("there is no output format %q for rules: use text or json", format)
		},
	}
	command.Flags().StringVar(&format, "format", "text", "output `format`: text or json")
	return command
}

// rulesHere returns bylaw's rules and those that the configuration here declares.
func rulesHere() []*lint.Rule {
	all := rules.All()
	for _, c := range customHere(".") {
		if rule, err := declared.Rule(c); err == nil {
			all = append(all, rule)
		}
	}
	return all
}

func printLists(w io.Writer, all []*lint.Rule) error {
	if err := printRules(w, all); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return printChecks(w, checks.All())
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

func printChecks(w io.Writer, all []*breaking.Check) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CHECK\tFORMATS\tCHANGES\tWHAT IS COMPARED")
	for _, check := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", check.ID, strings.Join(checkFormats(check), ", "), kindNames(check), check.Title)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d checks. A change is named by the check and what happened, such as field-removed; bylaw explain field-removed\nsays who breaks and what to do instead.\n", len(all))
	return err
}

func kindNames(check *breaking.Check) string {
	var names []string
	for _, kind := range check.Kinds {
		names = append(names, kind.String())
	}
	return strings.Join(names, ", ")
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

// checkJSON is one breaking check as docs/output-json.md describes it.
type checkJSON struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Group   string   `json:"group"`
	Changes []string `json:"changes"`
	Formats []string `json:"formats"`
	AIP     []int    `json:"aip"`
	Since   string   `json:"since"`
	Help    string   `json:"help_uri"`
}

func printRulesJSON(w io.Writer, all []*lint.Rule, breakings []*breaking.Check) error {
	list := struct {
		Version int         `json:"version"`
		Rules   []ruleJSON  `json:"rules"`
		Checks  []checkJSON `json:"checks"`
	}{1, make([]ruleJSON, 0, len(all)), make([]checkJSON, 0, len(breakings))}
	for _, check := range breakings {
		list.Checks = append(list.Checks, checkJSON{
			ID: check.ID, Title: check.Title, Group: check.Group, Changes: check.ChangeIDs(), Formats: checkFormats(check),
			AIP: append([]int{}, check.AIP...), Since: check.Since, Help: checkURI(check.ID),
		})
	}
	for _, rule := range all {
		list.Rules = append(list.Rules, ruleJSON{
			ID: rule.ID, Title: rule.Title, Group: rule.Group, Aliases: append([]string{}, rule.Aliases...),
			Severity: rule.Severity.String(), Strict: max(rule.Severity, rule.StrictSeverity).String(),
			Formats: formatNames(rule.Formats), Presets: rule.Presets.Names(), AIP: append([]int{}, rule.AIP...),
			Since: rule.Since, Fix: [...]string{"none", "sometimes", "always"}[rule.Fix],
			Options: options(rule), Help: onlineHelp(rule),
		})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

// onlineHelp returns where a rule's documentation is published; "" for one that a configuration declares.
func onlineHelp(rule *lint.Rule) string {
	if rule.Group == config.CustomGroup {
		return ""
	}
	return helpURI(rule.ID)
}

func options(rule *lint.Rule) json.RawMessage {
	if defaults := rule.Defaults(); defaults != nil {
		return defaults
	}
	return json.RawMessage("{}")
}
