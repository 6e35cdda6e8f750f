package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/coverage"
	"github.com/bylaw-dev/bylaw/spec"
)

// contractCoverageFlags are the flags of `bylaw contract coverage` as they were given.
type contractCoverageFlags struct {
	contractPlayFlags
	least float64
}

func contractCoverageCommand(s streams) *cobra.Command {
	var flags contractCoverageFlags
	command := &cobra.Command{
		Use:   "coverage --spec SPEC CONTRACT|FOLDER|GLOB|BROKER...",
		Short: "Say which operations, answers, inputs and fields of a spec no consumer contract covers",
		Long: `Count what consumers' contracts cover of a spec: the operations that they call, the statuses that they expect, the
parameters and fields that they send in requests that succeed, and the fields and headers of answers that they rely on: those
that a contract compares or has a matcher for. What nobody covers is listed.

Interactions count that are not pending and don't contradict the spec. With --provider each of them is played once, and
counts only if it held. Whether mistakes in what is covered would be noticed says bylaw contract mutate.

Exit codes: 0 done, and as much is covered as --min demands; 1 findings at or above --fail-on, too little coverage among them;
2 wrong usage, or a file that can't be opened; 3 a mistake of bylaw itself; 4 with --provider, not everything could be
verified.`,
		Example: `  bylaw contract coverage --spec openapi.yaml contracts/
  bylaw contract coverage --spec openapi.yaml --provider http://localhost:8080 contracts/
  bylaw contract coverage --spec api/shop/v1 contracts/ --min 80 --format html=coverage.html`,
		RunE: func(c *cobra.Command, args []string) error { return flags.run(c.Context(), s, args) },
	}
	flags.add(command)
	command.Flags().Float64Var(&flags.least, "min", 0, "the least coverage in `percent`; below it the command fails")
	completions(command, sessionValues())
	return command
}

// run reads the spec and the contracts, plays them if there is a service, and counts.
func (flags *contractCoverageFlags) run(ctx context.Context, s streams, args []string) error {
	if flags.least < 0 || flags.least > 100 {
		return fmt.Errorf("--min %g is no percentage: it is 0 to 100", flags.least)
	}
	x, err := newContractPlaying(flags.contractPlayFlags, "coverage", args)
	if err != nil {
		return err
	}
	return x.run(ctx, s, args, func(p *played) error {
		specs, o, err := p.sides(ctx)
		if err != nil {
			return err
		}
		result, err := coverage.Run(ctx, specs, p.chosen, coverage.Options{Check: o, RPC: p.services(), Failed: p.failed()})
		if err != nil {
			return err
		}
		p.summary.Headline, p.summary.Tables, p.summary.Rule = result.Headline(), result.Tables(), infoOf(coverage.Diagnostics())
		p.skipped = append(p.skipped, gathered(result.NotCounted)...)
		p.findings = append(p.findings, slices.Concat(result.Findings(), result.Gate(flags.least))...)
		return nil
	})
}

// services returns what can be called over gRPC.
func (in *contractInput) services() []*spec.API {
	var all []*spec.API
	for _, api := range in.loaded.APIs {
		if api.Format == spec.Proto && !api.Imported && in.loaded.Focus(api.Root.Path) {
			all = append(all, api)
		}
	}
	return all
}

// failed returns the interactions that did not hold, and why.
func (p *played) failed() map[*consumer.Interaction]string {
	all := map[*consumer.Interaction]string{}
	for _, o := range p.outcomes {
		if why := whyNot(o); why != "" {
			all[o.Interaction] = why
		}
	}
	return all
}
