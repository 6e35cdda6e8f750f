package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/contract/broker"
)

// brokerFlags are the flags of every command that talks to a broker.
type brokerFlags struct {
	url     string
	timeout time.Duration
}

func (flags *brokerFlags) add(command *cobra.Command) {
	f := command.Flags()
	f.StringVar(&flags.url, "broker", "", "the `URL` of the Pact Broker (default: the environment's "+envBrokerURL+")")
	f.DurationVar(&flags.timeout, "broker-timeout", broker.DefaultTimeout, "how `long` one exchange with the broker may take")
}

func (flags *brokerFlags) open() (*broker.Broker, error) {
	if flags.timeout <= 0 {
		return nil, fmt.Errorf("--broker-timeout %s is no time to wait", flags.timeout)
	}
	b, err := openBroker(flags.url)
	if err == nil {
		b.Timeout = flags.timeout
	}
	return b, err
}

// contractPublishFlags are the flags of `bylaw contract publish` as they were given.
type contractPublishFlags struct {
	sessionFlags
	broker   brokerFlags
	version  string
	branch   string
	tags     []string
	buildURL string
	to       string
	merge    bool
}

func contractPublishCommand(s streams) *cobra.Command {
	var flags contractPublishFlags
	command := &cobra.Command{
		Use:   "publish --consumer-version VERSION CONTRACT|FOLDER|GLOB...",
		Short: "Publish a consumer's contracts at a Pact Broker",
		Long: `Publish what one version of a consumer relies on, so that its providers find it. Contracts are read in every format that
` + "`bylaw contract convert`" + ` reads. Pact files go as they are; the others are written as version 4 of the Pact specification,
or as --to says. Contracts of one consumer with one provider are published as one.

The version is unique for what it stands for: the SHA of the commit is best. Most brokers refuse other contracts for a
version that has some. The branch is what providers select by.

` + brokerHelp + `

Exit codes: 0 published; 1 findings at or above --fail-on: a contract can't be read or said in that format (nothing is published
then), or the broker refuses it; 2 wrong usage, a file that can't be opened, or no broker; 3 a mistake of bylaw itself.`,
		Example: `  bylaw contract publish --broker https://broker.example.com --consumer-version "$(git rev-parse HEAD)" --branch main contracts/
  bylaw contract publish --consumer-version 1.4.2 --tag prod --to pact-v3 billing-orders.yaml`,
		RunE: func(c *cobra.Command, args []string) error {
			x, err := newContractPublishing(flags, args)
			if err != nil {
				return err
			}
			return x.run(c.Context(), s, args)
		},
	}
	f := command.Flags()
	flags.broker.add(command)
	f.StringVar(&flags.version, "consumer-version", "", "the `version` of the consumer")
	f.StringVar(&flags.branch, "branch", "", "the `branch` of the consumer's repository")
	f.StringArrayVar(&flags.tags, "tag", nil, "a `tag` of the version; may be repeated")
	f.StringVar(&flags.buildURL, "build-url", "", "the `URL` of the build, which the broker links to")
	f.BoolVar(&flags.merge, "merge", false, "add to what is published for the version, where several jobs publish parts of it")
	f.StringVar(&flags.to, "to", "", "write all contracts as `format`: pact (version 4) or pact-v3 (default: Pact files as they are, others as pact)")
	f.StringArrayVar(&flags.formats, "format", nil, "`NAME[=FILE]`: "+strings.Join(formatList(), ", ")+"; may be repeated")
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` of a finding that stops it: info, warning, error, or off (default error)")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	flags.limitFlags.add(f)
	completions(command, sessionValuesOf("format", "fail-on", "color"))
	completions(command, map[string][]string{"to": publishedFormats()})
	return command
}

func publishedFormats() []string { return []string{"pact", "pact-v3"} }

// sessionValuesOf returns what some flags of a session complete to.
func sessionValuesOf(names ...string) map[string][]string {
	values := map[string][]string{}
	for _, name := range names {
		values[name] = sessionValues()[name]
	}
	return values
}

// contractPublishing is one run of `bylaw contract publish`.
type contractPublishing struct {
	*session
	flags  contractPublishFlags
	broker *broker.Broker
}

func newContractPublishing(flags contractPublishFlags, args []string) (*contractPublishing, error) {
	switch {
	case strings.TrimSpace(flags.version) == "":
		return nil, errors.New("name the version of the consumer with --consumer-version: the SHA of its commit is best")
	case len(args) == 0:
		return nil, errors.New("name the contracts, as in `bylaw contract publish --consumer-version 1.4.2 contracts/`")
	case flags.buildURL != "" && !broker.ValidBuildURL(flags.buildURL):
		return nil, errors.New("--build-url takes the URL of a build, as in https://ci.example.com/builds/7")
	case flags.to != "" && flags.to != "pact" && flags.to != "pact-v3":
		return nil, fmt.Errorf("--to %s is no format of brokers: use one of %s", flags.to, strings.Join(publishedFormats(), ", "))
	}
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	b, err := flags.broker.open()
	return &contractPublishing{s, flags, b}, err
}
