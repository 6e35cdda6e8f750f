package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/matrix"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// place is where the files of a version lie.
type place struct {
	tree    source.Tree
	chosen  func(args []string) workspace.Selection
	display func(path string) string
	session *session
}

// version reads one version: the spec that it has, and the contracts.
func (x *comparing) version(ctx context.Context, s streams, here *workspace.DirTree, one namedVersion, args []string) (*matrix.Version, error) {
	v := &matrix.Version{Name: one.name, Provider: one.url}
	if one.name == "." {
		v.Name = "the working tree"
	}
	var err error
	if v.States, err = x.statesOf(one); err != nil {
		return nil, err
	}
	if info, err := os.Stat(one.name); err == nil && info.IsDir() {
		return v, x.ofFolder(ctx, s, v, one.name, args)
	}
	wanted := selected(here, ".", slices.Concat(x.flags.reach.specs, args))
	base, err := workspace.OpenBase(ctx, here, wanted, one.name)
	if err != nil {
		return v, x.notFound(one, err)
	}
	defer base.Close()
	p := &place{tree: base.Tree, display: base.Display, session: x.session, chosen: func(args []string) workspace.Selection {
		was, _ := base.Sides(selected(here, ".", args))
		return was
	}}
	if err := x.read(ctx, s, p, v, args); err != nil {
		return nil, err
	}
	for _, note := range base.Notes() {
		if !strings.HasPrefix(note, "no file in ") { // the spec that it doesn't have is told
			tell(s.err, []string{note})
		}
	}
	return v, nil
}

// notFound tells that there are no files of a version. Where it runs, the service is asked all the same.
func (x *comparing) notFound(one namedVersion, err error) error {
	text := strings.ReplaceAll(err.Error(), "--against", "--matrix")
	if one.url != nil {
		x.skipped = append(x.skipped, report.NotChecked{What: "the spec and the consumers of " + one.name, Why: text})
		return nil
	}
	if !strings.HasPrefix(text, "--matrix") {
		text = "--matrix " + one.name + ": " + text
	}
	return errors.New(text)
}

// ofFolder reads a version that lies in a folder, from which files are named.
func (x *comparing) ofFolder(ctx context.Context, s streams, v *matrix.Version, folder string, args []string) error {
	there := *x.session
	there.dir = folder
	tree, _, err := there.open(s.in, nil)
	if err != nil {
		return err
	}
	defer tree.Close()
	shown := func(name string) string {
		local := tree.Display(name)
		if filepath.IsAbs(local) {
			return local
		}
		return filepath.Join(folder, local)
	}
	p := &place{tree: tree, display: shown, session: &there, chosen: func(args []string) workspace.Selection { return selected(tree, folder, args) }}
	return x.read(ctx, s, p, v, args)
}

// selected returns what arguments choose that are named from a folder. One that names nothing chooses
// nothing: not every version has everything.
func selected(tree *workspace.DirTree, from string, args []string) workspace.Selection {
	var chosen []string
	for _, arg := range args {
		absolute, err := filepath.Abs(filepath.Join(from, arg))
		if err != nil {
			continue
		}
		if local, err := filepath.Rel(tree.Root(), absolute); err == nil && filepath.IsLocal(local) {
			chosen = append(chosen, filepath.ToSlash(local))
		}
	}
	return workspace.Selection{Args: chosen, MayLack: true}
}

// read reads the spec and the contracts of a version.
func (x *comparing) read(ctx context.Context, s streams, p *place, v *matrix.Version, args []string) error {
	if err := x.readSpec(ctx, s, p, v); err != nil {
		return err
	}
	if len(args) == 0 {
		return nil
	}
	for _, arg := range p.chosen(args).Args {
		for _, name := range belowOf(p.tree, arg) {
			x.readContract(p, v, name)
		}
	}
	if len(v.Contracts) == 0 {
		x.skipped = append(x.skipped, report.NotChecked{What: "consumers of " + v.Name, Why: "it has no contracts there: what is known of them comes from its spec alone"})
	}
	return nil
}

func (x *comparing) readSpec(ctx context.Context, s streams, p *place, v *matrix.Version) error {
	resolver, err := p.session.resolver(p.tree)
	if err != nil {
		return err
	}
	wanted := p.chosen(x.flags.reach.specs)
	wanted.Descriptors = true
	loaded, err := workspace.Load(ctx, p.tree, govern(wanted, resolver))
	if err != nil {
		return fmt.Errorf("in %s: %w", v.Name, err)
	}
	tell(s.err, loaded.Notes)
	if slices.ContainsFunc(loaded.Findings, func(f report.Finding) bool { return f.Severity == report.Error }) {
		v.Malformed = "the spec of " + v.Name + " is malformed"
		x.skipped = append(x.skipped, report.NotChecked{What: v.Name, Why: "its spec is malformed: `bylaw lint` says where"})
		return nil
	}
	if len(loaded.APIs) == 0 {
		x.skipped = append(x.skipped, report.NotChecked{What: v.Name, Why: "it has no spec at " + strings.Join(x.flags.reach.specs, ", ")})
		return nil
	}
	v.Specs, v.Options, err = (&specSide{tree: p.tree, loaded: loaded}).sides(ctx)
	return err
}

// belowOf returns the file of that name, or those of the folder or that a pattern matches.
func belowOf(tree source.Tree, arg string) []string {
	var found []string
	for _, name := range tree.Paths() {
		matches, _ := doublestar.Match(arg, name)
		if path.Ext(name) != ".proto" && (matches || name == arg || arg == "." || strings.HasPrefix(name, strings.TrimSuffix(arg, "/")+"/")) {
			found = append(found, name)
		}
	}
	return found
}

// readContract reads one contract under the name by which a user finds that version of it. What is no
// contract is passed over.
func (x *comparing) readContract(p *place, v *matrix.Version, name string) {
	file, err := p.tree.File(name)
	if err != nil {
		x.skipped = append(x.skipped, report.NotChecked{What: p.display(name), Why: err.Error()})
		return
	}
	file = source.NewFile(p.display(name), file.Content)
	c, findings := form.Read(file, recorded.Names{Consumer: nameOf(file)})
	if isOther(c, findings) {
		return
	}
	x.shown[file.Path] = true
	x.findings = append(x.findings, findings...)
	switch {
	case c == nil || slices.ContainsFunc(findings, func(f report.Finding) bool { return f.Severity == report.Error }):
		x.skipped = append(x.skipped, report.NotChecked{What: file.Path, Why: "the contract is malformed"})
	case x.flags.providerName != "" && c.Provider != x.flags.providerName || len(x.flags.consumers) > 0 && !slices.Contains(x.flags.consumers, c.Consumer):
	default:
		v.Contracts = append(v.Contracts, c)
	}
}
