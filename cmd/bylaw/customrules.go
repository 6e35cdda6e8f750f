package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/declared"
)

// newSet returns bylaw's rules, and the way to make those that configurations declare.
func newSet() *lint.Set {
	set := lint.NewSet(rules.All())
	set.Custom = declared.Rule
	return set
}

// rulebook returns what can be named where the resolver's configurations hold.
func rulebook(set *lint.Set, resolver *config.Resolver) config.Catalog {
	return catalog(set).With(resolver.Custom())
}

// explained tells the reporters of bylaw's rules and of those that the resolver's configurations
// declare.
func explained(set *lint.Set, resolver *config.Resolver) func(string) (report.RuleInfo, bool) {
	known := ruleInfo(set)
	return func(id string) (report.RuleInfo, bool) {
		if info, ok := known(id); ok {
			return info, true
		}
		at := slices.IndexFunc(resolver.Custom(), func(c *config.CustomRule) bool { return c.ID.Value == id })
		if at < 0 {
			return report.RuleInfo{}, false
		}
		c := resolver.Custom()[at]
		return report.RuleInfo{ID: id, Title: c.Title.Value, Group: config.CustomGroup, Severity: c.Severity, Help: customPage(c)}, true
	}
}

// customPage says what a configuration declares, as Markdown.
func customPage(c *config.CustomRule) string {
	var page strings.Builder
	fmt.Fprintf(&page, "# %s\n\n%s.\n\nA rule of your own, declared in `%s`.\n\n## What\n\n", c.ID.Value, sentence(c.Title.Value), c.ID.Span.Path())
	fmt.Fprintf(&page, "Of every %s", strings.ReplaceAll(c.For.Value, "_", " "))
	if c.When.Value != "" {
		fmt.Fprintf(&page, " of which this holds:\n\n```cel\n%s\n```\n\n", strings.TrimSpace(c.When.Value))
	} else {
		page.WriteByte(' ')
	}
	fmt.Fprintf(&page, "this has to be true:\n\n```cel\n%s\n```\n", strings.TrimSpace(c.Assert.Value))
	if c.Cure.Value != "" {
		fmt.Fprintf(&page, "\nInstead: %s\n", c.Cure.Value)
	}
	fmt.Fprintf(&page, "\n## Facts\n\n- severity: %s\n- formats: %s\n", c.Severity, cmp.Or(strings.Join(formatsOfCustom(c), ", "), "proto, openapi"))
	return page.String()
}

func formatsOfCustom(c *config.CustomRule) []string {
	var formats []string
	for _, format := range c.Formats {
		formats = append(formats, format.Value)
	}
	return formats
}

// customHere returns the rules that the configuration of a folder declares.
func customHere(dir string) []*config.CustomRule {
	c, _, _, err := configFor("", dir)
	if err != nil {
		return nil
	}
	return c.Custom
}
