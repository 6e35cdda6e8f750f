package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/matrix"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
)

// matrixFlags say which versions are held against each other.
type matrixFlags struct {
	versions []string
}

func (flags *matrixFlags) add(command *cobra.Command) {
	command.Flags().StringSliceVar(&flags.versions, "matrix", nil,
		"hold these `versions` against each other, in the order in which they are deployed: folders, archives or git refs, each with =URL behind it where it runs; . is what lies here")
}

// mostVersions bounds the versions of one run: each is held against each.
const mostVersions = 12

// comparing is one run of `bylaw verify --matrix`.
type comparing struct {
	*session
	flags    verifyFlags
	options  verify.Options
	versions []namedVersion
	hook     *verify.Hook    // of all versions; nil: each has its own, or none
	shown    map[string]bool // files of versions, whose names are shown as they are
	findings []report.Finding
	skipped  []report.NotChecked
}

// namedVersion is a version as the command line names it.
type namedVersion struct {
	name string
	url  *url.URL // where it runs; nil: nowhere
}

func newComparing(flags verifyFlags, args []string) (*comparing, error) {
	_, brokers := brokersIn(args)
	switch {
	case len(flags.matrix.versions) < 2 || len(flags.matrix.versions) > mostVersions:
		return nil, fmt.Errorf("--matrix takes from 2 to %d versions, the oldest first, as in `--matrix v1.0,v1.1,.`", mostVersions)
	case flags.provider != "" || flags.reach.grpc != "":
		return nil, errors.New("with --matrix, say where a version runs behind its name, as in `--matrix v1.0=http://localhost:8081,.`")
	case len(flags.reach.specs) == 0:
		return nil, errors.New("name the spec that each version has, as in `bylaw verify --matrix v1.0,. --spec openapi.yaml contracts/`")
	case len(brokers) > 0 || flags.shared.wanted(nil):
		return nil, errors.New("--matrix takes the contracts that each version has, and none of a broker: name the folder that they lie in")
	}
	states := flags.states
	flags.states = ""
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	x := &comparing{session: s, flags: flags, shown: map[string]bool{}}
	if x.options, err = flags.verification(); err != nil {
		return nil, err
	}
	if err = flags.reach.apply(&x.options); err != nil {
		return nil, err
	}
	x.flags.states = states
	return x, x.name(flags.matrix.versions)
}

// name takes the versions from where they run.
func (x *comparing) name(versions []string) error {
	for _, text := range versions {
		one := namedVersion{name: text}
		if at := strings.Index(text, "=http"); at >= 0 {
			var err error
			if one.name = text[:at]; one.name == "" {
				return fmt.Errorf("--matrix %s: name the version before the URL, as in v1.0=http://localhost:8081", text)
			}
			if one.url, err = httpURL("--matrix", text[at+1:]); err != nil {
				return err
			}
		}
		if slices.ContainsFunc(x.versions, func(other namedVersion) bool { return other.name == one.name }) || one.name == "" {
			return fmt.Errorf("--matrix: each version has a name of its own, and %q is named twice or empty", one.name)
		}
		x.versions = append(x.versions, one)
	}
	return nil
}

// statesOf returns what sets up the states of a version that runs: --states-url, which may be a path below
// each version's address.
func (x *comparing) statesOf(v namedVersion) (verify.States, error) {
	if v.url == nil || x.flags.states == "" {
		return nil, nil
	}
	if strings.HasPrefix(x.flags.states, "/") {
		return verify.NewHook(v.url.JoinPath(x.flags.states), x.options.Header), nil
	}
	if x.hook == nil {
		at, err := httpURL("--states-url", x.flags.states)
		if err != nil {
			return nil, err
		}
		x.hook = verify.NewHook(at, x.options.Header)
	}
	return x.hook, nil
}

// run reads all versions, and says which of them go together.
func (x *comparing) run(ctx context.Context, s streams, args []string) error {
	tree, _, err := x.open(s.in, nil)
	if err != nil {
		return err
	}
	defer tree.Close()
	var versions []*matrix.Version
	for _, one := range x.versions {
		v, err := x.version(ctx, s, tree, one, args)
		if err != nil {
			return err
		}
		versions = append(versions, v)
	}
	if err := errors.Join(x.nothing(versions, args), x.oneProvider(versions)); err != nil {
		return err
	}
	m, err := matrix.Run(ctx, versions, x.options)
	if err != nil {
		return err
	}
	return x.tell(s, tree.Display, m)
}

// nothing is the error where no version has what was named.
func (x *comparing) nothing(versions []*matrix.Version, args []string) error {
	if !slices.ContainsFunc(versions, func(v *matrix.Version) bool { return len(v.Specs) > 0 || v.Options.Files != nil || v.Malformed != "" }) {
		return fmt.Errorf("no version has a spec at %s", strings.Join(x.flags.reach.specs, ", "))
	}
	if len(args) > 0 && len(x.findings) == 0 && !slices.ContainsFunc(versions, func(v *matrix.Version) bool { return len(v.Contracts) > 0 }) {
		return fmt.Errorf("no version has a contract at %s", strings.Join(args, ", "))
	}
	return nil
}

// oneProvider is the error where the contracts are with several.
func (x *comparing) oneProvider(versions []*matrix.Version) error {
	var names []string
	for _, v := range versions {
		for _, c := range v.Contracts {
			if c.Provider != "" && !slices.Contains(names, c.Provider) {
				names = append(names, c.Provider)
			}
		}
	}
	if slices.Sort(names); len(names) > 1 {
		return fmt.Errorf("the contracts are with %d providers (%s), and this is about one service at a time: choose with --provider-name", len(names), strings.Join(names, ", "))
	}
	return nil
}

// tell prints what came of it.
func (x *comparing) tell(s streams, display func(string) string, m *matrix.Matrix) error {
	summary := &report.Summary{
		Version: version(), Headline: m.Headline(), Tables: m.Tables(),
		Findings: report.Sort(slices.Concat(x.findings, m.Findings())), NotChecked: slices.Concat(x.skipped, gathered(m.NotChecked())),
		FailOn: x.threshold(config.Default(config.Catalog{})), Rule: matrixInfo,
	}
	for _, v := range m.Versions {
		summary.Checked.Files += len(v.Contracts)
		summary.Checked.Operations += operationsOf(v.Specs)
	}
	unknown := summary.FailOn != report.Off && summary.Failing() == 0 && m.Unverified()
	if unknown {
		summary.Headline += fmt.Sprintf(" Not all could be verified: the exit code is %d.", exitUnverified)
	}
	options := x.printing(s.out, nil)
	options.Display = func(name string) string {
		if x.shown[name] {
			return name
		}
		return display(name)
	}
	if err := report.WriteOutputs(x.outputs, s.out, summary, options); err != nil {
		return err
	}
	if unknown {
		return codeError{exitUnverified}
	}
	return verdict(summary)
}

func operationsOf(specs []check.Spec) int {
	n := 0
	for _, one := range specs {
		for _, service := range one.API.Services {
			n += len(service.Operations)
		}
	}
	return n
}

// matrixInfo explains the ID of a finding about versions.
func matrixInfo(id string) (report.RuleInfo, bool) {
	for _, d := range slices.Concat(matrix.Diagnostics(), check.Diagnostics()) {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "contract", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return contractInfo(id)
}
