package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project"
	"github.com/bylaw-dev/bylaw/spec"
)

// specFolder is where contracts lie in a service.
const specFolder = "api"

// contract returns the files of the contract as the service will have them, and says so to the project. The example's is
// not among them: it is one of the project's own.
func (n *creation) contract(ctx context.Context, s streams) ([]generator.File, error) {
	if n.flags.from == "" {
		n.project.Spec = exampleSpec(n.project)
		return nil, nil
	}
	if n.flags.from == "-" {
		return nil, checkFrom(n.flags.from)
	}
	g, err := newGeneration(generateFlags{sessionFlags: sessionFlags{color: "auto", protoPaths: n.flags.protoPaths}})
	if err != nil {
		return nil, err
	}
	in, err := g.read(ctx, s, []string{n.flags.from})
	defer in.close()
	if err != nil {
		return nil, err
	}
	if summary := in.summary(); verdict(summary) != nil {
		return nil, g.print(s.out, in.tree, summary)
	}
	return n.copies(in)
}

func (n *creation) copies(in *input) ([]generator.File, error) {
	apis := in.specs()
	if len(apis) == 0 {
		return nil, fmt.Errorf("%s holds no contract: name a .proto file or an OpenAPI document", n.flags.from)
	}
	kind := project.OpenAPI
	if apis[0].Format == spec.Proto {
		kind = project.Proto
	}
	if n.flags.kind != "" && project.Kind(n.flags.kind) != kind {
		return nil, fmt.Errorf("%s is no contract of the kind %s: leave --kind away", n.flags.from, n.flags.kind)
	}
	n.project.Kind = kind
	if kind == project.Proto {
		return n.protoCopies(in)
	}
	if len(apis) > 1 {
		return nil, fmt.Errorf("%s holds %d OpenAPI documents: name one", n.flags.from, len(apis))
	}
	return n.documentCopies(in, apis[0])
}

// protoCopies are the files that were named and what they import, each called as imports name it. What everyone gets from
// Go modules isn't copied.
func (n *creation) protoCopies(in *input) (files []generator.File, err error) {
	var chosen []string
	for _, set := range in.loaded.Descriptors {
		chosen = append(chosen, set.Chosen...)
		for _, f := range set.Files {
			at, ok := set.Paths[f.GetName()]
			if !ok || set.Builtin[f.GetName()] {
				continue
			}
			if files, err = n.add(files, in, at, f.GetName()); err != nil {
				return nil, err
			}
		}
	}
	if n.project.Spec = specFolder; len(chosen) == 1 {
		n.project.Spec = path.Join(specFolder, chosen[0])
	}
	return files, nil
}

// documentCopies are the document and what it refers to, which has to lie beside it or below.
func (n *creation) documentCopies(in *input, api *spec.API) (files []generator.File, err error) {
	root := api.Root.Path
	n.project.Spec = path.Join(specFolder, path.Base(root))
	for _, d := range api.Documents {
		at := d.Span.File.Path
		local, err := filepath.Rel(path.Dir(root), at)
		if err != nil || !filepath.IsLocal(local) {
			return nil, fmt.Errorf("%s refers to %s, which lies outside of its folder and can't be copied with it: make one document of them with `bylaw bundle %s -o one.yaml`, and use --from one.yaml",
				in.tree.Display(root), in.tree.Display(at), in.tree.Display(root))
		}
		if files, err = n.add(files, in, at, filepath.ToSlash(local)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// add copies one file of the tree to a place below the folder of contracts.
func (n *creation) add(files []generator.File, in *input, at, name string) ([]generator.File, error) {
	to := path.Join(specFolder, name)
	if !strings.HasPrefix(to, specFolder+"/") || slices.ContainsFunc(files, func(f generator.File) bool { return f.Path == to }) {
		return files, nil
	}
	content, err := os.ReadFile(in.absolute(at))
	if err != nil {
		return nil, err
	}
	return append(files, generator.File{Path: to, Owner: generator.Once, Content: content}), nil
}
