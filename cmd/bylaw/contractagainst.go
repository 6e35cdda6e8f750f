package main

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// against reads a spec and the contracts with a provider that are held against it; "": with any. Whoever
// calls it closes the tree.
func (x *session) against(ctx context.Context, s streams, provider string, specs, args []string) (*contractInput, error) {
	args, brokers := brokersIn(args)
	tree, wanted, err := x.open(s.in, slices.Concat(specs, args))
	if err != nil {
		return nil, err
	}
	in := &contractInput{session: x, contractSet: contractSet{tree: tree, provider: provider}}
	if err = in.load(ctx, s, wanted, len(specs), brokers); err != nil {
		tree.Close()
		return nil, err
	}
	return in, nil
}

// load reads the first arguments as the spec, and the others as contracts.
func (in *contractInput) load(ctx context.Context, s streams, wanted workspace.Selection, specs int, brokers []string) (err error) {
	of := wanted.Args[specs:]
	wanted.Args, wanted.Descriptors = wanted.Args[:specs], true
	if in.resolver, err = in.session.resolver(in.tree); err != nil {
		return err
	}
	if in.loaded, err = workspace.Load(ctx, in.tree, govern(wanted, in.resolver)); err != nil {
		return err
	}
	tell(s.err, in.loaded.Notes)
	return in.contracts(ctx, wanted, of, brokers...)
}

// malformed reports whether nothing can be said by the spec.
func (in *contractInput) malformed() bool {
	return slices.ContainsFunc(in.loaded.Findings, func(f report.Finding) bool { return f.Severity == report.Error })
}

// sides returns what contracts are held against.
func (in *contractInput) sides(ctx context.Context) ([]check.Spec, check.Options, error) {
	side := &specSide{tree: in.tree, loaded: in.loaded}
	specs, o, err := side.sides(ctx)
	in.findings = append(in.findings, side.findings...)
	return specs, o, err
}
