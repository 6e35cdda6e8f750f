package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/protobuf/http"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// contract is what is served: a document, or .proto files.
type contract struct {
	api    *spec.API            // the document, or the first proto package
	files  *protoregistry.Files // nil: it is a document
	chosen []string             // of the files, those that were asked for
}

// read returns the contract. What keeps code from being generated keeps it from being served, and is
// printed.
func (m *mocking) read(ctx context.Context, s streams, args []string) (*contract, error) {
	tree, wanted, err := m.open(s.in, args)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	resolver, err := m.resolver(tree)
	if err != nil {
		return nil, err
	}
	wanted.Descriptors = true
	loaded, err := workspace.Load(ctx, tree, govern(wanted, resolver))
	if err != nil {
		return nil, err
	}
	tell(s.err, loaded.Notes)
	if err := m.judge(s, tree, loaded, resolver, loaded.Findings); err != nil {
		return nil, err
	}
	c, err := only(loaded)
	if err != nil {
		return nil, err
	}
	findings := c.refused(loaded.APIs)
	return c, m.judge(s, tree, loaded, resolver, slices.DeleteFunc(findings, func(f report.Finding) bool { return f.Severity < report.Error }))
}

// refused tells why code can't be generated.
func (c *contract) refused(apis []*spec.API) []report.Finding {
	if c.files != nil {
		return http.Check(slices.DeleteFunc(slices.Clone(apis), func(api *spec.API) bool { return api.Imported })...)
	}
	_, findings := generator.Lower(targetOf(""), c.api, generator.Options{
		Module: "example.com/mock", Out: ".", Package: "mock", Support: "support", Outputs: generator.Types | generator.Server,
	})
	return findings
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

// only returns the one contract that has been read: a document, or .proto files that know each other.
func only(loaded *workspace.Loaded) (*contract, error) {
	var found []*spec.API
	documents := 0
	for _, api := range loaded.APIs {
		if !api.Imported && loaded.Focus(api.Root.Path) {
			found = append(found, api)
			if api.Format == spec.OpenAPI {
				documents++
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, errors.New("there is no API in it: name a contract, as in `bylaw mock openapi.yaml`")
	case documents > 0 && len(found) > 1:
		return nil, fmt.Errorf("a mock serves one API, and these are %d, %s and %s among them: name one document", len(found), found[0].Root.Path, found[1].Root.Path)
	case documents > 0:
		return &contract{api: found[0]}, nil
	case len(loaded.Descriptors) == 0:
		return nil, errors.New("the .proto files can't be linked: `bylaw lint` says why")
	}
	files, chosen, err := registry(loaded.Descriptors)
	return &contract{found[0], files, chosen}, err
}

// registry puts sets of files together that don't import each other.
func registry(sets []*proto.Descriptors) (files *protoregistry.Files, chosen []string, err error) {
	var all proto.Descriptors
	for _, set := range sets {
		for _, f := range set.Files {
			known := slices.ContainsFunc(all.Files, func(other *descriptorpb.FileDescriptorProto) bool { return other.GetName() == f.GetName() })
			if !known {
				all.Files = append(all.Files, f)
			}
		}
		chosen = append(chosen, set.Chosen...)
	}
	if files, err = all.Registry(); err != nil {
		return nil, nil, fmt.Errorf("these .proto files can't be served together, name those of one API: %w", err)
	}
	return files, chosen, nil
}
