package main

import (
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// maxFindings is how many findings text shows by default: as many as someone reads before mending
// the first of them.
const maxFindings = 50

// limitFlags are the flags that limit how many findings a terminal is filled with.
type limitFlags struct {
	findings, perRule int
}

func (l *limitFlags) add(flags *pflag.FlagSet) {
	flags.IntVar(&l.findings, "max-findings", maxFindings,
		"in text on standard output, show at most `N` findings: errors first, a fair share of each rule; 0: all")
	flags.IntVar(&l.perRule, "max-per-rule", 0,
		"in text on standard output, show at most `N` findings of a rule; 0: all")
}

func (l limitFlags) check() error {
	for _, flag := range []struct {
		name string
		n    int
	}{{"max-findings", l.findings}, {"max-per-rule", l.perRule}} {
		if flag.n < 0 {
			return fmt.Errorf("--%s %d is no number of findings: use 0 for all", flag.name, flag.n)
		}
	}
	return nil
}

// printing returns how findings are printed to w.
func (s *session) printing(w io.Writer, tree *workspace.DirTree) report.Options {
	options := outputOptions(w, s.options.color)
	options.Display, options.DisplayOld = tree.Display, s.old
	options.MaxFindings, options.MaxPerRule, options.NoRules = s.options.findings, s.options.perRule, s.noRules
	return options
}
