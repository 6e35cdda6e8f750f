package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/report"
)

// changelogFlags are the flags of `bylaw changelog` as they were given.
type changelogFlags struct {
	breakingFlags
	all          bool
	checkVersion bool
}

func changelogCommand(s streams) *cobra.Command {
	var flags changelogFlags
	command := &cobra.Command{
		Use:   "changelog [PATH|GLOB|-]...",
		Short: "List everything that changed since an earlier version, and the version that it demands",
		Long: `List all that changed in .proto files and OpenAPI documents since an earlier version, safe changes too, under the
operations that each change reaches: what breaks consumers first, then what breaks those who relied on more than
was promised, then what is safe. The top says which side has to be deployed first and which version the changes
demand: major where consumers break, minor where something is new for them, patch else; below 1.0 what breaks
demands a minor one.

--against takes what it takes in "bylaw breaking". Documentation, examples and other metadata are counted, and
listed with --all; json always has them.

Exit codes: 0 clean; 1 the version is too small (--check-version), or a changed file can't be read as a spec;
2 wrong usage or configuration, or a file that can't be opened; 3 a mistake of bylaw itself.`,
		Example: `  bylaw changelog
  bylaw changelog --against tag:latest --check-version
  bylaw changelog new.yaml --against old.yaml --format html=changes.html
  bylaw changelog --against tag:latest --format markdown=CHANGES.md --format json=changes.json`,
		RunE: func(c *cobra.Command, args []string) error {
			return runChangelog(c.Context(), s, flags, args)
		},
	}
	f := command.Flags()
	flags.addComparison(f)
	f.BoolVar(&flags.all, "all", false, "list documentation, examples and other metadata too, and all that has no room in a comment as markdown")
	f.BoolVar(&flags.checkVersion, "check-version", false, "fail if info.version, or the version of a proto package, is smaller than the changes demand")
	flags.addReading(f, report.ChangelogFormats())
	completions(command, map[string][]string{
		"level": breaking.Levels(), "format": report.ChangelogFormats(), "color": {"auto", "always", "never"},
	})
	return command
}

func runChangelog(ctx context.Context, s streams, flags changelogFlags, args []string) error {
	c, err := newComparer(flags.breakingFlags)
	if err != nil {
		return err
	}
	if err := report.ChangelogOutputs(c.outputs); err != nil {
		return err
	}
	return c.run(ctx, s, args, flags.judge)
}

// judge lists the changes, and holds versions against them.
func (flags *changelogFlags) judge(d *comparison) *report.Summary {
	s := d.summary()
	s.FailOn = report.Error
	s.Changelog = d.policies.Changelog(d.changes)
	s.Changelog.Base, s.Changelog.Metadata = d.base.Name, flags.all
	if flags.checkVersion {
		flags.check(s, d.policies.Releases(d.changes))
	}
	s.Findings = report.Sort(s.Findings)
	return s
}

// check adds the versions that are too small, and says which can't be judged.
func (flags *changelogFlags) check(s *report.Summary, releases []breaking.Release) {
	for i := range releases {
		if f, small := releases[i].TooSmall(); small {
			s.Findings = append(s.Findings, f)
		}
		if _, why := releases[i].Required(); why != "" {
			s.NotChecked = append(s.NotChecked, report.NotChecked{What: "the version of " + releases[i].Name(), Why: why})
		}
	}
}
