package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

func configCommand(s streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "config",
		Short: "Show, check or migrate the configuration, or print the schema that it is written by",
	}
	command.AddCommand(configShowCommand(s), configCheckCommand(s), configMigrateCommand(s), configSchemaCommand(s))
	return command
}

func configSchemaCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema (draft-07) of bylaw.yaml, for editors",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(config.Schema(catalog(newSet())))
			return err
		},
	}
}

func configShowCommand(s streams) *cobra.Command {
	var file string
	var origin bool
	command := &cobra.Command{
		Use:   "show [PATH]",
		Short: "Print the rules and options that hold for a file",
		Long: `Print the configuration that holds for a file or folder, with everything spelled out. Without PATH it is
the configuration of the folder you stand in. --origin says where each value comes from.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			c, local, findings, err := configFor(file, append(args, ".")[0])
			if err != nil {
				return err
			}
			if len(findings) > 0 {
				err := report.Text(s.err, &report.Summary{Findings: findings, FailOn: report.Error}, report.Options{})
				return errors.Join(err, codeError{exitUsage})
			}
			_, err = fmt.Fprint(s.out, config.Show(c, local, origin))
			return err
		},
	}
	command.Flags().BoolVar(&origin, "origin", false, "say where each value comes from")
	command.Flags().StringVar(&file, "config", "", "use this `file` instead of the bylaw.yaml that is found")
	return command
}

// configFor returns the configuration of a file or folder, and what that is called in it.
func configFor(file, target string) (*config.Config, string, []report.Finding, error) {
	rulebook := catalog(newSet())
	info, err := os.Stat(target)
	if err != nil {
		return nil, "", nil, err
	}
	absolute, err := filepath.Abs(target)
	if err != nil {
		return nil, "", nil, err
	}
	dir := absolute
	if !info.IsDir() {
		dir = filepath.Dir(absolute)
	}
	root := workspace.Root(dir)
	local, err := filepath.Rel(root, absolute)
	if err != nil {
		return nil, "", nil, err
	}
	local = filepath.ToSlash(local)
	if info.IsDir() {
		local = path.Join(local, "_") // any file of the folder
	}
	resolver, err := resolverFor(file, root, rulebook)
	if err != nil {
		return nil, "", nil, err
	}
	found := resolver.For(local)
	return found, local, resolver.Findings(), nil
}

func resolverFor(file, root string, rulebook config.Catalog) (*config.Resolver, error) {
	if file == "" {
		tree, err := workspace.Dir(root)
		if err != nil {
			return nil, err
		}
		return config.NewResolver(tree, rulebook), nil
	}
	c, findings, err := readConfig(file, rulebook)
	if err != nil {
		return nil, err
	}
	return config.Only(c, findings...), nil
}

// readConfig reads the file of --config. Its patterns match below the workspace root.
func readConfig(file string, rulebook config.Catalog) (*config.Config, []report.Finding, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	c, findings := config.Parse(source.NewFile(filepath.ToSlash(file), content), rulebook)
	c.Dir = "."
	return c, findings, nil
}
