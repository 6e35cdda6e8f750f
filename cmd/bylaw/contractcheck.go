package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
)

// contractCheckFlags are the flags of `bylaw contract check` as they were given.
type contractCheckFlags struct {
	sessionFlags
	specs    []string
	provider string
}

func contractCheckCommand(s streams) *cobra.Command {
	var flags contractCheckFlags
	command := &cobra.Command{
		Use:   "check --spec SPEC CONTRACT|FOLDER|GLOB|BROKER-URL...",
		Short: "Hold consumer contracts against a spec, without a running service",
		Long: `Say which consumers a spec breaks: whether every request that their contracts have recorded still satisfies the spec,
and whether every response that they expect can still be produced by it. Contracts are Pact files
of version 1 to 4, or of bylaw's own format; recorded HTTP archives, Postman collections and scenarios are read, too. The
spec is an OpenAPI document, or .proto files with google.api.http. Nothing is called. The URL of a Pact Broker stands for
the contracts that it says the provider has to keep.

An error is what can't work: the operation, the status or the field is gone, a value is of another type, format or range.
A warning is what the spec no longer promises: a field that the consumer needs is optional, or may be null. What can't be
checked, such as bodies in XML or messages that the spec doesn't know, is listed.

Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or configuration, or a file that can't be
opened; 3 a mistake of bylaw itself.`,
		Example: `  bylaw contract check --spec openapi.yaml contracts/
  bylaw contract check --spec api/shop/v1 billing-orders.json
  bylaw contract check --spec openapi.yaml https://broker.example.com --provider-name orders
  bylaw contract check --spec openapi.yaml 'contracts/*.json' --fail-on warning --format junit=contracts.xml`,
		RunE: func(c *cobra.Command, args []string) error {
			x, err := newContractChecking(flags, args)
			if err != nil {
				return err
			}
			return x.run(c.Context(), s, args)
		},
	}
	f := command.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "the `file` or folder of the spec; may be repeated")
	f.StringVar(&flags.provider, "provider-name", "", "check only contracts with the provider of this `name`")
	flags.addSources(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
	f.BoolVar(&flags.statistics, "statistics", false, "count the findings of each rule instead of printing them, as text or json")
	flags.limitFlags.add(f)
	completions(command, sessionValues())
	return command
}

// contractChecking is one run of `bylaw contract check`.
type contractChecking struct {
	*session
	flags contractCheckFlags
}

func newContractChecking(flags contractCheckFlags, args []string) (*contractChecking, error) {
	switch {
	case len(flags.specs) == 0:
		return nil, errors.New("name the spec, as in `bylaw contract check --spec openapi.yaml contracts/`")
	case len(args) == 0:
		return nil, errors.New("name the contracts, as in `bylaw contract check --spec openapi.yaml contracts/`")
	}
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	return &contractChecking{s, flags}, nil
}

// run reads the spec and the contracts, and holds the ones against the other.
func (x *contractChecking) run(ctx context.Context, s streams, args []string) error {
	in, err := x.against(ctx, s, x.flags.provider, x.flags.specs, args)
	if err != nil {
		return err
	}
	defer in.tree.Close()
	if err := in.check(ctx); err != nil {
		return err
	}
	return x.print(s.out, in.tree, in.summary())
}

// summary is all that is to be said.
func (in *contractInput) summary() *report.Summary {
	return &report.Summary{
		Version: version(), Headline: in.headline(),
		Findings: report.Sort(slices.Concat(in.loaded.Findings, in.findings, in.resolver.Findings())),
		Checked:  count(in.loaded), NotChecked: slices.Concat(notChecked(in.loaded.Skipped), gathered(in.skipped)),
		FailOn: in.threshold(config.Default(config.Catalog{})), Rule: contractInfo,
	}
}

func (in *contractInput) headline() string {
	if in.held == 0 {
		return ""
	}
	return fmt.Sprintf("%s of %s held against the spec.", plural(in.held, "interaction"), plural(len(in.read), "contract"))
}

// fewSkips is how many interactions are named that something was not checked of for the same reason.
const fewSkips = 3

// gathered names one of many interactions that something was not checked of for the same reason.
func gathered(skips []report.NotChecked) []report.NotChecked {
	count := map[string]int{}
	for _, s := range skips {
		count[s.Why]++
	}
	var list []report.NotChecked
	for _, s := range skips {
		switch n := count[s.Why]; {
		case n > fewSkips:
			list = append(list, report.NotChecked{What: fmt.Sprintf("%d interactions, among them %s", n, s.What), Why: s.Why})
			count[s.Why] = -1
		case n > 0:
			list = append(list, s)
		}
	}
	return list
}

// contractInfo explains the ID of a finding about a contract.
func contractInfo(id string) (report.RuleInfo, bool) {
	for _, d := range check.Diagnostics() {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "contract", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return report.RuleInfo{}, false
}
