package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"golang.org/x/term"

	"github.com/bylaw-dev/bylaw/config"
	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// run reads the contracts, plays them and says what came of it, also of what was done before it was stopped.
func (v *verifying) run(ctx context.Context, s streams, args []string) error {
	tree, wanted, err := v.open(s.in, slices.Concat(v.flags.reach.specs, args))
	if err != nil {
		return err
	}
	defer tree.Close()
	specs := wanted
	specs.Args, wanted.Args = wanted.Args[:len(v.flags.reach.specs)], wanted.Args[len(v.flags.reach.specs):]
	if err := v.link(ctx, s, tree, specs); err != nil {
		return err
	}
	in := &contractSet{tree: tree}
	if err := v.collect(ctx, s, in, wanted); err != nil {
		return err
	}
	playable, err := in.choose(v.flags.providerName, v.flags.consumers)
	if err != nil {
		return err
	}
	v.options.Progress = verifyProgress(s.err)
	outcomes := verify.Verify(ctx, playable, v.options)
	tell(s.err, v.seeded(outcomes))
	summary := v.summary(in, outcomes)
	if v.shared != nil && v.flags.shared.publish && ctx.Err() == nil { // a run that was stopped has come to nothing
		tell(s.err, v.shared.publish(ctx, outcomes, summary))
	}
	unknown := ctx.Err() == nil && summary.FailOn != report.Off && summary.Failing() == 0 && verify.Count(outcomes, verify.NotVerified) > 0
	if unknown {
		summary.Headline += fmt.Sprintf(" The exit code is %d.", exitUnverified)
	}
	if err := v.print(s.out, tree, summary); err != nil && ctx.Err() == nil {
		return err
	}
	if unknown {
		return codeError{exitUnverified}
	}
	return ctx.Err()
}

// collect reads the contracts that are named, and those of the broker.
func (v *verifying) collect(ctx context.Context, s streams, in *contractSet, wanted workspace.Selection) error {
	if v.shared != nil {
		notes, err := v.shared.fetch(ctx, in)
		if err != nil {
			return err
		}
		tell(s.err, notes)
		if len(wanted.Args) == 0 {
			return v.shared.any(in)
		}
	}
	return in.contracts(ctx, wanted, wanted.Args)
}

// summary is all that is to be said.
func (v *verifying) summary(in *contractSet, outcomes []*verify.Outcome) *report.Summary {
	s := &report.Summary{
		Version: version(), Headline: verify.Headline(outcomes),
		Findings:   report.Sort(slices.Concat(in.findings, cured(verify.Findings(outcomes)))),
		NotChecked: slices.Concat(in.skipped, verify.Unknown(outcomes)), Passed: verify.Passed(outcomes),
		FailOn: v.threshold(config.Default(config.Catalog{})), Rule: brokerInfo,
	}
	files := map[*consumer.Contract]bool{}
	assumed := 0
	for _, o := range outcomes {
		if o.Verdict != verify.NotVerified {
			files[o.Contract] = true
			s.Checked.Operations++
			if o.Assumed {
				assumed++
			}
		}
	}
	s.Checked.Files = len(files)
	if assumed > 0 {
		s.NotChecked = append(s.NotChecked, report.NotChecked{
			What: "provider states of " + plural(assumed, "interaction"), Why: "nothing sets them up: name the service's hook with --states-url",
		})
	}
	return s
}

// verifyInfo explains the ID of a finding of a verification.
func verifyInfo(id string) (report.RuleInfo, bool) {
	for _, d := range verify.Diagnostics() {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "contract", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return contractInfo(id)
}

// verifyProgress says on a terminal how many interactions have been played, on one line that is gone at the
// end; nil where nobody looks on.
func verifyProgress(w io.Writer) func(done, all int) {
	return countProgress(w, "verified %d of %d interactions")
}

// countProgress says on a terminal how much is done, on one line that is gone at the end; nil where nobody looks on.
func countProgress(w io.Writer, format string) func(done, all int) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return func(done, all int) {
		if done == all {
			fmt.Fprint(w, "\r\x1b[K")
			return
		}
		fmt.Fprintf(w, "\r\x1b[K"+format, done, all)
	}
}
