package importer

import "go.yaml.in/yaml/v3"

// readAPILinter reads a configuration of api-linter (https://linter.aip.dev/configuration): a list
// of sections, of which those without paths hold everywhere. All of its rules are on by themselves.
func readAPILinter(f *foreign, v value) error {
	if !v.is(yaml.SequenceNode) {
		return v.errorf("this is no configuration of api-linter: it is no list")
	}
	for _, row := range f.peer.Rows {
		f.on[row.Rule] = ""
	}
	for _, section := range v.items() {
		f.apiLinterSection(section)
	}
	return nil
}

func (f *foreign) apiLinterSection(section value) {
	paths := section.get("included_paths").texts()
	everywhere := len(paths) == 0 || len(paths) == 1 && (paths[0] == "**" || paths[0] == "**/*.proto")
	disabled := f.apiLinterRules(section.get("disabled_rules").texts())
	enabled := f.apiLinterRules(section.get("enabled_rules").texts())
	if everywhere {
		for _, rule := range disabled {
			delete(f.on, rule)
		}
		for _, rule := range enabled {
			f.on[rule] = ""
		}
	} else {
		f.scopes = append(f.scopes, scope{paths: paths, off: disabled})
		if len(enabled) > 0 {
			f.leave("enabled_rules of "+paths[0], "rules that are on for some paths only: say so under overrides")
		}
	}
	if len(section.get("excluded_paths").texts()) > 0 {
		f.leave("excluded_paths", "paths that a section does not hold for: say so under overrides")
	}
}

// apiLinterRules returns the rules that the names mean: rules, groups such as core::0131, or all.
func (f *foreign) apiLinterRules(names []string) []string {
	var rules []string
	for _, name := range names {
		found := f.known(name)
		if name == "all" {
			for _, row := range f.peer.Rows {
				found = append(found, row.Rule)
			}
		}
		if len(found) == 0 {
			f.leave(name, "api-linter 2.3.1 has no such rule or group")
		}
		rules = append(rules, found...)
	}
	return rules
}
