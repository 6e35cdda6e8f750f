package importer

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// readSpectral reads a ruleset of Spectral
// (https://docs.stoplight.io/docs/spectral/e5b9616d6d50c-rulesets).
func readSpectral(f *foreign, v value) error {
	if !v.is(yaml.MappingNode) || v.get("rules").node == nil && v.get("extends").node == nil && v.get("overrides").node == nil {
		return v.errorf("this is no ruleset of Spectral: it has neither rules nor extends")
	}
	f.spectralExtends(v.get("extends"))
	for _, m := range v.get("rules").members() {
		f.spectralRule(m)
	}
	for _, override := range v.get("overrides").items() {
		f.spectralOverride(override)
	}
	for _, key := range []string{"functions", "aliases", "parserOptions"} {
		if v.get(key).node != nil {
			f.leave(key, "they are for rules of Spectral's own kind: see docs/custom-rules.md")
		}
	}
	return nil
}

// spectralExtends reads "spectral:oas", [spectral:oas, all], and lists of them.
func (f *foreign) spectralExtends(extends value) {
	for _, one := range extends.items() {
		name, mode := one.text(), "recommended"
		if pair := one.texts(); one.is(yaml.SequenceNode) && len(pair) > 0 {
			name = pair[0]
			if len(pair) > 1 {
				mode = pair[1]
			}
		}
		switch {
		case name != "spectral:oas":
			f.leave("extends: "+name, "only spectral:oas is known: import that ruleset's own file too")
		case mode != "off" && !f.addSet(mode):
			f.leave("extends: spectral:oas: "+mode, "it is neither recommended, all nor off")
		}
	}
}

// spectralSeverities are Spectral's words; a number counts from error.
var spectralSeverities = map[string]string{
	"error": "error", "warn": "warning", "info": "info", "hint": "info", "off": "off", "false": "off",
	"0": "error", "1": "warning", "2": "info", "3": "info", "-1": "off", "true": "",
}

// spectralRule reads a rule: a severity, or a definition.
func (f *foreign) spectralRule(m member) {
	said := m.value.text()
	if m.value.is(yaml.MappingNode) {
		if m.value.get("given").node != nil {
			f.leave(m.key, "a rule of your own: docs/custom-rules.md says how to write it in bylaw.yaml")
			return
		}
		said = m.value.get("severity").text()
	}
	severity, ok := spectralSeverities[said]
	switch {
	case len(f.known(m.key)) == 0:
		f.leave(m.key, "none of Spectral's rules for OpenAPI: import the ruleset that declares it")
	case !ok:
		f.leave(m.key+": "+said, "no severity of Spectral's")
	case severity == "off":
		delete(f.on, m.key)
	default:
		f.on[m.key] = severity
	}
}

// spectralOverride reads what differs for some files. A pattern may end in #/ and a pointer.
func (f *foreign) spectralOverride(override value) {
	var paths []string
	for _, pattern := range override.get("files").texts() {
		file, pointer, found := strings.Cut(pattern, "#")
		if found && pointer != "" {
			f.leave("overrides: "+pattern, "a part of a file: use waivers, by the element's ID")
			continue
		}
		paths = append(paths, file)
	}
	var off []string
	for _, m := range override.get("rules").members() {
		if severity := spectralSeverities[m.value.text()]; severity == "off" {
			off = append(off, m.key)
		} else {
			f.leave("overrides: "+m.key, "only what is switched off is taken over")
		}
	}
	if override.get("extends").node != nil {
		f.leave("overrides: extends", "say what differs under overrides: rules")
	}
	if len(paths) > 0 && len(off) > 0 {
		f.scopes = append(f.scopes, scope{paths: paths, off: off})
	}
}
