package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/bylaw-dev/bylaw/config"
	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/pact"
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
	tree     *workspace.DirTree
	loaded   *workspace.Loaded
	resolver *config.Resolver
	read     []*consumer.Contract
	held     int // interactions
	findings []report.Finding
	skipped  []report.NotChecked
}

// contracts reads the contracts that are named, or that lie in the folders that are.
func (in *contractInput) contracts(args []string) error {
	for _, arg := range args {
		file, err := in.tree.File(arg)
		if err == nil {
			in.contract(file, true)
			continue
		}
		found := in.below(arg)
		if len(found) == 0 && !errors.Is(err, source.ErrTooLarge) {
			return fmt.Errorf("%s: no contract is found there", in.tree.Display(arg))
		}
		if len(found) == 0 {
			return fmt.Errorf("%s: %w", in.tree.Display(arg), err)
		}
		for _, name := range found {
			if file, err = in.tree.File(name); err != nil {
				return fmt.Errorf("%s: %w", in.tree.Display(name), err)
			}
			in.contract(file, false)
		}
	}
	if len(in.read) == 0 && len(in.findings) == 0 {
		return errors.New("there is no contract in what was named: a Pact file is JSON with a consumer, a provider and interactions")
	}
	return nil
}

// below returns the JSON files of a folder, or that a pattern matches.
func (in *contractInput) below(arg string) []string {
	var found []string
	for _, name := range in.tree.Paths() {
		matches, _ := doublestar.Match(arg, name)
		if strings.HasSuffix(name, ".json") && (matches || arg == "." || strings.HasPrefix(name, strings.TrimSuffix(arg, "/")+"/")) {
			found = append(found, name)
		}
	}
	return found
}

// contract reads one contract. Files of a folder that are none are passed over, and listed.
func (in *contractInput) contract(file *source.File, named bool) {
	if slices.ContainsFunc(in.read, func(c *consumer.Contract) bool { return c.File == file }) {
		return
	}
	c, findings := pact.Read(file)
	if !named && (c == nil || c.Consumer == "" && len(c.Interactions) == 0) {
		in.skipped = append(in.skipped, report.NotChecked{What: in.tree.Display(file.Path), Why: "it is no contract"})
		return
	}
	in.findings = append(in.findings, findings...)
	if c != nil {
		in.read = append(in.read, c)
	}
}

// check holds the contracts against the spec, unless that can't be read.
func (in *contractInput) check(ctx context.Context) error {
	if slices.ContainsFunc(in.loaded.Findings, func(f report.Finding) bool { return f.Severity == report.Error }) {
		for _, c := range in.read {
			in.skipped = append(in.skipped, report.NotChecked{What: in.tree.Display(c.File.Path), Why: "the spec is malformed"})
		}
		return nil
	}
	specs, err := in.documents(ctx)
	if err != nil {
		return err
	}
	files, _, err := registry(in.loaded.Descriptors)
	if err != nil {
		return err
	}
	o := originsOf(in.loaded.APIs)
	checker, err := check.New(specs, check.Options{Origin: o.find, Files: files, Element: o.element})
	if err != nil {
		return err
	}
	for _, c := range in.read {
		result := checker.Check(c)
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
