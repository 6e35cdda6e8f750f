package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/declared"
	"github.com/bylaw-dev/bylaw/rules/peers"
)

// helpURI is where the documentation of a rule is published.
func helpURI(id string) string {
	return "https://github.com/bylaw-dev/bylaw/blob/main/docs/rules/" + id + ".md"
}

// checkURI is where the documentation of a breaking check is published.
func checkURI(id string) string {
	return "https://github.com/bylaw-dev/bylaw/blob/main/docs/checks/" + id + ".md"
}

// severityOf says how severe a rule is: "warning", or "warning (strict: error)".
func severityOf(rule *lint.Rule) string {
	if rule.StrictSeverity == report.Off {
		return rule.Severity.String()
	}
	return rule.Severity.String() + " (strict: " + rule.StrictSeverity.String() + ")"
}

// catalog tells the configuration what it must know of the rules and the kinds of change.
func catalog(set *lint.Set) config.Catalog {
	return config.Catalog{Rules: ruleInfos(set), Changes: changeInfos(), Peers: counterparts, CheckCustom: declared.Check}
}

// counterparts returns the rules that take the place of another linter's.
func counterparts(linter, id string) []string {
	peer, err := peers.Find(linter)
	if err != nil {
		return nil
	}
	var ours []string
	for _, row := range peer.Of(id) {
		ours = append(ours, row.Ours...)
	}
	slices.Sort(ours)
	return slices.Compact(ours)
}

// changeInfos tells the configuration of the kinds of change.
func changeInfos() []config.ChangeInfo {
	var infos []config.ChangeInfo
	for _, check := range checks.All() {
		for _, id := range check.ChangeIDs() {
			infos = append(infos, config.ChangeInfo{ID: id, Title: check.Title})
		}
	}
	return infos
}

func ruleInfos(set *lint.Set) []config.RuleInfo {
	var infos []config.RuleInfo
	for _, rule := range set.Rules() {
		infos = append(infos, config.RuleInfo{
			ID: rule.ID, Title: rule.Title, Group: rule.Group, Severity: rule.Severity,
			Presets: rule.Presets, Defaults: rule.Defaults(), Since: rule.Since, Aliases: rule.Aliases,
			StrictSeverity: rule.StrictSeverity,
			Check: func(options json.RawMessage) error {
				_, err := rule.Bind(options)
				return err
			},
		})
	}
	return infos
}

// ruleInfo tells the reporters of a rule.
func ruleInfo(set *lint.Set) func(string) (report.RuleInfo, bool) {
	return func(id string) (report.RuleInfo, bool) {
		rule := set.Rule(id)
		if rule == nil {
			return report.RuleInfo{}, false
		}
		help, _ := rules.Doc(id)
		return report.RuleInfo{
			ID: id, Title: rule.Title, Group: rule.Group, Severity: rule.Severity, Help: help,
			HelpURI: helpURI(id), AIP: rule.AIP, Fixable: rule.Fix != lint.NoFix, Aliases: rule.Aliases,
		}, true
	}
}

// formatNames returns the formats that a rule is for, as outputs name them.
func formatNames(formats lint.Formats) []string {
	var names []string
	if formats&lint.ProtoOnly != 0 {
		names = append(names, "proto")
	}
	if formats&lint.OpenAPIOnly != 0 {
		names = append(names, "openapi")
	}
	return names
}

// today returns what a rule is called today, and tells w if that is not the ID that was given. An ID
// that no rule has ever had comes back as it is.
func today(rulebook config.Catalog, id string, w io.Writer) string {
	current, known := rulebook.Resolve(id)
	if !known {
		return id
	}
	if current != id {
		fmt.Fprintf(w, "bylaw: rule %s is now called %s\n", id, current)
	}
	return current
}

// changeInfo explains the ID of a kind of change.
func changeInfo(id string) (report.RuleInfo, bool) {
	check := checkOfChange(id)
	if check == nil {
		return report.RuleInfo{}, false
	}
	help, _ := checks.Doc(check.ID)
	return report.RuleInfo{
		ID: id, Title: check.Title, Group: check.Group, Severity: report.Error, Help: help,
		HelpURI: checkURI(check.ID), AIP: check.AIP,
	}, true
}

// changeIDs returns the IDs of all kinds of change.
func changeIDs() []string {
	var ids []string
	for _, check := range checks.All() {
		ids = append(ids, check.ChangeIDs()...)
	}
	return ids
}
