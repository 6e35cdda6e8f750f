package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// sessionFlags are the flags of every command that reads specs and reports what it finds.
type sessionFlags struct {
	formats     []string
	failOn      string
	config      string
	protoPaths  []string
	stdinPath   string
	today       string
	color       string
	allowRemote bool
	statistics  bool
	ahead       func() // called before anything is printed; nil: nothing is
	limitFlags
}

func (flags *sessionFlags) add(f *pflag.FlagSet) {
	flags.addReading(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
	f.BoolVar(&flags.statistics, "statistics", false, "count the findings of each rule instead of printing them, as text or json")
	flags.limitFlags.add(f)
}

// addReading adds the flags of every command that reads specs and judges them.
func (flags *sessionFlags) addReading(f *pflag.FlagSet, formats []string) {
	flags.addSources(f, formats)
	f.StringVar(&flags.today, "today", "", "the `date` (2026-01-31) that expiry is judged by (default: today)")
}

// addSources adds the flags of every command that reads specs and prints what it has to say.
func (flags *sessionFlags) addSources(f *pflag.FlagSet, formats []string) {
	f.StringArrayVar(&flags.formats, "format", nil, "`NAME[=FILE]`: "+strings.Join(formats, ", ")+"; may be repeated")
	f.StringVar(&flags.config, "config", "", "use this `file` instead of the bylaw.yaml that is found")
	f.StringArrayVarP(&flags.protoPaths, "proto-path", "I", nil, "a `folder` that proto imports start from; may be repeated (default: found by itself)")
	f.StringVar(&flags.stdinPath, "stdin-path", "", "the `file` that standard input stands for")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	f.BoolVar(&flags.allowRemote, "allow-remote-refs", false, "follow $refs to http and https URLs")
}

// sessionValues are the values that the flags complete to.
func sessionValues() map[string][]string {
	return map[string][]string{
		"format": formatList(), "fail-on": {"info", "warning", "error", "off"}, "color": {"auto", "always", "never"},
	}
}

// session is one run of a command that reads specs and reports what it finds.
type session struct {
	options  sessionFlags
	set      *lint.Set
	outputs  []report.Output
	today    string
	noRules  bool                     // the command has no flags for them
	progress *ticker                  // what is said of work that takes long; nil: nothing
	first    bool                     // nobody has configured anything here yet
	dir      string                   // where arguments are named from, and configurations are looked for; "": where one stands
	old      func(path string) string // how files of the version that was compared with are shown; nil: as those of now
}

func newSession(flags sessionFlags) (*session, error) {
	s := &session{options: flags, set: newSet(), today: flags.today}
	var err error
	if s.outputs, err = report.ParseOutputs(flags.formats); err != nil {
		return nil, err
	}
	if flags.statistics {
		if err := report.Statistics(s.outputs); err != nil {
			return nil, err
		}
	}
	if err := flags.limitFlags.check(); err != nil {
		return nil, err
	}
	if _, ok := report.ParseSeverity(flags.failOn); !ok && flags.failOn != "" {
		return nil, fmt.Errorf("--fail-on %s is no severity: use info, warning, error or off", flags.failOn)
	}
	if flags.color != "auto" && flags.color != "always" && flags.color != "never" {
		return nil, fmt.Errorf("--color %s: use auto, always or never", flags.color)
	}
	if s.today == "" {
		s.today = time.Now().Format(time.DateOnly)
	}
	if !config.IsDate(s.today) {
		return nil, fmt.Errorf("--today %s is no date: write it like 2026-01-31", s.today)
	}
	return s, nil
}

// open returns the tree that the arguments lie in and what they choose of it.
func (s *session) open(in io.Reader, args []string) (*workspace.DirTree, workspace.Selection, error) {
	return workspace.Open(cmp.Or(s.dir, "."), workspace.Selection{
		Args: args, Stdin: in, StdinPath: s.options.stdinPath, ImportPaths: s.options.protoPaths, AllowRemote: s.options.allowRemote,
	})
}

// resolver returns the configuration of every file.
func (s *session) resolver(tree source.Tree) (*config.Resolver, error) {
	rulebook := catalog(s.set)
	if s.options.config == "" {
		return config.NewResolver(tree, rulebook), nil
	}
	c, findings, err := readConfig(s.options.config, rulebook)
	if err != nil {
		return nil, err
	}
	return config.Only(c, findings...), nil
}

// govern adds what the configuration says to what is selected.
func govern(wanted workspace.Selection, resolver *config.Resolver) workspace.Selection {
	root := resolver.For("_")
	wanted.Excluded = resolver.Excluded
	wanted.IsRoot = func(path string) bool { return resolver.For(path).IsRoot(path) }
	if len(wanted.ImportPaths) == 0 {
		for _, folder := range root.ImportPaths() {
			wanted.ImportPaths = append(wanted.ImportPaths, folder.Value)
		}
	}
	wanted.Options, wanted.Extensions = mapped(root.Vocabulary)
	return wanted
}

// threshold returns the severity from which on findings fail the run.
func (s *session) threshold(c *config.Config) report.Severity {
	if s.options.failOn == "" {
		return c.FailOn
	}
	severity, _ := report.ParseSeverity(s.options.failOn) // newSession has looked at it
	return severity
}

// print writes the summary wherever it is wanted, and returns the verdict over it.
func (s *session) print(w io.Writer, tree *workspace.DirTree, summary *report.Summary) error {
	if s.progress.stop(); s.options.ahead != nil {
		s.options.ahead()
	}
	if err := report.WriteOutputs(s.outputs, w, summary, s.printing(w, tree)); err != nil {
		return err
	}
	return verdict(summary)
}
