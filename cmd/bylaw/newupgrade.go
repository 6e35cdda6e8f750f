package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project"
)

// upgradeFlags are the flags of `bylaw new --upgrade` as they were given.
type upgradeFlags struct {
	upgrade             bool
	check, diff, dryRun bool
	take                []string
	template            string
	otherTemplate       bool // template is said
}

func (flags *upgradeFlags) add(command *cobra.Command) {
	f := command.Flags()
	f.BoolVar(&flags.upgrade, "upgrade", false, "bring a service to the templates of today: what nobody has edited, and what is generated")
	f.BoolVar(&flags.check, "check", false, "with --upgrade: write nothing, and fail if anything would change")
	f.BoolVar(&flags.diff, "diff", false, "with --upgrade: write nothing, and print what would change, and what is yours to take over, as a diff")
	f.BoolVar(&flags.dryRun, "dry-run", false, "with --upgrade: write nothing, and list what would change")
	f.StringSliceVar(&flags.take, "take", nil, "with --upgrade: have ours for these `files` or folders, though they are yours")
	f.StringVar(&flags.template, "template", "", "with --upgrade: the `folder`, or git:URL[#ref], of your own templates, if not those that the service was made by ('': none)")
}

// verify refuses flags that say nothing, or two things.
func (flags *upgradeFlags) verify(command *cobra.Command) error {
	flags.otherTemplate = command.Flags().Changed("template")
	if !flags.upgrade {
		for _, name := range []string{"check", "diff", "dry-run", "take", "template"} {
			if command.Flags().Changed(name) {
				return fmt.Errorf("--%s is for an upgrade: add --upgrade", name)
			}
		}
		return nil
	}
	only := 0
	for _, set := range []bool{flags.check, flags.diff, flags.dryRun} {
		if set {
			only++
		}
	}
	if only > 1 {
		return errors.New("--check, --diff and --dry-run are three ways to write nothing: use one of them")
	}
	return nil
}

// dry reports whether nothing is to be written.
func (flags *upgradeFlags) dry() bool { return flags.check || flags.diff || flags.dryRun }

// upgrade is one run of `bylaw new --upgrade`.
type upgrade struct {
	flags   upgradeFlags
	root    string // the folder of the service, absolute
	stamp   project.Stamp
	listed  []string // the files that it was made with
	project *project.Project
	taken   []string // below root, slash-separated
}

// newUpgrade finds the service that a folder belongs to.
func newUpgrade(flags upgradeFlags, folder string) (*upgrade, error) {
	u := &upgrade{flags: flags}
	at, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(at); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder: name that of a service", folder)
	}
	if at, err = filepath.EvalSymlinks(at); err != nil { // so that its lock is the same for everyone
		return nil, err
	}
	text := ""
	for u.root = at; text == ""; u.root = filepath.Dir(u.root) {
		if text, u.listed, err = stamped(u.root); err != nil || text != "" {
			break
		}
		if u.root == filepath.Dir(u.root) {
			return nil, fmt.Errorf("%s lies in no service that `bylaw new service` has made: %s would say so", relative(at), generator.ManifestPath)
		}
	}
	if err != nil {
		return nil, err
	}
	if u.stamp, err = project.ParseStamp(text); err != nil {
		return nil, fmt.Errorf("%s: %w", relative(filepath.Join(u.root, filepath.FromSlash(generator.ManifestPath))), err)
	}
	if u.stamp.Version > project.TemplateVersion {
		return nil, fmt.Errorf("%s was made by templates of version %d, and this bylaw has %d: install a newer bylaw", relative(u.root), u.stamp.Version, project.TemplateVersion)
	}
	return u, errors.Join(u.take(), u.plan())
}

// stamped returns the stamp of the service in a folder; "" if there is none.
func stamped(folder string) (stamp string, listed []string, err error) {
	if _, err := os.Lstat(filepath.Join(folder, filepath.FromSlash(generator.ManifestPath))); errors.Is(err, fs.ErrNotExist) {
		return "", nil, nil
	}
	stamp, listed, err = generator.Made(folder, ".")
	if err != nil {
		err = fmt.Errorf("%s: %w", relative(folder), err)
	}
	return stamp, listed, err
}

// take says where the files lie that are to be ours again.
func (u *upgrade) take() error {
	for _, name := range u.flags.take {
		at, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		if folder, err := filepath.EvalSymlinks(filepath.Dir(at)); err == nil {
			at = filepath.Join(folder, filepath.Base(at))
		}
		local, err := filepath.Rel(u.root, at)
		if err != nil || !filepath.IsLocal(local) {
			return fmt.Errorf("--take %s: it lies outside of the service at %s", name, relative(u.root))
		}
		u.taken = append(u.taken, filepath.ToSlash(local))
	}
	return nil
}

// takes reports whether the owner of a file wants ours.
func (u *upgrade) takes(name string) bool {
	return slices.ContainsFunc(u.taken, func(taken string) bool { return within(taken, name) })
}

// within reports whether a file is, or lies in, what is called taken.
func within(taken, name string) bool {
	return taken == "." || name == taken || strings.HasPrefix(name, taken+"/")
}

// useless refuses to take what there is not.
func (u *upgrade) useless(files []generator.File) error {
	for i, taken := range u.taken {
		planned := slices.ContainsFunc(files, func(f generator.File) bool { return within(taken, f.Path) })
		if !planned && !slices.ContainsFunc(u.listed, func(name string) bool { return within(taken, name) }) {
			return fmt.Errorf("--take %s: no file of the templates lies there", u.flags.take[i])
		}
	}
	return nil
}

// holds reports whether a file has to wait until what is theirs is as the templates of today expect it.
func (u *upgrade) holds(name string) bool {
	return u.stamp.Wiring != project.Wiring(project.TemplateVersion) && path.Ext(name) == ".go"
}
