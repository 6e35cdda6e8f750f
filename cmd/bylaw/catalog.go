package main

import (
	"encoding/json"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
)

const ruleURI = "https://github.com/bylaw-dev/bylaw/blob/main/docs/rules/"

// catalog tells the configuration what it must know of the rules.
func catalog(set *lint.Set) config.Catalog {
	var infos config.Catalog
	for _, rule := range set.Rules() {
		infos = append(infos, config.RuleInfo{
			ID: rule.ID, Title: rule.Title, Group: rule.Group, Severity: rule.Severity,
			Presets: rule.Presets, Defaults: rule.Defaults(), Since: rule.Since,
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
			HelpURI: ruleURI + id + ".md", AIP: rule.AIP, Fixable: rule.Fix != lint.NoFix,
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
