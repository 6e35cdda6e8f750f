package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/mutate"
)

// contractMutateFlags are the flags of `bylaw contract mutate` as they were given.
type contractMutateFlags struct {
	contractPlayFlags
	minScore float64
}

func contractMutateCommand(s streams) *cobra.Command {
	var flags contractMutateFlags
	command := &cobra.Command{
		Use:   "mutate --spec SPEC CONTRACT|FOLDER|GLOB|BROKER...",
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
		RunE: func(c *cobra.Command, args []string) error { return flags.run(c.Context(), s, args) },
	}
	flags.add(command)
	command.Flags().Float64Var(&flags.minScore, "min-score", 0, "the least score in `percent`; below it the command fails")
	completions(command, sessionValues())
	return command
}

// run reads the spec and the contracts, plays them if there is a service, and tries the mutants.
func (flags *contractMutateFlags) run(ctx context.Context, s streams, args []string) error {
	if flags.minScore < 0 || flags.minScore > 100 {
		return fmt.Errorf("--min-score %g is no percentage: it is 0 to 100", flags.minScore)
	}
	x, err := newContractPlaying(flags.contractPlayFlags, "mutate", args)
	if err != nil {
		return err
	}
	return x.run(ctx, s, args, func(p *played) error {
		specs, o, err := p.sides(ctx)
		if err != nil {
			return err
		}
		result, err := mutate.Run(ctx, specs, p.chosen, mutate.Options{Check: o, RPC: p.services(), Answers: p.answers(), Progress: countProgress(s.err, "tried %d of %d answers")})
		if err != nil {
			return err
		}
		p.summary.Headline, p.summary.Tables, p.summary.Rule = result.Headline(), result.Tables(), infoOf(mutate.Diagnostics())
		p.skipped = append(p.skipped, gathered(result.NotCounted)...)
		p.findings = append(p.findings, slices.Concat(result.Findings(), result.Gate(flags.minScore))...)
		return nil
	})
}

// answers returns what the service has answered; nil: there is none.
func (p *played) answers() map[*consumer.Interaction]mutate.Answer {
	if p.outcomes == nil {
		return nil
	}
	all := map[*consumer.Interaction]mutate.Answer{}
	for _, o := range p.outcomes {
		why := whyNot(o)
		if why == "" && o.Answer == nil && o.Call == nil {
			why = fmt.Sprintf("its answer is longer than %d bytes", mostKept)
		}
		all[o.Interaction] = mutate.Answer{Response: o.Answer, Call: o.Call, Why: why}
	}
	return all
}
