package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// comparison is what differs between two versions, before anyone judges it.
type comparison struct {
	base     *workspace.Base
	resolver *config.Resolver
	policies breaking.Policies
	versions *versions // nil: every file is the same
	changes  []breaking.Change
	failures []report.Finding // of checks that broke
	whole    bool             // the whole workspace was compared

	concern *concern // nil: no contracts were named

	malformed []string // files of the new version that could be read in part at most, sorted
}

// compare reads both versions and compares them.
func (c *comparer) compare(ctx context.Context, tree *workspace.DirTree, base *workspace.Base, wanted workspace.Selection, w io.Writer) (*comparison, error) {
	resolver, err := c.resolver(tree)
	if err != nil {
		return nil, err
	}
	d := &comparison{base: base, resolver: resolver, policies: policies(resolver, c.demand(), c.today), whole: len(wanted.Args) == 0 && base.Folder() == ""}
	resolver.For("_") // an empty comparison reads no other configuration, and a broken one is to be told
	if base.Delta.IsEmpty() {
		return d, nil
	}
	c.progress.stage("reading both versions")
	if d.versions, err = c.load(ctx, tree, base, govern(wanted, resolver)); err != nil {
		return nil, err
	}
	tell(w, base.Notes())
	tell(w, d.versions.new.Notes)
	c.progress.stage("comparing")
	result, err := breaking.Run(ctx, breaking.Versions{Old: d.versions.old.APIs, New: d.versions.new.APIs, Renames: base.Delta.Renamed}, checks.All())
	if err != nil {
		return nil, err
	}
	d.malformed = malformed(d.versions.new)
	d.changes, d.failures = d.readable(inFocus(result.Changes, d.versions)), result.Failures
	return d, nil
}

// malformed returns the files that could be read in part at most.
func malformed(loaded *workspace.Loaded) []string {
	var paths []string
	for _, f := range loaded.Findings {
		if f.Severity == report.Error && slices.Contains([]string{report.Syntax, report.Unreadable, report.NotUTF8, report.FileTooLarge, report.EmptyFile}, f.Rule) {
			paths = append(paths, f.Span.Path())
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// readable drops what seems to be gone from files that could not be read: it may still be there.
func (d *comparison) readable(changes []breaking.Change) []breaking.Change {
	return slices.DeleteFunc(changes, func(c breaking.Change) bool {
		return c.Kind == breaking.Removed && slices.Contains(d.malformed, d.base.Current(c.Old.Path()))
	})
}

// notCompared says what was left out.
func (d *comparison) notCompared() []report.NotChecked {
	list := notChecked(d.versions.new.Skipped)
	for _, path := range d.malformed {
		list = append(list, report.NotChecked{What: path, Why: "malformed, so that what seems to be gone from it may still be there"})
	}
	return list
}

// summary returns what is said of every comparison, however its changes are judged.
func (d *comparison) summary() *report.Summary {
	if d.versions == nil {
		return &report.Summary{
			Version: version(), Headline: "Nothing changed: every file is as in " + d.base.Name + ".",
			Findings: d.resolver.Findings(), Checked: report.Counts{Files: len(d.base.Tree.Paths())}, Rule: changeInfo,
		}
	}
	headline := d.policies.Headline(d.changes)
	if len(d.malformed) > 0 {
		headline = "Not all of it could be compared, so there is no telling what can be deployed first."
	}
	headline += d.concern.headline()
	return &report.Summary{
		Version:    version(),
		Headline:   headline,
		Findings:   slices.Concat(d.failures, d.versions.unreadable(&d.base.Delta), d.resolver.Findings()),
		Checked:    count(d.versions.new),
		NotChecked: d.notCompared(),
		Rule:       changeInfo,
	}
}

// findings judges the changes by the policy, and takes out what is waived.
func (c *comparer) findings(d *comparison) *report.Summary {
	s := d.summary()
	if s.FailOn = c.threshold(d.resolver.For("_")); c.flags.failOnConsumers {
		s.FailOn = report.Error
	}
	if d.concern != nil {
		s.Rule, s.Findings = changeOrContractInfo, slices.Concat(s.Findings, d.concern.set.findings)
		s.NotChecked = slices.Concat(s.NotChecked, d.concern.set.skipped)
	}
	if d.versions == nil {
		return s
	}
	kept := c.waive(c.wanted(c.judge(d)), waiving{
		resolver: d.resolver, now: d.versions.new, only: c.flags.only, whole: d.whole && len(d.malformed) == 0,
	})
	kept.Findings, s.Suppressed = c.gated(kept)
	if s.Findings = append(s.Findings, kept.Findings...); d.concern != nil {
		s.Findings = append(s.Findings, d.concern.unexplained()...)
	}
	s.Findings = report.Sort(s.Findings)
	return s
}

// wanted drops the kinds of change that --rule did not name.
func (c *comparer) wanted(findings []report.Finding) []report.Finding {
	if len(c.flags.only) == 0 {
		return findings
	}
	return slices.DeleteFunc(findings, func(f report.Finding) bool { return !slices.Contains(c.flags.only, f.Rule) })
}

// demand is what the command line asks for over the configuration.
func (c *comparer) demand() policyDemand { return policyDemand{c.flags.level, c.flags.require} }

// versions is a contract as it was and as it is.
type versions struct {
	old, new *workspace.Loaded
}

// load reads both versions side by side.
func (c *comparer) load(ctx context.Context, tree *workspace.DirTree, base *workspace.Base, wanted workspace.Selection) (*versions, error) {
	was, is := base.Sides(wanted)
	var v versions
	var oldErr, newErr error
	var group sync.WaitGroup
	group.Go(func() { v.old, oldErr = workspace.Load(ctx, base.Tree, was) })
	group.Go(func() { v.new, newErr = workspace.Load(ctx, tree, is) })
	group.Wait()
	switch {
	case newErr != nil:
		return nil, newErr
	case oldErr != nil:
		return nil, fmt.Errorf("in %s: %w", base.Name, oldErr)
	}
	return &v, nil
}

// unreadable returns what could not be read of the files that changed. What is wrong with the old
// version nobody can mend any more, and what both versions have wrong is lint's to say.
func (v *versions) unreadable(delta *workspace.Delta) []report.Finding {
	changed := delta.Now()
	return slices.DeleteFunc(slices.Clone(v.new.Findings), func(f report.Finding) bool {
		_, found := slices.BinarySearch(changed, f.Span.Path())
		return f.Severity < report.Error || !found
	})
}

// inFocus drops changes in files that were only read because others need them.
func inFocus(changes []breaking.Change, v *versions) []breaking.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c breaking.Change) bool {
		if c.New.IsZero() {
			return !v.old.Focus(c.Old.Path())
		}
		return !v.new.Focus(c.New.Path())
	})
}
