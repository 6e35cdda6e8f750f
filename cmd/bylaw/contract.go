package main

import (
	"errors"

	"github.com/spf13/cobra"
)

func contractCommand(s streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "contract",
		Short: "Work with consumer contracts: what consumers send, and what they rely on",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("say what to do, as in `bylaw contract check --spec openapi.yaml contracts/`")
		},
	}
	command.AddCommand(contractCheckCommand(s), contractMutateCommand(s), contractCoverageCommand(s), contractConvertCommand(s))
	command.AddCommand(contractPublishCommand(s), canIDeployCommand(s), recordedCommand(s, false), recordedCommand(s, true), createEnvironmentCommand(s))
	return command
}
