package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// read returns the API of the document. What keeps code from being generated keeps it from being
// served, and is printed.
func (m *mocking) read(ctx context.Context, s streams, args []string) (*spec.API, error) {
	tree, wanted, err := m.open(s.in, args)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	resolver, err := m.resolver(tree)
	if err != nil {
		return nil, err
	}
	loaded, err := workspace.Load(ctx, tree, govern(wanted, resolver))
	if err != nil {
		return nil, err
	}
	tell(s.err, loaded.Notes)
	if err := m.judge(s, tree, loaded, resolver, loaded.Findings); err != nil {
		return nil, err
	}
	api, err := only(loaded)
	if err != nil {
		return nil, err
	}
	_, findings := generator.Lower(targetOf(""), api, generator.Options{
		Module: "example.com/mock", Out: ".", Package: "mock", Support: "support", Outputs: generator.Types | generator.Server,
	})
	refused := slices.DeleteFunc(findings, func(f report.Finding) bool { return f.Severity < report.Error })
	return api, m.judge(s, tree, loaded, resolver, refused)
}

// judge prints the findings if one of them is an error.
func (m *mocking) judge(s streams, tree *workspace.DirTree, loaded *workspace.Loaded, resolver *config.Resolver, findings []report.Finding) error {
	summary := &report.Summary{
		Version: version(), Findings: report.Sort(slices.Concat(findings, resolver.Findings())), Checked: count(loaded),
		NotChecked: notChecked(loaded.Skipped), FailOn: report.Error, Rule: generateInfo,
	}
	if verdict(summary) == nil {
		return nil
	}
	return m.print(s.out, tree, summary)
}

// only returns the one API that has been read.
func only(loaded *workspace.Loaded) (*spec.API, error) {
	var found []*spec.API
	for _, api := range loaded.APIs {
		if !api.Imported && loaded.Focus(api.Root.Path) {
			found = append(found, api)
		}
	}
	switch {
	case len(found) == 0:
		return nil, errors.New("there is no API in it: name an OpenAPI document, as in `bylaw mock openapi.yaml`")
	case len(found) > 1:
		return nil, fmt.Errorf("a mock serves one API, and these are %d, %s and %s among them: name one document", len(found), found[0].Root.Path, found[1].Root.Path)
	case found[0].Format != spec.OpenAPI:
		return nil, fmt.Errorf("%s is no OpenAPI document, and nothing else can be served yet", found[0].Root.Path)
	}
	return found[0], nil
}
