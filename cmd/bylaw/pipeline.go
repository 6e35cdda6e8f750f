package main

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
	"github.com/bylaw-dev/bylaw/waiver"
)

// lint reads what is selected, runs the rules over it, and takes out what is suppressed, and what was
// there before, where that is held back. Notes for the user go to w.
func (l *linter) lint(ctx context.Context, tree source.Tree, wanted workspace.Selection, w io.Writer) (*report.Summary, error) {
	resolver, err := l.demanded(tree, w)
	if err != nil {
		return nil, err
	}
	l.first = !slices.ContainsFunc(tree.Paths(), isConfig) && l.options.config == ""
	wanted.Part = l.part
	now := side{tree: tree, wanted: govern(wanted, resolver), whole: len(wanted.Args) == 0}
	if l.base != nil {
		if now.wanted, err = l.before(ctx, now.wanted, resolver, w); err != nil {
			return nil, err
		}
	}
	found, err := l.find(ctx, now, resolver)
	if err != nil {
		return nil, err
	}
	tell(w, found.loaded.Notes)
	findings := report.Sort(append(found.Findings, resolver.Findings()...))
	if l.picked {
		findings = slices.DeleteFunc(findings, func(f report.Finding) bool { return f.Rule == report.NotASpec && f.Severity < report.Error })
	}
	summary := &report.Summary{
		Version:    version(),
		Suppressed: len(found.Hidden),
		Checked:    found.checked,
		NotChecked: notChecked(found.loaded.Skipped),
		Beyond:     notCheckable(),
		FailOn:     l.threshold(resolver.For("_")),
		Rule:       explained(l.set, resolver),
	}
	if findings, summary.Headline, err = l.agreed(tree, findings, now.whole); err != nil {
		return nil, err
	}
	if summary.Score = found.score; l.base != nil {
		findings, summary.Headline = l.onlyNew(findings)
		summary.Score = l.compared(found.score)
	}
	fix.Confine(findings, l.editable(found.loaded, findings))
	summary.Findings = findings
	l.leaveOpen(summary, found)
	return summary, nil
}

// side is one version of what is linted.
type side struct {
	tree    source.Tree
	wanted  workspace.Selection
	whole   bool                     // all of the workspace is wanted
	current func(path string) string // the path that a file has now; nil: the same
}

// found is what there is to say of one version.
type found struct {
	waiver.Result
	loaded  *workspace.Loaded // without what is known of a run before
	checked report.Counts
	score   *report.Score // nil: nobody asks for it
}

// find reads a version, runs the rules over it, and takes out what is suppressed in it.
func (l *linter) find(ctx context.Context, s side, resolver *config.Resolver) (*found, error) {
	profile := resolver.Profile
	if s.current != nil {
		profile = func(path string) *config.Profile { return resolver.Profile(s.current(path)) }
	}
	l.progress.stage("reading specs")
	if l.units != nil {
		if f, ok, err := l.findByUnits(ctx, s, resolver, profile); ok || err != nil {
			return f, err
		}
	}
	loaded, err := workspace.Load(ctx, s.tree, s.wanted)
	if err != nil {
		return nil, err
	}
	l.progress.stage("linting " + plural(len(loaded.APIs), "API"))
	each, err := lint.Each(ctx, loaded.APIs, l.set, profile)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(report.Sort(slices.Concat(each...)), func(f report.Finding) bool { return !f.Span.IsZero() && !loaded.Focus(f.Span.Path()) })
	f := &found{Result: l.suppress(slices.Concat(loaded.Findings, list), loaded, resolver, s.whole), loaded: loaded, checked: count(loaded)}
	f.score = l.scored(f, each, profile)
	return f, nil
}

// tell writes notes for the user.
func tell(w io.Writer, notes []string) {
	for _, note := range notes {
		fmt.Fprintln(w, "bylaw:", note)
	}
}

// demanded returns the configuration of every file, with what the command line demands over it.
func (l *linter) demanded(tree source.Tree, w io.Writer) (*config.Resolver, error) {
	resolver, err := l.resolver(tree)
	if err != nil {
		return nil, err
	}
	demand, err := l.demand(tree, w)
	if err != nil {
		return nil, err
	}
	resolver.Demand(demand)
	return resolver, nil
}

// mapped returns a company's own options and extensions as the loaders take them.
func mapped(v config.Vocabulary) (options, extensions map[string]string) {
	options, extensions = map[string]string{}, map[string]string{}
	for _, m := range v.Options {
		options[m.Name] = m.Fact.Option()
	}
	for _, m := range v.Extensions {
		extensions[m.Name] = m.Fact.Extension()
	}
	return options, extensions
}

func (l *linter) demand(tree source.Tree, w io.Writer) (config.Demand, error) {
	var demand config.Demand
	names, err := l.names(tree)
	if err != nil {
		return demand, err
	}
	for _, name := range l.flags.presets {
		preset, ok := config.ParsePreset(name)
		if !ok {
			return demand, unknown("preset", name, config.Presets(15).Names())
		}
		demand.Presets |= preset
	}
	for _, id := range l.flags.only {
		id = today(names, id, w)
		if names.Find(id) == nil {
			return demand, unknown("rule", id, names.IDs())
		}
		demand.Rules = append(demand.Rules, id)
	}
	return demand, nil
}

// names returns the rules that --rule can name: bylaw's, and those that the configuration of the
// workspace declares, which is only read where rules are named.
func (l *linter) names(tree source.Tree) (config.Catalog, error) {
	if len(l.flags.only) == 0 {
		return catalog(l.set), nil
	}
	resolver, err := l.resolver(tree)
	if err != nil {
		return config.Catalog{}, err
	}
	resolver.For("_")
	return rulebook(l.set, resolver), nil
}

// unknown is the error for a name that there isn't, with the one that was probably meant.
func unknown(what, name string, known []string) error {
	if guess := spelling.Closest(name, known); guess != "" {
		return fmt.Errorf("there is no %s %q: did you mean %s?", what, name, guess)
	}
	return fmt.Errorf("there is no %s %q", what, name)
}

// suppress takes out the findings that a suppression or a waiver covers, and adds what is wrong
// with those.
func (l *linter) suppress(findings []report.Finding, loaded *workspace.Loaded, resolver *config.Resolver, whole bool) waiver.Result {
	suppressions, malformed := waiver.Collect(loaded.APIs, entries(resolver), rulebook(l.set, resolver))
	return l.judge(findings, suppressions, malformed, loaded, resolver, whole)
}

// judge is suppress for suppressions that are collected.
func (l *linter) judge(findings []report.Finding, suppressions []waiver.Suppression, malformed []report.Finding, loaded *workspace.Loaded, resolver *config.Resolver, whole bool) waiver.Result {
	if slices.ContainsFunc(suppressions, func(s waiver.Suppression) bool { return s.Until != "" }) {
		l.dated.Store(true)
	}
	names := rulebook(l.set, resolver)
	result := waiver.Apply(findings, suppressions, waiver.Options{
		Today: l.today,
		About: func(rule string) bool { return names.Find(rule) != nil },
		Ran: func(rule, path string) bool {
			_, on := resolver.Profile(path).Setting(rule)
			return on
		},
		Strict: func(path string) bool { return resolver.Profile(path).Strict() },
		Whole:  whole,
		Part:   l.part.Of > 0,
	})
	result.Findings = append(result.Findings, malformed...)
	result.Findings = slices.DeleteFunc(result.Findings, func(f report.Finding) bool {
		return f.Severity < report.Error && !loaded.Focus(f.Span.Path()) && !isConfig(f.Span.Path())
	})
	return result
}

// entries returns the waivers of all configurations as suppressions by definition ID or fingerprint.
func entries(resolver *config.Resolver) []waiver.Entry {
	var list []waiver.Entry
	for _, w := range resolver.Waivers() {
		list = append(list, waiver.Entry{Element: w.Element, Change: w.Change, Dir: w.Dir, Ignore: w.Ignore})
	}
	return list
}

func isConfig(file string) bool { return path.Base(file) == config.FileName }

// notChecked says what was left out. What the configuration excludes is one line with its count,
// for whoever wrote the configuration knows the rest.
func notChecked(skips []workspace.Skip) []report.NotChecked {
	var list []report.NotChecked
	excluded := 0
	for _, skip := range skips {
		if skip.Reason == workspace.Excluded {
			excluded++
			continue
		}
		list = append(list, report.NotChecked{What: skip.Path, Why: string(skip.Reason)})
	}
	switch excluded {
	case 0:
	case 1:
		list = append(list, report.NotChecked{What: "1 file or folder", Why: string(workspace.Excluded)})
	default:
		list = append(list, report.NotChecked{What: fmt.Sprintf("%d files and folders", excluded), Why: string(workspace.Excluded)})
	}
	return list
}
