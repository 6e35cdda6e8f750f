package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/openapi/bundle"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// bundleFlags are the flags of `bylaw bundle` as they were given.
type bundleFlags struct {
	sessionFlags
	output string
}

func bundleCommand(s streams) *cobra.Command {
	var flags bundleFlags
	command := &cobra.Command{
		Use:   "bundle SPEC|FOLDER|GLOB... [-o FILE]",
		Short: "Make one file of a contract that lies in many",
		Long: `Make one file of a contract that lies in many, for tools that read no others.

What references of an OpenAPI document lead to in other files becomes one of its components, called as it is there, or
as its file; path items are written out in place. The order and the comments of the document stay. The bundle means
what the document does: ` + "`bylaw breaking`" + ` finds no difference between them.

Of .proto files a FileDescriptorSet is made, with all that they import: binary, as protoc writes it with
--include_imports --include_source_info, or JSON if the file is to end with .json.

Exit codes: 0 clean; 1 something can't be read, or be in one file; 2 wrong usage or configuration, or a file that can't
be opened or written; 3 a mistake of bylaw itself.`,
		Example: `  bylaw bundle api/openapi.yaml -o dist/openapi.yaml
  bylaw bundle api/openapi.yaml -o dist/openapi.json
  bylaw bundle proto -o api.binpb`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			session, err := newSession(flags.sessionFlags)
			if err != nil {
				return err
			}
			session.noRules = true
			return (&bundling{session, flags.output}).run(c.Context(), s, args)
		},
	}
	f := command.Flags()
	flags.addSources(f, formatList())
	f.StringVarP(&flags.output, "output", "o", "", "the `file` to write; its ending, .yaml or .json, decides the format (default: standard output, in the format of the document)")
	completions(command, map[string][]string{"format": formatList(), "color": {"auto", "always", "never"}})
	return command
}

// bundling is one run of `bylaw bundle`.
type bundling struct {
	*session
	output string
}

// run reads the contract, reports what is wrong, and writes it as one file if nothing is.
func (b *bundling) run(ctx context.Context, s streams, args []string) error {
	tree, wanted, err := b.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	resolver, err := b.resolver(tree)
	if err != nil {
		return err
	}
	wanted.Links, wanted.Descriptors = true, true
	loaded, err := workspace.Load(ctx, tree, govern(wanted, resolver))
	if err != nil {
		return err
	}
	tell(s.err, loaded.Notes)
	text, findings, err := b.bundled(loaded)
	if err != nil {
		return err
	}
	summary := &report.Summary{
		Version: version(), Findings: report.Sort(slices.Concat(loaded.Findings, resolver.Findings(), findings)),
		Checked: count(loaded), NotChecked: notChecked(loaded.Skipped), FailOn: report.Error, Rule: bundleInfo,
	}
	if len(summary.Findings) > 0 {
		if err := b.print(s.err, tree, summary); err != nil {
			return err
		}
	}
	return b.write(s.out, inputs(tree, loaded), text)
}

// bundleInfo explains the ID of a finding about a bundle.
func bundleInfo(id string) (report.RuleInfo, bool) {
	for _, d := range bundle.Diagnostics() {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "bundle", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return report.RuleInfo{}, false
}

// bundled returns the file. What can't be in it is a finding; a selection that is no one contract is an error.
func (b *bundling) bundled(loaded *workspace.Loaded) ([]byte, []report.Finding, error) {
	if slices.ContainsFunc(loaded.Findings, func(f report.Finding) bool { return f.Severity >= report.Error }) {
		return nil, nil, nil
	}
	switch {
	case len(loaded.Linked) > 1:
		return nil, nil, fmt.Errorf("%d OpenAPI documents, %s and %s among them, can't be one: name one of them", len(loaded.Linked), loaded.Linked[0].API.Root.Path, loaded.Linked[1].API.Root.Path)
	case len(loaded.Linked) == 1 && len(loaded.Descriptors) > 0:
		return nil, nil, errors.New("an OpenAPI document and .proto files can't be one file: name those of one format")
	case len(loaded.Linked) == 1:
		return b.document(loaded.Linked[0])
	case len(loaded.Descriptors) > 0:
		return b.descriptors(loaded.Descriptors)
	}
	return nil, nil, errors.New("there is no API in it: name an OpenAPI document or .proto files, as in `bylaw bundle openapi.yaml`")
}

func (b *bundling) document(linked openapi.Linked) ([]byte, []report.Finding, error) {
	format := bundle.Same
	switch ending := strings.ToLower(filepath.Ext(b.output)); ending {
	case ".yaml", ".yml":
		format = bundle.YAML
	case ".json":
		format = bundle.JSON
	case "":
	default:
		return nil, nil, fmt.Errorf("%s: an OpenAPI document is YAML or JSON: let the file end with .yaml or .json", b.output)
	}
	text, findings := bundle.OpenAPI(linked, format)
	return text, findings, nil
}

func (b *bundling) descriptors(sets []*proto.Descriptors) ([]byte, []report.Finding, error) {
	if b.output == "" {
		return nil, nil, errors.New("a set of descriptors is nothing to be read: name a file for it, as in -o api.binpb")
	}
	text, err := proto.Bundle(sets, strings.EqualFold(filepath.Ext(b.output), ".json"))
	return text, nil, err
}

// inputs returns where the files lie that have been read.
func inputs(tree *workspace.DirTree, loaded *workspace.Loaded) (names []string) {
	for _, api := range loaded.APIs {
		for _, d := range api.Documents {
			if d.File != nil {
				names = append(names, tree.Display(d.File.Path))
			}
		}
	}
	return names
}

// write puts the bundle into its place as a whole, or not at all. What it was made of is never overwritten.
func (b *bundling) write(w io.Writer, inputs []string, text []byte) error {
	if b.output == "" {
		_, err := w.Write(text)
		return err
	}
	if there, err := os.Stat(b.output); err == nil {
		for _, name := range inputs {
			if input, err := os.Stat(name); err == nil && os.SameFile(there, input) {
				return fmt.Errorf("%s is a part of the contract, and would be overwritten: name another file for the bundle", b.output)
			}
		}
	}
	return replace(b.output, text)
}

// replace writes a file beside its place and then renames it over what is there. It makes the folder if need be.
func replace(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.bylaw-tmp")
	if err != nil {
		return err
	}
	_, err = fresh.Write(text)
	err = errors.Join(err, fresh.Chmod(0o644), fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(fresh.Name()))
	}
	return nil
}
