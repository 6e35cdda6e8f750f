package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/spf13/cobra"
)

// exportFlags are the flags of `bylaw export openapi` as they were given.
type exportFlags struct {
	sessionFlags
	output, as string
}

// The forms that a document can be written in.
const (
	asYAML = "yaml"
	asJSON = "json"
)

func exportCommand(s streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "export FORMAT",
		Short: "Write a contract in another format",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("name the format, as in `bylaw export openapi api/shop/v1`")
		},
	}
	command.AddCommand(exportOpenAPICommand(s))
	return command
}

func exportOpenAPICommand(s streams) *cobra.Command {
	var flags exportFlags
	command := &cobra.Command{
		Use:   "openapi [SPEC|FOLDER|GLOB|-]...",
		Short: "Write the OpenAPI document that REST consumers of a .proto contract get",
		Long: `Write the OpenAPI 3.1 document of a proto package: what the server that is generated from it answers over HTTP, by
google.api.http and ProtoJSON. Every binding is an operation, rules of protovalidate become keywords of JSON Schema,
and errors are declared as they are served. What OpenAPI can't say is told.

The document goes to standard output, or to the file of --output. Of several packages each gets a document of its own
in the folder of --output, named as the package is.

Exit codes: 0 written; 1 the contract can't be read, or can't be said in OpenAPI; 2 wrong usage or configuration, or
a file that can't be opened or written; 3 a mistake of bylaw itself.`,
		Example: `  bylaw export openapi api/shop/v1
  bylaw export openapi api/shop/v1/shop.proto -o openapi.yaml
  bylaw export openapi api -o docs/openapi/ --as json`,
		RunE: func(c *cobra.Command, args []string) error {
			x, err := newExporting(flags)
			if err != nil {
				return err
			}
			return x.run(c.Context(), s, args)
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.output, "output", "o", "", "the `file` to write, or the folder for several packages (default: standard output)")
	f.StringVar(&flags.as, "as", "", "the `form` of the document: yaml or json (default: by the name of the file, else yaml)")
	flags.addSources(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` of a finding that stops it: info, warning, error, or off (default error)")
	flags.limitFlags.add(f)
	completions(command, sessionValues())
	completions(command, map[string][]string{"as": {asYAML, asJSON}})
	return command
}

// exporting is one run of `bylaw export openapi`.
type exporting struct {
	*session
	flags exportFlags
}

func newExporting(flags exportFlags) (*exporting, error) {
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	if flags.as != "" && flags.as != asYAML && flags.as != asJSON {
		return nil, fmt.Errorf("--as %s: use yaml or json", flags.as)
	}
	return &exporting{s, flags}, nil
}

// run reads the contracts, reports what can't be said, and writes the documents.
func (x *exporting) run(ctx context.Context, s streams, args []string) error {
	in, err := x.read(ctx, s, args)
	if err != nil {
		return err
	}
	defer in.tree.Close()
	summary := in.summary()
	if verdict(summary) != nil {
		return x.print(s.out, in.tree, summary)
	}
	if len(in.exports) == 0 {
		return in.nothing()
	}
	if err := x.write(s, in); err != nil {
		return err
	}
	return x.printBeside(s, in, summary)
}

// nothing says why there is nothing to export.
func (in *exportInput) nothing() error {
	if in.already != "" {
		return fmt.Errorf("nothing to export: %s is an OpenAPI document already; name .proto files", in.already)
	}
	return errors.New("nothing to export: no rpc has google.api.http, by which REST consumers call it")
}

// printed is the form that a document gets by the name of its file.
func (x *exporting) printed(e export, name string) []byte {
	as := x.flags.as
	if as == "" && strings.EqualFold(path.Ext(name), ".json") {
		as = asJSON
	}
	if as == asJSON {
		return e.document.JSON()
	}
	return e.document.YAML()
}
