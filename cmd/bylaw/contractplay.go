package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
)

// contractPlayFlags are the flags of the commands that judge contracts by a spec and, if there is one, by
// what a service answers.
type contractPlayFlags struct {
	verifyFlags
	specs []string
}

func (flags *contractPlayFlags) add(command *cobra.Command) {
	f := command.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "the `file` or folder of the spec; may be repeated")
	var all cobra.Command
	flags.addVerify(&all)
	flags.reach.add(&all)
	for _, name := range []string{
		"provider", "provider-name", "consumer", "states-url", "header", "timeout", "max-body", "parallel", "seed", "grpc-url", "messages-url", "http2", "ca",
	} {
		f.AddFlag(all.Flags().Lookup(name))
	}
	f.Lookup("provider").Usage = "play each interaction once against the service at this `URL`"
	f.Lookup("provider-name").Usage = "only contracts with the provider of this `name`"
	f.Lookup("consumer").Usage = "only contracts with the consumer of this `name`; may be repeated"
	flags.addSources(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
	flags.limitFlags.add(f)
}

// plays reports whether there is a service to play interactions against.
func (flags *contractPlayFlags) plays() bool {
	return flags.provider != "" || flags.reach.grpc != "" || flags.reach.messages != ""
}

// contractPlaying is one run of such a command.
type contractPlaying struct {
	*session
	flags  contractPlayFlags
	verify verify.Options // if there is a service
}

func newContractPlaying(flags contractPlayFlags, command string, args []string) (*contractPlaying, error) {
	example := fmt.Sprintf("as in `bylaw contract %s --spec openapi.yaml contracts/`", command)
	switch {
	case len(flags.specs) == 0:
		return nil, fmt.Errorf("name the spec, %s", example)
	case len(args) == 0:
		return nil, fmt.Errorf("name the contracts, %s", example)
	case !flags.plays() && flags.states != "":
		return nil, fmt.Errorf("--states-url is of no use without --provider")
	}
	x := &contractPlaying{flags: flags}
	var err error
	if !flags.plays() {
		x.session, err = newSession(flags.sessionFlags)
	} else {
		var v *verifying
		if v, err = newVerifying(flags.verifyFlags, args); err == nil {
			x.session, x.verify = v.session, v.options
		}
	}
	if err != nil {
		return nil, err
	}
	x.noRules = true
	return x, nil
}

// played is a spec, the contracts that are judged, and what a service has answered.
type played struct {
	*contractInput
	chosen   []*consumer.Contract
	outcomes []*verify.Outcome // nil: there is no service
	summary  *report.Summary
}

// run reads the spec and the contracts, plays them if there is a service, and prints what is judged.
func (x *contractPlaying) run(ctx context.Context, s streams, args []string, judge func(*played) error) error {
	in, err := x.against(ctx, s, x.flags.providerName, x.flags.specs, args)
	if err != nil {
		return err
	}
	defer in.tree.Close()
	p := &played{contractInput: in, summary: &report.Summary{
		Version: version(), FailOn: x.threshold(config.Default(config.Catalog{})), Checked: count(in.loaded),
	}}
	if !in.malformed() {
		if p.chosen, err = in.choose(x.flags.providerName, x.flags.consumers); err != nil {
			return err
		}
		if err := x.play(ctx, s, p); err != nil {
			return err
		}
		if err := judge(p); err != nil {
			return err
		}
	}
	p.summary.Findings = report.Sort(slices.Concat(in.loaded.Findings, in.findings, in.resolver.Findings()))
	p.summary.NotChecked = slices.Concat(notChecked(in.loaded.Skipped), in.skipped)
	unknown := verify.Count(p.outcomes, verify.NotVerified) > 0 && p.summary.Failing() == 0 && p.summary.FailOn != report.Off
	if unknown {
		p.summary.Headline += fmt.Sprintf(" Not everything could be verified: the exit code is %d.", exitUnverified)
	}
	if err := x.print(s.out, in.tree, p.summary); err != nil {
		return err
	}
	if unknown {
		return codeError{exitUnverified}
	}
	return nil
}

// mostKept bounds the body of an answer that is kept, in bytes.
const mostKept = 1 << 20

// play asks the service, if there is one.
func (x *contractPlaying) play(ctx context.Context, s streams, p *played) (err error) {
	if !x.flags.plays() {
		return nil
	}
	o := x.verify
	o.Keep, o.Progress = mostKept, verifyProgress(s.err)
	if o.Files, _, err = registry(p.loaded.Descriptors); err != nil {
		return err
	}
	p.outcomes = verify.Verify(ctx, p.chosen, o)
	return ctx.Err()
}

// whyNot says why nothing is known of what the service does of an interaction, or that it breaks it; "" if it
// held.
func whyNot(o *verify.Outcome) string {
	switch o.Verdict {
	case verify.NotVerified:
		return "it is not verified: " + o.Why
	case verify.Broken:
		return "the service breaks it, as `bylaw verify` tells"
	}
	return ""
}

// infoOf explains the IDs of some diagnostics, and those of reading contracts.
func infoOf(all []report.Diagnostic) func(string) (report.RuleInfo, bool) {
	return func(id string) (report.RuleInfo, bool) {
		for _, d := range all {
			if d.ID == id {
				return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "contract", Severity: d.Severity, Help: d.Help}, true
			}
		}
		return contractInfo(id)
	}
}
