package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// contractConvertFlags are the flags of `bylaw contract convert` as they were given.
type contractConvertFlags struct {
	sessionFlags
	names      recorded.Names
	output, to string
}

func contractConvertCommand(s streams) *cobra.Command {
	var flags contractConvertFlags
	command := &cobra.Command{
		Use:   "convert CONTRACT... [-o FILE] [--to FORMAT]",
		Short: "Write a consumer contract in another format, and say what that can't say",
		Long: `Write a consumer contract in another format. What is read is told by its content: contracts in bylaw's own format,
Pact files of version 1 to 4, HTTP archives (HAR 1.2), Postman collections of version 2 and scenarios of
api-mock-service. Several files become one contract, if they are of the same parties.

What the format that is written has no way to say is listed with its place; with --fail-on warning nothing is written
then. Of archives, collections and scenarios no secrets are copied (what was redacted is listed), no script or template
is run, and no file that they name is opened.

Exit codes: 0 written; 1 findings at or above --fail-on, nothing is written; 2 wrong usage or configuration, or a file
that can't be opened or written; 3 a mistake of bylaw itself.`,
		Example: `  bylaw contract convert billing-orders.json -o billing-orders.yaml
  bylaw contract convert billing-orders.yaml --to pact -o billing-orders.json
  bylaw contract convert session.har --consumer shop --host api.example.com -o shop.yaml
  bylaw contract convert scenarios/*.yaml --consumer billing --provider orders -o billing-orders.yaml`,
		RunE: func(c *cobra.Command, args []string) error {
			x, err := newContractConverting(flags, args)
			if err != nil {
				return err
			}
			return x.run(c.Context(), s, args)
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.output, "output", "o", "", "the `file` to write (default: standard output)")
	f.StringVar(&flags.to, "to", form.Writers()[0].Name, "the `format` to write: "+strings.Join(writerNames(), ", "))
	f.StringVar(&flags.names.Consumer, "consumer", "", "the `name` of the consumer (default: what the file says)")
	f.StringVar(&flags.names.Provider, "provider", "", "the `name` of the provider (default: what the file says, or the host)")
	f.StringVar(&flags.names.Host, "host", "", "the `host` whose entries of an HTTP archive are taken (default: the first one)")
	flags.addSources(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` of a finding that stops it: info, warning, error, or off (default error)")
	flags.limitFlags.add(f)
	completions(command, sessionValues())
	completions(command, map[string][]string{"to": writerNames()})
	return command
}

func writerNames() []string {
	var names []string
	for _, w := range form.Writers() {
		names = append(names, w.Name)
	}
	return names
}

// contractConverting is one run of `bylaw contract convert`.
type contractConverting struct {
	*session
	flags  contractConvertFlags
	writer form.Writer
}

func newContractConverting(flags contractConvertFlags, args []string) (*contractConverting, error) {
	if len(args) == 0 {
		return nil, errors.New("name the contract, as in `bylaw contract convert billing-orders.json -o billing-orders.yaml`")
	}
	i := slices.IndexFunc(form.Writers(), func(w form.Writer) bool { return w.Name == flags.to })
	if i < 0 {
		return nil, fmt.Errorf("--to %s is no format that contracts are written in: use one of %s", flags.to, strings.Join(writerNames(), ", "))
	}
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	return &contractConverting{s, flags, form.Writers()[i]}, nil
}

// run reads the contracts, writes them as one, and says what was lost on the way.
func (x *contractConverting) run(_ context.Context, s streams, args []string) error {
	tree, wanted, err := x.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	resolver, err := x.resolver(tree)
	if err != nil {
		return err
	}
	whole, findings, err := x.read(tree, wanted)
	if err != nil {
		return err
	}
	var content []byte
	if whole != nil {
		var lost []report.Finding
		content, lost = x.writer.Write(whole)
		findings = append(findings, lost...)
	}
	summary := &report.Summary{
		Version: version(), Findings: report.Sort(slices.Concat(findings, resolver.Findings())), Checked: report.Counts{Files: len(wanted.Args)},
		FailOn: x.threshold(config.Default(config.Catalog{})), Rule: convertInfo,
	}
	return x.finish(s, tree, summary, content)
}

// finish writes the contract unless something stops it, and prints what there is to say: not where
// the contract is.
func (x *contractConverting) finish(s streams, tree *workspace.DirTree, summary *report.Summary, content []byte) error {
	if stop := verdict(summary); stop != nil || content == nil {
		return x.print(s.out, tree, summary)
	}
	tell(s.err, tooLong(len(content)))
	if x.flags.output != "" {
		if err := replace(x.flags.output, content); err != nil {
			return err
		}
		return x.tellFound(s.out, tree, summary)
	}
	if _, err := s.out.Write(content); err != nil {
		return err
	}
	return x.tellFound(s.err, tree, summary)
}

// tooLong says that the contract is one that bylaw itself won't read again.
func tooLong(size int) []string {
	if size <= workspace.MaxFile {
		return nil
	}
	return []string{fmt.Sprintf("what is written has %d MiB, and of one file no more than %d MiB are read: take fewer entries into one contract", size>>20, workspace.MaxFile>>20)}
}

// tellFound prints the summary, but not to a reader for whom there is nothing in it.
func (x *contractConverting) tellFound(w io.Writer, tree *workspace.DirTree, summary *report.Summary) error {
	outputs := slices.Clone(x.outputs)
	if len(summary.Findings) == 0 {
		outputs = slices.DeleteFunc(outputs, func(o report.Output) bool { return o.Path == "" && o.Format.Name == "text" })
	}
	if err := report.WriteOutputs(outputs, w, summary, x.printing(w, tree)); err != nil {
		return err
	}
	return verdict(summary)
}

// read reads the contracts as one; nil, if nothing can be made of them.
func (x *contractConverting) read(tree *workspace.DirTree, wanted workspace.Selection) (*consumer.Contract, []report.Finding, error) {
	var whole *consumer.Contract
	var findings []report.Finding
	for _, name := range wanted.Args {
		file, err := contractFile(tree, wanted, name)
		if err != nil {
			return nil, nil, notRead(tree, name, err)
		}
		c, found := form.Read(file, x.flags.names)
		findings = append(findings, found...)
		if c == nil {
			continue
		}
		if err := x.name(c, tree.Display(name), hasErrors(found)); err != nil {
			return nil, nil, err
		}
		if whole == nil {
			whole = c
			continue
		}
		if whole.Consumer != c.Consumer || whole.Provider != c.Provider {
			return nil, nil, fmt.Errorf("%s is between %s and %s, %s is between %s and %s: convert them one by one, or name the parties with --consumer and --provider",
				tree.Display(wanted.Args[0]), whole.Consumer, whole.Provider, tree.Display(name), c.Consumer, c.Provider)
		}
		whole.Interactions = append(whole.Interactions, c.Interactions...)
	}
	return whole, findings, nil
}

// maxContract is more than the readers take, so that they say what is too large.
const maxContract = 65 << 20

// contractFile returns a file that was named, or standard input.
func contractFile(tree *workspace.DirTree, wanted workspace.Selection, name string) (*source.File, error) {
	if name != workspace.Stdin {
		return tree.File(name)
	}
	content, err := io.ReadAll(io.LimitReader(wanted.Stdin, maxContract))
	if err != nil {
		return nil, err
	}
	return workspace.StdinFile(wanted, content), nil
}

// notRead says which file can't be read, by the name that the user knows.
func notRead(tree *workspace.DirTree, name string, err error) error {
	if why := errors.Unwrap(err); why != nil { // the error itself has a name of the tree
		err = why
	}
	return fmt.Errorf("%s: %w", tree.Display(name), err)
}

func hasErrors(findings []report.Finding) bool {
	return slices.ContainsFunc(findings, func(f report.Finding) bool { return f.Severity == report.Error })
}

// name says who the parties are: what the command line says goes first.
func (x *contractConverting) name(c *consumer.Contract, file string, broken bool) error {
	if x.flags.names.Consumer != "" {
		c.Consumer = x.flags.names.Consumer
	}
	if x.flags.names.Provider != "" {
		c.Provider = x.flags.names.Provider
	}
	switch {
	case broken: // that is said first
	case c.Consumer == "":
		return fmt.Errorf("%s does not say who the consumer is: name it with --consumer", file)
	case c.Provider == "":
		return fmt.Errorf("%s does not say who the provider is: name it with --provider", file)
	}
	return nil
}

// convertInfo explains the ID of a finding about a contract that is read or written.
func convertInfo(id string) (report.RuleInfo, bool) {
	for _, d := range slices.Concat(report.Diagnostics(), form.Diagnostics()) {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "contract", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return report.RuleInfo{}, false
}
