package config

import (
	"bytes"
	"fmt"
	"strings"
)

// Initial returns the configuration that a repository starts with: nothing but the defaults, with
// comments that show what else can be said. It is valid, also with its examples uncommented.
func Initial(catalog Catalog) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Which rules run on which file. "bylaw config show --origin" tells what holds and why,
# "bylaw config schema" prints the JSON Schema that editors complete this file with.
version: %d

# The rules to start from: relaxed (what breaks consumers), recommended, strict, or aip (Google's
# API Improvement Proposals). Of several, all rules of each are on.
presets: [recommended]
`, version)
	if editions := catalog.Editions(); len(editions) > 0 {
		fmt.Fprintf(&b, "\n# Hold on to today's rules, so that an upgrade of bylaw adds no finding:\n"+
			"# rules_edition: %s\n", newest(editions))
	}
	b.WriteString(ruleExamples(catalog))
	b.WriteString(`
# What a change may break (file: also where code is declared; package: code; wire_json, wire: encodings
# only), what a change of an alpha, beta or 0.x version can be at most, and what precedes a removal.
# breaking:
#   level: package
#   unstable: warning
#   removal: deprecated

# What "bylaw generate" makes of which spec:
# generate:
#   - spec: api/openapi.yaml
#     out: internal/api

# What differs for some paths, which are relative to this file:
# overrides:
#   - paths: ["legacy/**"]
#     presets: [relaxed]

# What is not looked at at all:
# exclude: ["third_party/**", "**/testdata/**"]
`)
	return b.Bytes()
}

func ruleExamples(catalog Catalog) string {
	if len(catalog.Rules) == 0 {
		return ""
	}
	lines := []string{"", "# Rules and groups of them: off, info, warning or error.", "# rules:"}
	lines = append(lines, fmt.Sprintf("#   %s: off", catalog.IDs()[0]))
	for i := range catalog.Rules {
		rule := &catalog.Rules[i]
		if options := parseOptions(rule.Defaults); len(options) > 0 && rule.ID != catalog.IDs()[0] {
			lines = append(lines, fmt.Sprintf("#   %s: {severity: error, options: {%s: %s}}",
				rule.ID, options[0].name, options[0].value))
			break
		}
	}
	lines = append(lines, fmt.Sprintf("#   %s/*: info", catalog.groups()[0]))
	return strings.Join(lines, "\n") + "\n"
}
