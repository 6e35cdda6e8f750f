package importer

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readRedocly reads redocly.yaml (https://redocly.com/docs/cli/configuration).
func readRedocly(f *foreign, v value) error {
	if !v.is(yaml.MappingNode) {
		return v.errorf("this is no redocly.yaml: it is no mapping")
	}
	sets := v.get("extends").texts()
	if v.get("extends").node == nil {
		sets = []string{"recommended"} // what the command does without it
	}
	for _, set := range sets {
		if !f.addSet(set) {
			f.leave("extends: "+set, "only minimal, recommended, recommended-strict and spec are known")
		}
	}
	for _, key := range []string{"rules", "oas3_0Rules", "oas3_1Rules", "oas3_2Rules", "oas2Rules"} {
		for _, m := range v.get(key).members() {
			f.redoclyRule(m)
		}
	}
	for _, api := range v.get("apis").members() {
		f.redoclyAPI(api)
	}
	for _, key := range []string{"decorators", "preprocessors", "plugins"} {
		if v.get(key).node != nil {
			f.leave(key, "bylaw changes no document and runs no code of others")
		}
	}
	return nil
}

// redoclyRule reads a rule: a severity, or an object with one and options.
func (f *foreign) redoclyRule(m member) {
	if strings.HasPrefix(m.key, "rule/") || strings.HasPrefix(m.key, "assert/") {
		f.leave(m.key, "a rule of your own: docs/custom-rules.md says how to write it in bylaw.yaml")
		return
	}
	severity, options := m.value.text(), 0
	if m.value.is(yaml.MappingNode) {
		severity = "error"
		for _, o := range m.value.members() {
			if o.key == "severity" {
				severity = o.value.text()
			} else {
				options++
			}
		}
	}
	switch {
	case len(f.known(m.key)) == 0:
		f.leave(m.key, "no rule of Redocly's own")
		return
	case severity == "off":
		delete(f.on, m.key)
		return
	case severity == "warn":
		severity = "warning"
	}
	if severity != "error" && severity != "warning" {
		f.leave(m.key+": "+severity, "no severity of Redocly's")
		return
	}
	f.on[m.key] = severity
	if options > 0 {
		f.leave(m.key+": options", "see the options of the rule that takes its place: bylaw explain")
	}
}

func (f *foreign) redoclyAPI(api member) {
	root := api.value.get("root").text()
	if root != "" && !strings.Contains(root, "://") {
		f.roots = append(f.roots, path.Clean(root))
	}
	var off []string
	for _, m := range api.value.get("rules").members() {
		if m.value.text() == "off" {
			off = append(off, m.key)
		} else {
			f.leave("apis: "+api.key+": "+m.key, "only what is switched off is taken over")
		}
	}
	if len(off) > 0 && root != "" {
		f.scopes = append(f.scopes, scope{paths: []string{path.Clean(root)}, off: off})
	}
}
