package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	modpath "golang.org/x/mod/module"

	"github.com/bylaw-dev/bylaw/generator/project"
)

func newCommand(s streams) *cobra.Command {
	var flags upgradeFlags
	command := &cobra.Command{
		Use:   "new",
		Short: "Begin something new, or bring it up to date",
		Long: `Begin something new: a service, whole from its contract to its deployment. With --upgrade, bring such a service to the
templates of this bylaw: it stands in .bylaw/generate.json by which it was made.

An upgrade overwrites what nobody has edited of the files that are ours, adds those that are new, and generates the code
of the contract anew, all of it or nothing. What is yours it never touches: what the templates have changed in it since is
shown, once. What you have deleted stays so. Files of ours that need yours to change first wait until you say --take.

Exit codes: 0 done; 1 the contract can't be generated from, or --check found a difference; 2 wrong usage, or a file that
can't be read or written; 3 a mistake of bylaw itself.`,
		Example: `  bylaw new service orders
  bylaw new --upgrade --diff
  bylaw new --upgrade services/orders
  bylaw new --upgrade --take Makefile,deploy`,
		Args: func(c *cobra.Command, args []string) error {
			if !flags.upgrade {
				return cobra.NoArgs(c, args)
			}
			return cobra.MaximumNArgs(1)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := flags.verify(c); err != nil {
				return err
			}
			if !flags.upgrade {
				return c.Help()
			}
			u, err := newUpgrade(flags, append(args, ".")[0])
			if err != nil {
				return err
			}
			return u.run(c.Context(), s)
		},
	}
	flags.add(command)
	foldersOnly(command, "template")
	command.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	command.AddCommand(newServiceCommand(s))
	return command
}

// newFlags are the flags of `bylaw new service` as they were given.
type newFlags struct {
	from, kind, module, out, store, template string
	protoPaths                               []string
	interactive                              bool
}

func newServiceCommand(s streams) *cobra.Command {
	var flags newFlags
	command := &cobra.Command{
		Use:   "service [NAME]",
		Short: "Begin a service: a repository that builds, tests, runs and answers",
		Long: `Write a service into a new folder: its contract, the code that follows from it, an implementation to go on from, the
process around it, and what tests, builds and deploys it.

Without --from the contract is an example, one resource with all that belongs to it, implemented. With --from it
is yours: the spec is copied, with what it imports or refers to, and every operation answers UNIMPLEMENTED (501) until
you write it.

It asks nothing, unless --interactive is given: then for what hasn't been said, and in the end whether to write.

Nothing that exists is overwritten: a folder that has files already is taken if none of them is in the way. Either all
files are there in the end, or none. Go, if it is installed, fetches the modules that the service needs; bylaw itself
uses no network.

Exit codes: 0 written; 1 the contract can't be generated from; 2 wrong usage, something in the way, or a file that can't
be read or written; 3 a mistake of bylaw itself.`,
		Example: `  bylaw new service orders
  bylaw new service orders --kind openapi --module github.com/acme/orders
  bylaw new service orders --from api/orders.proto --out services/orders`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 && !(flags.interactive && len(args) == 0) {
				return errors.New("name one service, as in `bylaw new service orders`")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			n, err := begin(c.Context(), s, flags, append(args, "")[0])
			if err != nil {
				return err
			}
			return n.run(c.Context(), s)
		},
	}
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		if strings.HasPrefix(err.Error(), "unknown flag: --upgrade") {
			return errors.New("a folder that is called service is upgraded by `bylaw new --upgrade ./service`")
		}
		return err
	})
	f := command.Flags()
	f.StringVar(&flags.from, "from", "", "the `spec` to begin with, copied into the service (default: an example)")
	f.StringVar(&flags.kind, "kind", "", "the `format` of the contract: "+strings.Join(project.Kinds(), " or ")+" (default: that of --from, or "+project.Kinds()[0]+")")
	f.StringVar(&flags.module, "module", "", "the `path` of the Go module (default: below that of the folder around it, or example.com/NAME)")
	f.StringVar(&flags.out, "out", "", "the `folder` to write to (default: NAME)")
	f.StringVar(&flags.store, "store", "", "what the service keeps its data in: "+strings.Join(project.Stores(), ", ")+" (default "+project.Stores()[0]+")")
	f.StringArrayVarP(&flags.protoPaths, "proto-path", "I", nil, "a `folder` that proto imports of --from start from; may be repeated (default: found by itself)")
	f.StringVar(&flags.template, "template", "", "a `folder`, or git:URL[#ref], of your own templates, which are laid over ours: docs/templates.md")
	f.BoolVar(&flags.interactive, "interactive", false, "ask for what isn't said, and before anything is written")
	completions(command, map[string][]string{"kind": project.Kinds(), "store": project.Stores()})
	foldersOnly(command, "out", "template", "proto-path")
	return command
}

// foldersOnly has flags complete to folders.
func foldersOnly(command *cobra.Command, names ...string) {
	for _, name := range names {
		if err := command.MarkFlagDirname(name); err != nil {
			panic(errors.Join(errors.New("a flag that does not exist is completed"), err))
		}
	}
}

// begin returns what is to be made: as the flags say, or those that answer questions.
func begin(ctx context.Context, s streams, flags newFlags, name string) (*creation, error) {
	if !flags.interactive {
		return newCreation(flags, name)
	}
	if name != "" {
		if _, err := newCreation(flags, name); err != nil { // what is said already has to be right
			return nil, err
		}
	}
	a, err := newAsking(s)
	if err != nil {
		return nil, err
	}
	if err := flags.check(); err != nil {
		return nil, err
	}
	if err := a.complete(ctx, &flags, &name); err != nil {
		return nil, err
	}
	n, err := newCreation(flags, name)
	if err != nil {
		return nil, err
	}
	return n, a.confirm(ctx, n)
}

// creation is one run of `bylaw new service`.
type creation struct {
	flags   newFlags
	project *project.Project
	target  string // the folder of the service, absolute
}

// newCreation refuses what can't be before anything is read.
func newCreation(flags newFlags, name string) (*creation, error) {
	if err := cmp.Or(project.CheckName(name), flags.check()); err != nil {
		return nil, err
	}
	target, err := filepath.Abs(cmp.Or(flags.out, name))
	if err != nil {
		return nil, err
	}
	n := &creation{flags: flags, target: target, project: &project.Project{
		Name: name, Kind: project.Kind(cmp.Or(flags.kind, project.Kinds()[0])), Store: cmp.Or(flags.store, project.Stores()[0]),
		Module: cmp.Or(flags.module, defaultModule(name, flags.out)), Example: flags.from == "", Bylaw: installable(version()), Today: time.Now().UTC(),
	}}
	return n, checkModule(n.project.Module)
}

// check refuses flags that can't be. What isn't said can.
func (flags *newFlags) check() error {
	if flags.kind != "" {
		if err := checkKind(flags.kind); err != nil {
			return err
		}
	}
	if flags.store != "" {
		return checkStore(flags.store)
	}
	return nil
}

func checkKind(kind string) error {
	if !slices.Contains(project.Kinds(), kind) {
		return unknown("kind", kind, project.Kinds())
	}
	return nil
}

func checkStore(store string) error {
	if !slices.Contains(project.Stores(), store) {
		return unknown("store", store, project.Stores())
	}
	return nil
}

// checkFrom refuses a contract that isn't there; nothing stands for the example.
func checkFrom(from string) error {
	if from == "-" {
		return errors.New("--from takes a file, for what it imports or refers to is copied with it")
	}
	if from == "" {
		return nil
	}
	_, err := os.Stat(from)
	return err
}

func checkModule(given string) error {
	if err := modpath.CheckImportPath(given); err != nil {
		return fmt.Errorf("%q can't be the path of a module: use one such as example.com/%s (%w)", given, "orders", err)
	}
	return nil
}

// defaultModule is below the module that the folder lies in, if it lies in one.
func defaultModule(name, out string) string {
	target, err := filepath.Abs(cmp.Or(out, name))
	if err == nil {
		if around, err := moduleOf(filepath.Dir(target), "", "."); err == nil {
			if local, err := filepath.Rel(around.root, target); err == nil && filepath.IsLocal(local) {
				return path.Join(around.path, filepath.ToSlash(local))
			}
		}
	}
	return path.Join("example.com", name)
}

// installable returns what `go install` takes for the version that runs.
func installable(version string) string {
	if strings.HasPrefix(version, "v") {
		return version
	}
	return "latest"
}
