package proto

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// module is what buf.yaml or buf.work.yaml say of a folder: which folders imports are relative to,
// and which modules come from a registry.
type module struct {
	roots []string
	deps  []registryModule
}

// registryModule is one entry of `deps`.
type registryModule struct {
	name string // "buf.build/acme/weather"
	span source.Span
}

// bufConfig holds the keys of buf.yaml (v1beta1, v1, v2) and buf.work.yaml that tell roots.
type bufConfig struct {
	Version     string      `yaml:"version"`
	Deps        []yaml.Node `yaml:"deps"`
	Directories []string    `yaml:"directories"` // buf.work.yaml
	Modules     []struct {
		Path string `yaml:"path"`
	} `yaml:"modules"` // v2
	Build struct {
		Roots []string `yaml:"roots"` // v1beta1
	} `yaml:"build"`
}

// module returns the module that governs a folder: that of the nearest buf.yaml or buf.work.yaml
// above it, or nil if there is none.
func (f *finder) module(dir string) *module {
	if m, ok := f.modules[dir]; ok {
		return m
	}
	f.modules[dir] = nil
	m := f.declaredModule(dir)
	if m == nil && dir != "" {
		m = f.module(cleanRoot(path.Dir(dir)))
	}
	f.modules[dir] = m
	return m
}

// declaredModule reads the configurations that lie in the folder itself.
func (f *finder) declaredModule(dir string) *module {
	if config := f.readConfig(path.Join(dir, "buf.yaml")); config != nil {
		own := f.ownModule(dir, config)
		if workspace := f.workspaceAbove(dir); workspace != nil {
			return workspace
		}
		return own
	}
	return f.workspaceIn(dir)
}

func (f *finder) ownModule(dir string, config *loadedConfig) *module {
	m := &module{deps: config.registryModules()}
	for _, declared := range config.Modules {
		m.roots = append(m.roots, cleanRoot(path.Join(dir, declared.Path)))
	}
	for _, root := range config.Build.Roots {
		m.roots = append(m.roots, cleanRoot(path.Join(dir, root)))
	}
	if len(m.roots) == 0 {
		m.roots = []string{dir}
	}
	return m
}

// workspaceAbove returns the v1 workspace (buf.work.yaml) that lists the folder.
func (f *finder) workspaceAbove(dir string) *module {
	for at := dir; ; at = cleanRoot(path.Dir(at)) {
		if w := f.workspaceIn(at); w != nil && slices.Contains(w.roots, dir) {
			return w
		}
		if at == "" {
			return nil
		}
	}
}

// workspaceIn reads the folder's buf.work.yaml: the modules that it lists see each other.
func (f *finder) workspaceIn(dir string) *module {
	config := f.readConfig(path.Join(dir, "buf.work.yaml"))
	if config == nil {
		return nil
	}
	m := &module{}
	for _, listed := range config.Directories {
		folder := cleanRoot(path.Join(dir, listed))
		own := f.readConfig(path.Join(folder, "buf.yaml"))
		if own == nil {
			m.roots = append(m.roots, folder)
			continue
		}
		part := f.ownModule(folder, own)
		m.roots = append(m.roots, part.roots...)
		m.deps = append(m.deps, part.deps...)
	}
	return m
}

// rootsFor returns the module's roots, that of the file first.
func (m *module) rootsFor(file string) []string {
	for i, root := range m.roots {
		if i > 0 && strings.HasPrefix(file, root+"/") {
			return append([]string{root}, slices.Delete(slices.Clone(m.roots), i, i+1)...)
		}
	}
	return m.roots
}

// maxConfigSize is the size in bytes above which a buf configuration is not read.
const maxConfigSize = 1 << 20

// loadedConfig is a bufConfig with the file that it stands in.
type loadedConfig struct {
	bufConfig
	file *source.File
}

// readConfig reads a buf configuration once; nil if there is none. One that is malformed is
// reported, and counts for what could be read of it.
func (f *finder) readConfig(name string) *loadedConfig {
	if config, ok := f.configs[name]; ok {
		return config
	}
	f.configs[name] = nil
	file, err := f.tree.File(name)
	if err != nil {
		return nil
	}
	config := &loadedConfig{file: file}
	f.configs[name] = config
	if err := config.parse(); err != nil {
		f.findings = append(f.findings, report.Finding{
			Rule: report.Config, Severity: report.Error, Span: file.Span(0, 0),
			Message: fmt.Sprintf("%s cannot be read, so import roots may be missed: %v", path.Base(name), err),
			Cure:    "correct it; `buf build` says what it expects",
		})
	}
	return config
}

func (c *loadedConfig) parse() error {
	if len(c.file.Content) > maxConfigSize {
		return errors.New("it is too large")
	}
	return yaml.Unmarshal(c.file.Content, &c.bufConfig)
}

func (c *loadedConfig) registryModules() []registryModule {
	var found []registryModule
	for i := range c.Deps {
		node := &c.Deps[i]
		if node.Kind != yaml.ScalarNode {
			continue
		}
		start := c.file.Offset(node.Line, node.Column)
		if node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
			start++
		}
		found = append(found, registryModule{name: node.Value, span: c.file.Span(start, start+len(node.Value))})
	}
	return found
}
