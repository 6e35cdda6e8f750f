package main

import (
	"context"
	"errors"
	"slices"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/generator/openapi"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	openapispec "github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
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
		in.findings = append(in.findings, result.Findings...)
		in.skipped = append(in.skipped, result.NotChecked...)
		in.held += result.Checked
	}
	return nil
}

// documents returns the spec as REST consumers see it: OpenAPI, also where it is written in .proto.
func (in *contractInput) documents(ctx context.Context) ([]check.Spec, error) {
	var specs []check.Spec
	for _, api := range in.loaded.APIs {
		if api.Imported || !in.loaded.Focus(api.Root.Path) {
			continue
		}
		if api.Format == spec.OpenAPI {
			specs = append(specs, check.Spec{API: api})
			continue
		}
		if openapi.Bound(api) {
			for _, document := range in.exported(ctx, api) {
				specs = append(specs, check.Spec{API: document, Closed: true})
			}
		}
	}
	if len(specs) == 0 && !in.hasServices() {
		return nil, errors.New("there is no API in the spec that is named: name an OpenAPI document, or .proto files with services")
	}
	return specs, nil
}

func (in *contractInput) hasServices() bool {
	return slices.ContainsFunc(in.loaded.APIs, func(api *spec.API) bool { return !api.Imported && len(api.Services) > 0 })
}

// exported returns the document that REST consumers of .proto files get.
func (in *contractInput) exported(ctx context.Context, api *spec.API) []*spec.API {
	document, findings := openapi.Export(api)
	in.findings = append(in.findings, slices.DeleteFunc(findings, func(f report.Finding) bool { return f.Severity < report.Error })...)
	if document == nil {
		return nil
	}
	name := api.Root.Path + ".json"
	tree := workspace.Edited(in.tree, map[string]*source.File{name: source.NewFile(name, document.JSON())})
	apis, findings := openapispec.Load(ctx, openapispec.Config{Tree: tree, Roots: []string{name}})
	in.findings = append(in.findings, slices.DeleteFunc(findings, func(f report.Finding) bool { return f.Severity < report.Error })...)
	return apis
}
