package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// sharedFlags are the flags of `bylaw verify` that are about a broker.
type sharedFlags struct {
	broker    brokerFlags
	selectors []string
	pending   bool
	wipSince  string
	pactURL   string

	version, branch, buildURL string
	tags                      []string
	publish                   bool
}

func (flags *sharedFlags) add(command *cobra.Command) {
	flags.broker.add(command)
	f := command.Flags()
	f.StringArrayVar(&flags.selectors, "select", nil, "which `versions` of consumers, as in main-branch, branch=NAME, deployed-or-released, tag=NAME, latest; "+
		"words joined by commas hold together; may be repeated (default: main-branch and deployed-or-released)")
	f.BoolVar(&flags.pending, "pending", false, "only warn of contracts that no version on --provider-branch has ever kept")
	f.StringVar(&flags.wipSince, "wip-since", "", "verify the contracts of other branches since this `date` (2026-01-31) as well, as pending")
	f.StringVar(&flags.pactURL, "pact-url", "", "verify the contract at this `URL` of the broker only, as a webhook names it")
	f.StringVar(&flags.version, "provider-version", "", "the `version` of the service: the SHA of its commit is best")
	f.StringVar(&flags.branch, "provider-branch", "", "the `branch` of the service's repository")
	f.StringArrayVar(&flags.tags, "provider-tag", nil, "a `tag` of the service's version; may be repeated")
	f.BoolVar(&flags.publish, "publish", false, "publish at the broker what came of it")
	f.StringVar(&flags.buildURL, "build-url", "", "the `URL` of the build, which the broker links to")
	completions(command, map[string][]string{"select": broker.SelectorWords()})
}

// wanted reports whether contracts are fetched from a broker: if anything is said of one, or if nothing else is
// verified and the environment names one.
func (flags *sharedFlags) wanted(args []string) bool {
	return flags.broker.url != "" || len(flags.selectors) > 0 || flags.pending || flags.wipSince != "" || flags.pactURL != "" || flags.publish ||
		len(args) == 0 && os.Getenv(envBrokerURL) != ""
}

// share makes the addresses among the arguments the broker, as other commands take them.
func (flags *sharedFlags) share(args []string) (local []string, err error) {
	local, addresses := brokersIn(args)
	for _, address := range addresses {
		if flags.broker.url != "" && flags.broker.url != address {
			return nil, errors.New("name one broker: what came of a verification is published at one")
		}
		flags.broker.url = address
	}
	return local, nil
}

// shared is a broker that contracts come from and results go to.
type shared struct {
	*broker.Broker
	flags     sharedFlags
	selection broker.Selection
	pacts     map[*source.File]*broker.Pact
	described bool // the broker knows the branch and tags of the service's version
}

// open returns the broker; nil if none is wanted.
func (flags sharedFlags) open(provider string, args []string) (*shared, error) {
	if !flags.wanted(args) {
		return nil, nil
	}
	s := &shared{flags: flags, pacts: map[*source.File]*broker.Pact{}, selection: broker.Selection{
		Provider: provider, ProviderBranch: flags.branch, ProviderTags: flags.tags, Pending: flags.pending || flags.wipSince != "", WIPSince: flags.wipSince,
	}}
	for _, text := range flags.selectors {
		selector, err := broker.ParseSelector(text)
		if err != nil {
			return nil, fmt.Errorf("--select: %w", err)
		}
		s.selection.Selectors = append(s.selection.Selectors, selector)
	}
	_, wrong := time.Parse(time.DateOnly, flags.wipSince)
	switch {
	case provider == "":
		return nil, errors.New("name the service as the broker knows it with --provider-name")
	case flags.publish && flags.version == "":
		return nil, errors.New("--publish needs the version of the service: name it with --provider-version, the SHA of its commit is best")
	case flags.wipSince != "" && wrong != nil:
		return nil, fmt.Errorf("--wip-since %s is no date: write it like 2026-01-31", flags.wipSince)
	case s.selection.Pending && flags.branch == "" && len(flags.tags) == 0:
		return nil, errors.New("--pending and --wip-since need --provider-branch: the broker tells by it what was kept before")
	case flags.buildURL != "" && !broker.ValidBuildURL(flags.buildURL):
		return nil, errors.New("--build-url takes the URL of a build, as in https://ci.example.com/builds/7")
	}
	var err error
	s.Broker, err = flags.broker.open()
	return s, err
}

// fetch adds the contracts that the broker has for the service. Of a contract that is pending all interactions
// are. It returns what the broker says of them.
func (s *shared) fetch(ctx context.Context, in *contractSet) ([]string, error) {
	pacts, err := s.fetched(ctx)
	if err != nil {
		return nil, brokerError(err)
	}
	var notes []string
	for i := range pacts {
		p := &pacts[i]
		file := source.NewFile(broker.Clean(p.URL), p.Content)
		c, findings := form.Read(file, recorded.Names{Consumer: p.Consumer, Provider: p.Provider})
		if c != nil && p.Pending {
			for _, interaction := range c.Interactions {
				interaction.Pending = true
			}
		}
		s.pacts[file] = p
		in.take(c, findings)
		for _, notice := range p.Notices {
			notes = append(notes, fmt.Sprintf("%s: %s", consumerOf(p), notice))
		}
	}
	return notes, nil
}

func (s *shared) fetched(ctx context.Context) ([]broker.Pact, error) {
	if s.flags.pactURL != "" {
		p, err := s.Pact(ctx, s.flags.pactURL)
		if err != nil {
			return nil, err
		}
		return []broker.Pact{*p}, nil
	}
	return s.Pacts(ctx, s.selection)
}

// any complains where the broker has selected nothing: that nothing was verified must not look like success.
func (s *shared) any(in *contractSet) error {
	if len(in.read)+len(in.findings) > 0 {
		return nil
	}
	if s.flags.selectors == nil {
		return fmt.Errorf("%s has no contract with %s that is on its consumer's main branch, deployed or released: choose others, as with --select latest", s, s.selection.Provider)
	}
	return fmt.Errorf("%s has no contract with %s that is selected by %s", s, s.selection.Provider, strings.Join(s.flags.selectors, " or "))
}

// consumerOf names the version of a consumer.
func consumerOf(p *broker.Pact) string {
	name := broker.Clean(p.Consumer)
	if p.Version != "" {
		name += " " + broker.Clean(p.Version)
	}
	return name
}
