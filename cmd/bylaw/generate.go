package main

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
)

// generateFlags are the flags of `bylaw generate` as they were given.
type generateFlags struct {
	sessionFlags
	out, name, module, support string
	target, templates          string
	service                    string
	outputs                    []string
	check, diff, dryRun        bool
}

func generateCommand(s streams) *cobra.Command {
	var flags generateFlags
	command := &cobra.Command{
		Use:   "generate [SPEC|FOLDER|GLOB|-]...",
		Short: "Generate a server that enforces the contract, a client and their tests",
		Long: `Generate code from API contracts. Without an argument it is what the section generate of bylaw.yaml asks for; a spec
that is named needs no configuration. What can't be expressed is reported before any file is written, and an error
stops it.

From OpenAPI that is a package of types, a handler and a client; from .proto a Go package for each proto package, imported
ones included, for gRPC and REST. No protoc, no buf. The output alerts is no Go: rules for Prometheus, of what the contract
promises (slo).

Only files that begin with bylaw's header are ever overwritten or deleted. Files that are as they should be are
left alone.

Exit codes: 0 clean; 1 the contract can't be generated from, or --check found a difference; 2 wrong usage or
configuration, or a file that can't be opened or written; 3 a mistake of bylaw itself.`,
		Example: `  bylaw generate openapi.yaml
  bylaw generate api/orders.yaml --out internal/orders --outputs server,tests
  bylaw generate proto/shop/v1
  bylaw generate api/orders.yaml --outputs alerts --out deploy/alerts
  bylaw generate
  bylaw generate --check`,
		RunE: func(c *cobra.Command, args []string) error {
			g, err := newGeneration(flags)
			if err != nil {
				return err
			}
			return g.run(c.Context(), s, args)
		},
	}
	f := command.Flags()
	flags.addGeneration(f)
	flags.addSources(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` of a finding that stops it: info, warning, error, or off (default error)")
	flags.limitFlags.add(f)
	completions(command, sessionValues())
	completions(command, map[string][]string{"target": targetNames(), "outputs": generator.OutputNames()})
	return command
}

func (flags *generateFlags) addGeneration(f *pflag.FlagSet) {
	f.StringVar(&flags.out, "out", "", "the `folder` of the generated package (default: internal/ and the package's name; of .proto, what go_package says if that is in the module, else gen/ and the package)")
	f.StringVar(&flags.name, "package", "", "the `name` of the generated package (default: that of its folder, or of the spec)")
	f.StringVar(&flags.module, "module", "", "the `path` of the module that the package lies in (default: that of the next go.mod upwards)")
	f.StringVar(&flags.support, "support", "", "the `folder` for the packages that generated code imports (default: internal/platform in the module)")
	f.StringVar(&flags.target, "target", "", "the `language`: "+strings.Join(targetNames(), ", ")+" (default "+targetNames()[0]+")")
	f.StringVar(&flags.templates, "templates", "", "a `folder` of templates that replace ours of the same name")
	f.StringSliceVar(&flags.outputs, "outputs", nil, "the `parts` that are wanted: "+strings.Join(generator.OutputNames(), ", ")+" (default: all but service, connect and alerts)")
	f.StringVar(&flags.service, "service", "", "what the service is called where it runs, for alerts (default: the name of the spec)")
	f.BoolVar(&flags.check, "check", false, "write nothing, and fail if a file is stale, missing or no longer wanted")
	f.BoolVar(&flags.diff, "diff", false, "write nothing, and print what would change as a diff")
	f.BoolVar(&flags.dryRun, "dry-run", false, "write nothing, and list what would change")
}

// generation is one run of `bylaw generate`.
type generation struct {
	*session
	flags generateFlags
}

func newGeneration(flags generateFlags) (*generation, error) {
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	g := &generation{s, flags}
	return g, g.verify()
}

// verify refuses flags that say nothing, or two things.
func (g *generation) verify() error {
	only := 0
	for _, set := range []bool{g.flags.check, g.flags.diff, g.flags.dryRun} {
		if set {
			only++
		}
	}
	if only > 1 {
		return errors.New("--check, --diff and --dry-run are three ways to write nothing: use one of them")
	}
	for _, name := range g.flags.outputs {
		if _, ok := generator.ParseOutput(name); !ok {
			return unknown("output", name, generator.OutputNames())
		}
	}
	if wrong := mixed(g.flags.outputs); wrong != "" {
		return errors.New(wrong)
	}
	if g.flags.target != "" && targetOf(g.flags.target) == nil {
		return unknown("target", g.flags.target, targetNames())
	}
	return nil
}

// run reads the specs, reports what can't be expressed, and writes.
func (g *generation) run(ctx context.Context, s streams, args []string) error {
	defer slowly(s.err, "generating …")()
	in, err := g.read(ctx, s, args)
	defer in.close()
	if err != nil {
		return err
	}
	var jobs []*job
	if verdict(in.summary()) == nil { // what can't be read is not generated from
		if jobs, err = in.lowered(s); err != nil {
			return err
		}
	}
	summary := in.summary()
	if verdict(summary) != nil {
		return g.print(s.out, in.tree, summary)
	}
	in.forget(jobs)
	if err := keep(jobs); err != nil {
		return err
	}
	outcomes, err := g.write(ctx, in, jobs)
	if err != nil {
		return err
	}
	return g.tell(s, in, summary, outcomes)
}

// lowered returns all that is to be generated, as plans.
func (in *input) lowered(s streams) ([]*job, error) {
	jobs, err := in.jobs()
	if err != nil {
		return nil, err
	}
	tell(s.err, slices.Compact(in.notes))
	for _, j := range jobs {
		in.findings = append(in.findings, j.lower()...)
	}
	return jobs, nil
}

// forget gives the model back before files are printed, for the two together are what takes the most
// memory: plans hold nothing of it.
func (in *input) forget(jobs []*job) {
	in.loaded = nil
	for _, j := range jobs {
		j.api, j.target = nil, nil
	}
	runtime.GC()
}

// summary is the support report.
func (in *input) summary() *report.Summary {
	findings := report.Sort(slices.Concat(in.loaded.Findings, in.findings, in.home.Findings()))
	return &report.Summary{
		Version: version(), Findings: findings, Checked: count(in.loaded), NotChecked: notChecked(in.loaded.Skipped),
		FailOn: in.threshold(config.Default(config.Catalog{})), Rule: generateInfo, // fail_on is about the contract
	}
}
