package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/config"
	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/mutate"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
)

// contractMutateFlags are the flags of `bylaw contract mutate` as they were given.
type contractMutateFlags struct {
	verifyFlags
	specs    []string
	minScore float64
}

func contractMutateCommand(s streams) *cobra.Command {
	var flags contractMutateFlags
	command := &cobra.Command{
		Use:   "mutate --spec SPEC CONTRACT|FOLDER|GLOB...",
		Short: "Say which mistakes of a service no consumer contract would notice",
		Long: `Make the mistakes that services make, one at a time, and see which of them a contract notices: a field that is left out, null
or of another type, a value that no enum lists, a number for a decimal text, seconds for a date and time, Latin-1 for UTF-8,
200 for 201, an error in a success, a late answer, and others. docs/mutation.md lists all of them.

Each mistake is made on two sides: in what the spec declares of an answer, as contract check would see it; and in an answer,
as verify would. Answers are made of the contract's examples and of what the spec has besides. With --provider each interaction
is played once, and what the service has really answered is mutated in memory.

The score is the share of all mutants that a contract notices. Nothing is taken out of it, neither answers of successes that
nobody plays nor mutants that the spec allows. Interactions count that are not pending, don't contradict the spec and,
with --provider, held.

Exit codes: 0 done, and the score is at least --min-score; 1 findings at or above --fail-on, a score that is too low among
them; 2 wrong usage, or a file that can't be opened; 3 a mistake of bylaw itself; 4 with --provider, not everything could be
verified.`,
		Example: `  bylaw contract mutate --spec openapi.yaml contracts/
  bylaw contract mutate --spec openapi.yaml --provider http://localhost:8080 --states-url http://localhost:8080/_states contracts/
  bylaw contract mutate --spec api/shop/v1 contracts/ --min-score 95 --format markdown=score.md`,
		RunE: func(c *cobra.Command, args []string) error {
			m, err := newContractMutating(flags, args)
			if err != nil {
				return err
			}
			return m.run(c.Context(), s, args)
		},
	}
	f := command.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "the `file` or folder of the spec; may be repeated")
	flags.addPlaying(f)
	flags.addSources(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
	flags.limitFlags.add(f)
	f.Float64Var(&flags.minScore, "min-score", 0, "the least score in `percent`; below it the command fails")
	completions(command, sessionValues())
	return command
}

// addPlaying adds those flags of `bylaw verify` that say how interactions are played.
func (flags *contractMutateFlags) addPlaying(f *pflag.FlagSet) {
	var all cobra.Command
	flags.addVerify(&all)
	for _, name := range []string{"provider", "provider-name", "consumer", "states-url", "header", "timeout", "max-body", "parallel", "seed"} {
		f.AddFlag(all.Flags().Lookup(name))
	}
	f.Lookup("provider").Usage = "play each interaction once against the service at this `URL`"
}

// contractMutating is one run of `bylaw contract mutate`.
type contractMutating struct {
	*session
	flags  contractMutateFlags
	verify verify.Options
}

func newContractMutating(flags contractMutateFlags, args []string) (*contractMutating, error) {
	switch {
	case len(flags.specs) == 0:
		return nil, errors.New("name the spec, as in `bylaw contract mutate --spec openapi.yaml contracts/`")
	case len(args) == 0:
		return nil, errors.New("name the contracts, as in `bylaw contract mutate --spec openapi.yaml contracts/`")
	case flags.minScore < 0 || flags.minScore > 100:
		return nil, fmt.Errorf("--min-score %g is no percentage: it is 0 to 100", flags.minScore)
	}
	m := &contractMutating{flags: flags}
	var err error
	if flags.provider == "" {
		m.session, err = newSession(flags.sessionFlags)
	} else {
		var v *verifying
		if v, err = newVerifying(flags.verifyFlags, args); err == nil {
			m.session, m.verify = v.session, v.options
		}
	}
	if err != nil {
		return nil, err
	}
	m.noRules = true
	return m, nil
}

// run reads the spec and the contracts, plays them if there is a service, and tries the mutants.
func (m *contractMutating) run(ctx context.Context, s streams, args []string) error {
	in, err := m.against(ctx, s, m.flags.providerName, m.flags.specs, args)
	if err != nil {
		return err
	}
	defer in.tree.Close()
	summary, unknown, err := m.summary(ctx, s, in)
	if err != nil {
		return err
	}
	if err := m.print(s.out, in.tree, summary); err != nil {
		return err
	}
	if unknown {
		return codeError{exitUnverified}
	}
	return nil
}

// summary is all that is to be said, and whether something could not be verified.
func (m *contractMutating) summary(ctx context.Context, s streams, in *contractInput) (*report.Summary, bool, error) {
	summary := &report.Summary{Version: version(), FailOn: m.threshold(config.Default(config.Catalog{})), Rule: mutateInfo, Checked: count(in.loaded)}
	unknown := 0
	if !in.malformed() {
		chosen, err := in.choose(m.flags.providerName, m.flags.consumers)
		if err != nil {
			return nil, false, err
		}
		specs, o, err := in.sides(ctx)
		if err != nil {
			return nil, false, err
		}
		options := mutate.Options{Check: o}
		if m.verify.Provider != nil {
			options.Answers, unknown = m.play(ctx, s, chosen)
		}
		result, err := mutate.Run(ctx, specs, chosen, options)
		if err != nil {
			return nil, false, err
		}
		summary.Headline, summary.Tables = result.Headline(), result.Tables()
		in.skipped = append(in.skipped, gathered(result.NotCounted)...)
		in.findings = append(in.findings, slices.Concat(result.Findings(), result.Gate(m.flags.minScore))...)
	}
	summary.Findings = report.Sort(slices.Concat(in.loaded.Findings, in.findings, in.resolver.Findings()))
	summary.NotChecked = slices.Concat(notChecked(in.loaded.Skipped), in.skipped)
	return summary, unknown > 0 && summary.Failing() == 0 && summary.FailOn != report.Off, nil
}

// mostKept bounds the body of an answer that is mutated, in bytes.
const mostKept = 1 << 20

// play asks the service, and returns what it has answered and of how much nothing is known.
func (m *contractMutating) play(ctx context.Context, s streams, contracts []*consumer.Contract) (map[*consumer.Interaction]mutate.Answer, int) {
	o := m.verify
	o.Keep, o.Progress = mostKept, verifyProgress(s.err)
	answers := map[*consumer.Interaction]mutate.Answer{}
	outcomes := verify.Verify(ctx, contracts, o)
	for _, one := range outcomes {
		answers[one.Interaction] = mutate.Answer{Response: one.Answer, Why: whyNot(one)}
	}
	return answers, verify.Count(outcomes, verify.NotVerified)
}

// whyNot says why an outcome has no answer that can be mutated; "" if it has.
func whyNot(o *verify.Outcome) string {
	switch {
	case o.Verdict == verify.NotVerified:
		return "it is not verified: " + o.Why
	case o.Verdict == verify.Broken:
		return "the service breaks it, as `bylaw verify` tells"
	case o.Answer == nil:
		return fmt.Sprintf("its answer is longer than %d bytes", mostKept)
	}
	return ""
}

// mutateInfo explains the ID of a finding about mutants.
func mutateInfo(id string) (report.RuleInfo, bool) {
	for _, d := range mutate.Diagnostics() {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "contract", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return contractInfo(id)
}
