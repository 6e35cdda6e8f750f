package main

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator/openapi"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// exportInput is what is exported, and what there is to say of it.
type exportInput struct {
	*exporting
	tree     *workspace.DirTree
	loaded   *workspace.Loaded
	resolver *config.Resolver
	exports  []export
	already  string // a document that is OpenAPI without us; "": none
	findings []report.Finding
}

// export is the document of one package.
type export struct {
	api      *spec.API
	document *openapi.Document
}

// read reads the contracts and makes documents of them.
func (x *exporting) read(ctx context.Context, s streams, args []string) (*exportInput, error) {
	tree, wanted, err := x.open(s.in, args)
	if err != nil {
		return nil, err
	}
	in := &exportInput{exporting: x, tree: tree}
	if err := in.load(ctx, s, wanted); err != nil {
		tree.Close()
		return nil, err
	}
	return in, nil
}

func (in *exportInput) load(ctx context.Context, s streams, wanted workspace.Selection) error {
	var err error
	if in.resolver, err = in.session.resolver(in.tree); err != nil {
		return err
	}
	if in.loaded, err = workspace.Load(ctx, in.tree, govern(wanted, in.resolver)); err != nil {
		return err
	}
	tell(s.err, in.loaded.Notes)
	for _, api := range in.loaded.APIs {
		if api.Imported || !in.chosen(api) {
			continue
		}
		switch {
		case api.Format != spec.Proto:
			in.already = in.tree.Display(api.Root.Path)
		case openapi.Bound(api):
			document, findings := openapi.Export(api)
			in.exports = append(in.exports, export{api, document})
			in.findings = append(in.findings, findings...)
		}
	}
	return nil
}

// chosen reports whether a file of the API was asked for.
func (in *exportInput) chosen(api *spec.API) bool {
	return slices.ContainsFunc(api.Documents, func(d *spec.Document) bool { return d.File != nil && in.loaded.Focus(d.File.Path) })
}

// summary is what can't be said in OpenAPI. What other packages are like is not ours to tell.
func (in *exportInput) summary() *report.Summary {
	findings := report.Sort(slices.Concat(in.loaded.Findings, in.findings, in.resolver.Findings()))
	return &report.Summary{
		Version: version(), Findings: findings, Checked: count(in.loaded), NotChecked: notChecked(in.loaded.Skipped),
		FailOn: in.threshold(config.Default(config.Catalog{})), Rule: exportInfo,
	}
}

// exportInfo explains the ID of a finding about what is exported.
func exportInfo(id string) (report.RuleInfo, bool) {
	for _, d := range exportDiagnostics() {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "export", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return report.RuleInfo{}, false
}

func exportDiagnostics() []report.Diagnostic { return openapi.Diagnostics() }
