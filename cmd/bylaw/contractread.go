package main

import (
	"context"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// contractInput is a spec, the contracts that are held against it, and what there is to say of them.
type contractInput struct {
	*session
	contractSet
	loaded   *workspace.Loaded
	resolver *config.Resolver
	held     int // interactions
}

// check holds the contracts against the spec, unless that can't be read.
func (in *contractInput) check(ctx context.Context) error {
	if in.malformed() {
		for _, c := range in.read {
			in.skipped = append(in.skipped, report.NotChecked{What: in.tree.Display(c.File.Path), Why: "the spec is malformed"})
		}
		return nil
	}
	specs, o, err := in.sides(ctx)
	if err != nil {
		return err
	}
	checker, err := check.New(specs, o)
	if err != nil {
		return err
	}
	for _, c := range in.read {
		result, err := checker.Run(ctx, c)
		if err != nil {
			return err
		}
		in.findings = append(in.findings, result.Told()...)
		in.skipped = append(in.skipped, result.NotChecked...)
		in.held += result.Checked
	}
	return nil
}
