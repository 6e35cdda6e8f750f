package main

import (
	"fmt"
	"io"
	"math"

	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// How many findings text shows by default: as many as someone reads before mending the first of them; and
// where there is no configuration yet, as many as tell whether the tool is worth a second look.
const (
	maxFindings      = 50
	maxFirstFindings = 10
)

// byDefault is the limit of whoever names none.
const byDefault = math.MinInt

// limitFlags are the flags that limit how many findings a terminal is filled with.
type limitFlags struct {
	findings, perRule int
}

func (l *limitFlags) add(flags *pflag.FlagSet) {
	flags.IntVar(&l.findings, "max-findings", byDefault,
		"in text on standard output, show at most `N` findings: errors first, a fair share of each rule; 0: all")
	flags.Lookup("max-findings").DefValue = fmt.Sprint(maxFindings)
	flags.IntVar(&l.perRule, "max-per-rule", 0,
		"in text on standard output, show at most `N` findings of a rule; 0: all")
}

func (l limitFlags) check() error {
	for _, flag := range []struct {
		name string
		n    int
	}{{"max-findings", l.findings}, {"max-per-rule", l.perRule}} {
		if flag.n < 0 && flag.n != byDefault {
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
	if s.options.findings == byDefault {
		options.MaxFindings, options.First = maxFindings, s.first
		if s.first {
			options.MaxFindings = maxFirstFindings
		}
	}
	return options
}
