package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/internal/hook"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// all says everything there is to say beside the specs.
func (x *examination) all(ctx context.Context) {
	x.say("bylaw", fmt.Sprintf("%s, %s, %s/%s", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH))
	x.say("workspace", x.tree.Root())
	x.configurations()
	c := x.loaded.Counts
	x.say("specs", fmt.Sprintf("%s, %s; %s more that OpenAPI documents refer to, %s of YAML or JSON that are no specs",
		plural(c.Documents, "OpenAPI document"), plural(c.Proto, "proto file"), plural(c.Fragments, "file"), plural(c.Other, "file")))
	x.imports()
	for _, note := range x.loaded.Notes {
		x.say("note", note)
	}
	x.say("--against", x.baseOf(ctx))
	x.hooks(ctx)
	x.generated()
	if store := cacheStore(os.Getenv); store == nil {
		x.say("cache", "none is used")
	} else {
		x.say("cache", "results are kept: `bylaw cache info` says where")
	}
}

// configurations says which there are, and what each is about.
func (x *examination) configurations() {
	found := false
	seen := map[*config.Config]bool{}
	for _, name := range x.tree.Paths() {
		c := x.resolver.For(name)
		if seen[c] || c.File == nil {
			continue
		}
		seen[c], found = true, true
		text := fmt.Sprintf("%s: presets %s, fails on %s", x.tree.Display(c.File.Path), x.resolver.Profile(name).Presets, c.FailOn)
		if n := len(c.Waivers); n > 0 {
			text += ", " + plural(n, "waiver")
		}
		x.say("configuration", text)
	}
	if !found {
		x.say("configuration", "none, so that the preset recommended holds: `bylaw init` writes one")
	}
}

// imports says where proto imports are looked for.
func (x *examination) imports() {
	if x.loaded.Counts.Proto == 0 {
		return
	}
	paths := x.wanted.ImportPaths
	from := "--proto-path"
	if len(paths) == 0 {
		from = "the configuration"
		for _, folder := range x.resolver.For("_").ImportPaths() {
			paths = append(paths, folder.Value)
		}
	}
	if len(paths) == 0 {
		x.say("proto imports", "found from buf.yaml, or from where the files lie")
		return
	}
	x.say("proto imports", strings.Join(paths, ", ")+" (by "+from+")")
}

// hooks says which hooks call bylaw.
func (x *examination) hooks(ctx context.Context) {
	var calling []string
	for _, m := range hook.Managers("") {
		folder := x.tree.Root()
		if m.Name == "git" {
			var err error
			if folder, err = workspace.Hooks(ctx, folder); err != nil {
				continue
			}
		}
		for _, f := range m.Files {
			content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(f.Path)))
			if err == nil && strings.Contains(string(content), "bylaw") {
				calling = append(calling, m.Name+" ("+f.Path+")")
			}
		}
	}
	if len(calling) == 0 {
		x.say("hooks", "none calls bylaw: `bylaw init --hook git` makes them")
		return
	}
	x.say("hooks", strings.Join(calling, ", "))
}

// generated says what `bylaw generate` writes.
func (x *examination) generated() {
	seen := map[*config.Config]bool{}
	for _, name := range append(x.tree.Paths(), "_") {
		c := x.resolver.For(name)
		if seen[c] {
			continue
		}
		seen[c] = true
		for _, g := range c.Generate {
			x.say("generated", fmt.Sprintf("from %s into %s", path.Join(c.Dir, g.Spec.Value), path.Join(c.Dir, g.Out.Value)))
		}
	}
}
