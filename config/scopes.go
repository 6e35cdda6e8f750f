package config

import (
	"fmt"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// maxPatterns is how many patterns a configuration may hold, for each is tried on every file.
const maxPatterns = 1000

func (p *parser) globs(v *spec.Value, what string) []pattern {
	var patterns []pattern
	p.each(v, what, func(item *spec.Value) {
		text := p.text(item, "a pattern")
		if text.Value == "" {
			return
		}
		made, message, cure := newPattern(text.Value, text.Span)
		if p.patterns++; p.patterns > maxPatterns {
			message = fmt.Sprintf("the configuration has more than %d patterns", maxPatterns)
		}
		if message != "" {
			p.fail(text.Span, message, cure)
			return
		}
		patterns = append(patterns, made)
	})
	return patterns
}

func (p *parser) overrides(v *spec.Value) []override {
	var overrides []override
	p.each(v, "overrides", func(item *spec.Value) {
		var o override
		ok := p.object(item, "an override", []key{
			{"paths", func(v *spec.Value) {
				o.paths = p.globs(v, "paths")
				p.notEmpty(v, "paths", `"**" stands for every file`)
			}},
			{"presets", func(v *spec.Value) { s := p.presets(v); o.presets = &s }},
			{"rules", func(v *spec.Value) { o.rules = p.rules(v) }},
		})
		if !ok {
			return
		}
		p.need(item, "an override", "paths")
		if item.Get("presets") == nil && item.Get("rules") == nil && !p.partial {
			p.fail(item.Span, "the override changes nothing", "give it presets, rules or both")
		}
		overrides = append(overrides, o)
	})
	return overrides
}

// need reports keys that a mapping lacks.
func (p *parser) need(v *spec.Value, what string, keys ...string) bool {
	for _, key := range keys {
		if v.Get(key) == nil && !p.partial {
			p.fail(v.Span, what+" needs "+strings.Join(keys, ", "), "add "+key)
			return false
		}
	}
	return true
}

func (p *parser) notEmpty(v *spec.Value, what, cure string) {
	if v.Kind == spec.List && len(v.Items) == 0 && !p.partial {
		p.fail(v.Span, what+" is an empty list", cure)
	}
}

func (p *parser) proto(c *Config, v *spec.Value) {
	p.object(v, "proto", []key{{"import_paths", func(v *spec.Value) {
		p.each(v, "import_paths", func(item *spec.Value) {
			if folder := p.text(item, "an import path"); folder.Value != "" && p.inside(folder, c.Dir) {
				c.folders = append(c.folders, folder)
			}
		})
	}}})
}

// inside reports whether a folder, which may lie above the configuration, is in the workspace.
func (p *parser) inside(folder Text, dir string) bool {
	joined := path.Join(dir, folder.Value)
	switch {
	case strings.Contains(folder.Value, `\`):
		p.fail(folder.Span, "a path has no backslash", "separate folders with /")
	case path.IsAbs(folder.Value) || strings.HasPrefix(joined+"/", "../"):
		p.fail(folder.Span, "the folder lies outside the workspace", "write one inside it, relative to this file")
	default:
		return true
	}
	return false
}

func (p *parser) openapi(c *Config, v *spec.Value) {
	p.object(v, "openapi", []key{
		{"roots", func(v *spec.Value) { c.roots = p.globs(v, "roots") }},
	})
}
