package main

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

func doctorCommand(s streams) *cobra.Command {
	var flags sessionFlags
	command := &cobra.Command{
		Use:   "doctor [PATH]...",
		Short: "Say what bylaw finds here, which configuration holds where, and what it leaves out",
		Long: `Say what bylaw finds in the repository you stand in, or below what is named: which specs, which configuration holds for
each of them, where proto imports are looked for, what a bare --against would compare with, which hooks call bylaw, what is
generated, and what is left out and why. Nothing is linted.

Exit codes: 0 nothing is in the way; 1 a spec can't be read; 2 a mistake in a configuration, or wrong usage; 3 a mistake of
bylaw itself.`,
		Example: `  bylaw doctor
  bylaw doctor api --format json`,
		RunE: func(c *cobra.Command, args []string) error {
			run, err := newSession(flags)
			if err != nil {
				return err
			}
			run.noRules = true
			return examine(c.Context(), s, run, args)
		},
	}
	f := command.Flags()
	flags.addReading(f, formatList())
	completions(command, map[string][]string{"format": formatList(), "color": {"auto", "always", "never"}})
	return command
}

// examination is what there is to say of a workspace.
type examination struct {
	*session
	tree     *workspace.DirTree
	wanted   workspace.Selection
	resolver *config.Resolver
	loaded   *workspace.Loaded
	facts    [][]string // what is told, and what is to be said of it
}

func examine(ctx context.Context, s streams, run *session, args []string) error {
	tree, wanted, err := run.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	x := &examination{session: run, tree: tree, wanted: wanted}
	if x.resolver, err = run.resolver(tree); err != nil {
		return err
	}
	if x.loaded, err = workspace.Load(ctx, tree, govern(wanted, x.resolver)); err != nil {
		return err
	}
	x.all(ctx)
	return run.print(s.out, tree, x.summary())
}

func (x *examination) say(about, what string) { x.facts = append(x.facts, []string{about, what}) }

func (x *examination) summary() *report.Summary {
	s := &report.Summary{
		Version: version(), FailOn: report.Error, Checked: count(x.loaded), NotChecked: notChecked(x.loaded.Skipped), Rule: explained(x.set, x.resolver),
		Tables: []report.Table{
			{Name: "facts", Title: "What bylaw finds here", Columns: []report.Column{{Name: "about", Title: "about"}, {Name: "what", Title: "what"}}, Rows: x.facts},
		},
	}
	if specs := x.specs(); len(specs.Rows) > 0 {
		s.Tables = append(s.Tables, specs)
	}
	errorsOnly := slices.DeleteFunc(slices.Clone(x.loaded.Findings), func(f report.Finding) bool { return f.Severity < report.Error })
	s.Findings = report.Sort(append(errorsOnly, x.resolver.Findings()...))
	s.Headline = "Nothing is in the way."
	if verdict(s) != nil {
		s.Headline = "Something is in the way of bylaw: see what is found."
	}
	return s
}

// specs lists the contracts that are linted, with the rules that hold for each.
func (x *examination) specs() report.Table {
	t := report.Table{Name: "specs", Title: "Specs", Columns: []report.Column{
		{Name: "spec", Title: "spec"}, {Name: "format", Title: "format"}, {Name: "operations", Title: "operations", Number: true},
		{Name: "configuration", Title: "configuration"}, {Name: "rules", Title: "rules", Number: true},
	}}
	for _, api := range x.loaded.APIs {
		if api.Imported || !x.loaded.Focus(api.Root.Path) {
			continue
		}
		operations := 0
		spec.Walk(api, &spec.Visitor{Operation: func(*spec.Operation) { operations++ }})
		t.Rows = append(t.Rows, []string{x.tree.Display(api.Root.Path), api.Format.String(), strconv.Itoa(operations),
			x.configured(api.Root.Path), strconv.Itoa(x.rules(api))})
	}
	return t
}

// configured says which configuration holds for a file.
func (x *examination) configured(path string) string {
	c := x.resolver.For(path)
	if c.File == nil {
		return "none"
	}
	return x.tree.Display(c.File.Path)
}

// rules counts the rules that are held against an API.
func (x *examination) rules(api *spec.API) int {
	profile, n := x.resolver.Profile(api.Root.Path), 0
	for _, setting := range profile.Settings {
		if rule := x.set.Rule(setting.Rule); rule != nil && rule.Formats.Has(api.Format) {
			n++
		}
	}
	return n
}

// baseOf says what a bare --against compares with, or why it can't.
func (x *examination) baseOf(ctx context.Context) string {
	base, err := workspace.OpenBase(ctx, x.tree, x.wanted, "")
	if errors.Is(err, workspace.ErrNoCommit) {
		return "nothing: nothing is committed yet, so that all is new"
	}
	if err != nil {
		return "nothing: " + err.Error()
	}
	defer base.Close()
	d := base.Delta
	return base.Name + ": " + plural(len(d.Modified)+len(d.Added)+len(d.Removed)+len(d.Renamed), "file") + " differ"
}
