package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// breakingFlags are the flags of `bylaw breaking` as they were given.
type breakingFlags struct {
	sessionFlags
	against string
	level   string
	require string
	only    []string // IDs of changes

	coverage bool
}

func breakingCommand(s streams) *cobra.Command {
	var flags breakingFlags
	command := &cobra.Command{
		Use:   "breaking [PATH|GLOB|-]...",
		Short: "Say who breaks by what changed since an earlier version",
		Long: `Compare .proto files and OpenAPI documents with an earlier version and say which consumers break, why, and which
side has to be deployed first. Without --against it is the commit at which the branch has left the default one.

--against takes a folder, a file, an archive (.zip, .tar, .tar.gz), a git ref (a branch stands for the commit at
which HEAD has left it), REF:PATH, or tag:latest for the newest released version. Nothing is checked out.

Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or configuration, or a file that can't be
opened; 3 a mistake of bylaw itself.`,
		Example: `  bylaw breaking
  bylaw breaking --against main proto/orders/v1
  bylaw breaking new.yaml --against old.yaml
  bylaw breaking --against tag:latest --format markdown=summary.md`,
		RunE: func(c *cobra.Command, args []string) error {
			if flags.coverage {
				return printCoverage(s.out)
			}
			comparer, err := newComparer(flags)
			if err != nil {
				return err
			}
			return comparer.run(c.Context(), s, args, comparer.findings)
		},
	}
	f := command.Flags()
	flags.addComparison(f)
	f.StringSliceVar(&flags.only, "rule", nil, "report only these `kinds` of change, by their IDs")
	f.BoolVar(&flags.coverage, "coverage", false, "compare nothing, and print what is told of every edit that the languages know of")
	f.StringVar(&flags.require, "require", "", "the `compatibility` to keep: "+strings.Join(breaking.Requirements(), ", ")+" (default backward)")
	flags.add(f)
	completions(command, sessionValues())
	completions(command, map[string][]string{"level": breaking.Levels(), "require": breaking.Requirements(), "rule": changeIDs()})
	return command
}

// addComparison adds what every comparison needs.
func (flags *breakingFlags) addComparison(f *pflag.FlagSet) {
	f.StringVar(&flags.against, "against", "", "the `version` to compare with: a folder, file, archive, git ref, REF:PATH or tag:NAME")
	f.StringVar(&flags.level, "level", "", "the `level` of what is kept: "+strings.Join(breaking.Levels(), ", "))
}

// comparer is one run of `bylaw breaking` or `bylaw changelog`.
type comparer struct {
	*session
	flags breakingFlags
}

func newComparer(flags breakingFlags) (*comparer, error) {
	session, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	c := &comparer{session, flags}
	return c, c.check()
}

// run compares, and prints what is to be said of the differences.
func (c *comparer) run(ctx context.Context, s streams, args []string, judge func(*comparison) *report.Summary) error {
	tree, selection, err := c.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	base, err := workspace.OpenBase(ctx, tree, selection, c.flags.against)
	if err != nil {
		return err
	}
	defer base.Close()
	c.old = base.Display
	different, err := c.compare(ctx, tree, base, selection, s.err)
	if err != nil {
		return err
	}
	return c.print(s.out, tree, judge(different))
}

func (c *comparer) check() error {
	if _, ok := breaking.ParseLevel(c.flags.level); !ok && c.flags.level != "" {
		return fmt.Errorf("--level %s: use one of %s", c.flags.level, strings.Join(breaking.Levels(), ", "))
	}
	if _, ok := breaking.ParseRequirement(c.flags.require); !ok && c.flags.require != "" {
		return fmt.Errorf("--require %s: use one of %s", c.flags.require, strings.Join(breaking.Requirements(), ", "))
	}
	for _, id := range c.flags.only {
		if _, ok := changeInfo(id); !ok {
			return unknown("kind of change", id, changeIDs())
		}
	}
	return nil
}

// comparison is what differs between two versions, before anyone judges it.
type comparison struct {
	base     *workspace.Base
	resolver *config.Resolver
	policies breaking.Policies
	versions *versions // nil: every file is the same
	changes  []breaking.Change
	failures []report.Finding // of checks that broke
	whole    bool             // the whole workspace was compared

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
	if d.versions, err = c.load(ctx, tree, base, govern(wanted, resolver)); err != nil {
		return nil, err
	}
	tell(w, base.Notes())
	tell(w, d.versions.new.Notes)
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
	s.FailOn = c.threshold(d.resolver.For("_"))
	if d.versions == nil {
		return s
	}
	kept := c.waive(c.wanted(d.policies.Findings(d.changes)), waiving{
		resolver: d.resolver, now: d.versions.new, only: c.flags.only, whole: d.whole && len(d.malformed) == 0,
	})
	s.Findings = report.Sort(append(s.Findings, kept.Findings...))
	s.Suppressed = len(kept.Hidden)
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

// changeInfo explains the ID of a kind of change.
func changeInfo(id string) (report.RuleInfo, bool) {
	check := checkOfChange(id)
	if check == nil {
		return report.RuleInfo{}, false
	}
	help, _ := checks.Doc(check.ID)
	return report.RuleInfo{
		ID: id, Title: check.Title, Group: check.Group, Severity: report.Error, Help: help,
		HelpURI: checkURI(check.ID), AIP: check.AIP,
	}, true
}

// changeIDs returns the IDs of all kinds of change.
func changeIDs() []string {
	var ids []string
	for _, check := range checks.All() {
		ids = append(ids, check.ChangeIDs()...)
	}
	return ids
}
