package main

import (
	"context"
	"errors"
	"slices"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/generator/openapi"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	openapispec "github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// specSide is one version of a spec, as contracts are held against it.
type specSide struct {
	tree     source.Tree
	loaded   *workspace.Loaded
	findings []report.Finding // of the documents that were made of .proto files
}

// sides returns the spec as REST consumers see it, and its services.
func (x *specSide) sides(ctx context.Context) ([]check.Spec, check.Options, error) {
	specs, err := x.documents(ctx)
	if err != nil {
		return nil, check.Options{}, err
	}
	files, _, err := registry(x.loaded.Descriptors)
	o := originsOf(x.loaded.APIs)
	return specs, check.Options{Origin: o.find, Files: files, Element: o.element}, err
}

// documents returns the spec as REST consumers see it: OpenAPI, also where it is written in .proto.
func (x *specSide) documents(ctx context.Context) ([]check.Spec, error) {
	var specs []check.Spec
	for _, api := range x.loaded.APIs {
		if api.Imported || !x.loaded.Focus(api.Root.Path) {
			continue
		}
		if api.Format == spec.OpenAPI {
			specs = append(specs, check.Spec{API: api})
			continue
		}
		if openapi.Bound(api) {
			for _, document := range x.exported(ctx, api) {
				specs = append(specs, check.Spec{API: document, Closed: true})
			}
		}
	}
	if len(specs) == 0 && !x.hasServices() {
		return nil, errors.New("there is no API in the spec that is named: name an OpenAPI document, or .proto files with services")
	}
	return specs, nil
}

func (x *specSide) hasServices() bool {
	return slices.ContainsFunc(x.loaded.APIs, func(api *spec.API) bool { return !api.Imported && len(api.Services) > 0 })
}

// exported returns the document that REST consumers of .proto files get.
func (x *specSide) exported(ctx context.Context, api *spec.API) []*spec.API {
	document, findings := openapi.Export(api)
	x.findings = append(x.findings, slices.DeleteFunc(findings, func(f report.Finding) bool { return f.Severity < report.Error })...)
	if document == nil {
		return nil
	}
	name := api.Root.Path + ".json"
	tree := workspace.Edited(x.tree, map[string]*source.File{name: source.NewFile(name, document.JSON())})
	apis, findings := openapispec.Load(ctx, openapispec.Config{Tree: tree, Roots: []string{name}})
	x.findings = append(x.findings, slices.DeleteFunc(findings, func(f report.Finding) bool { return f.Severity < report.Error })...)
	return apis
}
