package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/contract/broker"
)

// recordedCommand is `bylaw contract record-deployment` or `record-release`.
func recordedCommand(s streams, release bool) *cobra.Command {
	var flags brokerFlags
	d := broker.Deployment{Release: release}
	use, short, long := "record-deployment", "Tell a Pact Broker that a version is deployed to an environment",
		`Tell the broker that a version of a consumer or provider is now in an environment, in the place of the one before it. That is what
can-i-deploy goes by, and what providers verify with --select deployed-or-released. Do it when the deployment has succeeded.`
	if release {
		use, short, long = "record-release", "Tell a Pact Broker that a version is released in an environment",
			`Tell the broker that a version of a consumer or provider is now supported in an environment, beside those before it: an app
in a store, or a library. can-i-deploy asks about all of them.`
	}
	command := &cobra.Command{
		Use:   use + " --pacticipant NAME --version VERSION --environment ENVIRONMENT",
		Short: short,
		Long: long + `

` + brokerHelp + `

Exit codes: 0 recorded; 2 wrong usage, or the broker doesn't know the version or the environment, or can't be reached.`,
		Example: "  bylaw contract " + use + ` --pacticipant orders --version 4.5.6 --environment production`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if d.Pacticipant == "" || d.Version == "" || d.Environment == "" {
				return errors.New("say what is where with --pacticipant, --version and --environment")
			}
			b, err := flags.open()
			if err != nil {
				return err
			}
			if err := b.Record(c.Context(), d); err != nil {
				return brokerError(err)
			}
			_, err = fmt.Fprintf(s.out, "recorded: %s %s is in %s\n", broker.Clean(d.Pacticipant), broker.Clean(d.Version), broker.Clean(d.Environment))
			return err
		},
	}
	flags.add(command)
	f := command.Flags()
	f.StringVar(&d.Pacticipant, "pacticipant", "", "the `name` of the consumer or provider")
	f.StringVar(&d.Version, "version", "", "its `version`")
	f.StringVar(&d.Environment, "environment", "", "the `name` of the environment")
	if !release {
		f.StringVar(&d.Instance, "instance", "", "the `name` of the one of several that run side by side in the environment")
	}
	return command
}

func createEnvironmentCommand(s streams) *cobra.Command {
	var flags brokerFlags
	var e broker.Environment
	command := &cobra.Command{
		Use:   "create-environment NAME",
		Short: "Make an environment known to a Pact Broker",
		Long: `Make an environment known, so that deployments to it can be recorded. New brokers know test and production.

` + brokerHelp + `

Exit codes: 0 created; 2 wrong usage, or the broker has one of that name, or can't be reached.`,
		Example: `  bylaw contract create-environment staging --display-name Staging
  bylaw contract create-environment production --production`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			b, err := flags.open()
			if err != nil {
				return err
			}
			e.Name = args[0]
			if err := b.AddEnvironment(c.Context(), e); err != nil {
				return brokerError(err)
			}
			_, err = fmt.Fprintf(s.out, "created: %s\n", broker.Clean(e.Name))
			return err
		},
	}
	flags.add(command)
	command.Flags().StringVar(&e.Title, "display-name", "", "the `name` for people (default: the name)")
	command.Flags().BoolVar(&e.Production, "production", false, "it is a production environment")
	return command
}
