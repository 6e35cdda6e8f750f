package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/importer"
)

func initCommand(s streams) *cobra.Command {
	var name, from string
	var remove bool
	command := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a bylaw.yaml to start from, or make git hooks call bylaw",
		Long: `Write a small, commented bylaw.yaml into the folder (by default the one you stand in). A file that is
there already is never touched.

With --hook, make the hooks of the repository call bylaw instead: what is staged is linted before each commit, and
breaking changes are looked for before each push, both against the commit at which the branch has left the default one, so
that an old repository can begin today. Hooks that are there stay; --remove takes bylaw out of them again.

With --from, write a bylaw.yaml that checks what another linter's configuration checks (buf.yaml, .spectral.yaml,
redocly.yaml, .api-linter.yaml), beside it, and say what of it has no counterpart.`,
		Example: `  bylaw init
  bylaw init --hook git
  bylaw init --hook pre-commit
  bylaw init --hook husky --remove
  bylaw init --from buf.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := append(args, "")[0]
			if from != "" && name == "" {
				return initFrom(s, from, dir)
			}
			dir = cmp.Or(dir, ".")
			switch {
			case name != "":
				return installHook(c.Context(), s.out, name, dir, remove)
			case remove:
				return errors.New("--remove takes bylaw out of hooks: name which with --hook")
			}
			return initConfig(s, dir)
		},
	}
	command.Flags().StringVar(&name, "hook", "", "make hooks call bylaw: "+strings.Join(hookNames(), ", "))
	command.Flags().StringVar(&from, "from", "", "write what this `file` of another linter checks: "+strings.Join(importer.Names(), ", "))
	command.Flags().BoolVar(&remove, "remove", false, "with --hook: take bylaw out of them again")
	command.MarkFlagsMutuallyExclusive("hook", "from")
	completions(command, map[string][]string{"hook": hookNames()})
	return command
}

func initConfig(s streams, dir string) error {
	path := filepath.Join(dir, config.FileName)
	if err := create(path, config.Initial(catalog(newSet()))); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.out, "wrote %s\nNext: bylaw lint\n", path)
	return err
}

// create writes a file that must not be there yet, whole or not at all: it is written beside its
// place and then linked there, which fails if someone else was first.
func create(path string, content []byte) error {
	partial, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(partial.Name())
	_, err = partial.Write(content)
	if err := errors.Join(err, partial.Chmod(0o644), partial.Close()); err != nil {
		return err
	}
	err = os.Link(partial.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; bylaw config show prints what holds", path)
	}
	return err
}
