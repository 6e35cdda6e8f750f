package project

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project/overlay"
)

// Data is what templates of the user's own print. docs/templates.md says what each of it is.
type Data struct {
	Name, Module, Kind, Store, Spec, Bylaw string
	Example, HasGRPC, HasSQL               bool

	Requires []string
	Groups   []Group
	Packages []Import
	Settings []Setting
	Contract Contract
	Versions Versions
	Calls    []string
}

// Data returns what is known of the project by now.
func (p *Project) Data() Data {
	return Data{
		Name: p.Name, Module: p.Module, Kind: string(p.Kind), Store: p.Store, Spec: p.Spec, Bylaw: p.Bylaw,
		Example: p.Example, HasGRPC: p.HasGRPC(), HasSQL: p.HasSQL(),
		Requires: p.Requires, Groups: p.Groups, Packages: p.Packages(), Settings: p.Settings(), Contract: p.Contract(), Versions: p.Versions(), Calls: p.Calls(),
	}
}

// beginWith returns the files of Begin: ours, and in the places of some of them the user's own.
func (p *Project) beginWith(ctx context.Context) ([]generator.File, error) {
	ours, err := p.emit(ctx, p.beginning())
	if err != nil || p.Own == nil {
		return ours, err
	}
	data := p.Data()
	theirs := p.Own.Known(data, func(name string) bool { return has(ours, name) })
	return p.laid(ours, theirs, data)
}

// restWith returns all others. By now all that templates can print is known, and all mistakes are told.
func (p *Project) restWith(ctx context.Context) ([]generator.File, error) {
	ours, err := p.emit(ctx, p.rest())
	if err != nil || p.Own == nil {
		return ours, err
	}
	begin, err := p.emit(ctx, p.beginning())
	if err != nil {
		return nil, err
	}
	data := p.Data()
	theirs, err := p.Own.Files(data)
	if err != nil {
		return nil, err
	}
	if err := p.omits(slices.Concat(begin, ours)); err != nil {
		return nil, err
	}
	theirs = slices.DeleteFunc(theirs, func(f overlay.File) bool { return has(begin, f.Path) })
	return p.laid(ours, theirs, data)
}

// laid lays files over ours, and leaves out what isn't wanted.
func (p *Project) laid(ours []generator.File, theirs []overlay.File, data Data) ([]generator.File, error) {
	omitted, err := p.Own.Omitted(data)
	if err != nil {
		return nil, err
	}
	var kept []generator.File
	for _, f := range ours {
		omit := slices.ContainsFunc(omitted, func(at string) bool { return lies(f.Path, at) })
		replaced := slices.ContainsFunc(theirs, func(other overlay.File) bool { return other.Path == f.Path })
		switch {
		case omit && !replaced && slices.Contains(needed(), f.Path):
			return nil, fmt.Errorf("the templates omit %s, without which nothing can be generated: replace it", f.Path)
		case !omit && !replaced:
			kept = append(kept, f)
		}
	}
	for _, t := range theirs {
		f, err := p.Own.Print(t, data)
		if err != nil {
			return nil, err
		}
		kept = append(kept, f)
	}
	slices.SortFunc(kept, func(a, b generator.File) int { return strings.Compare(a.Path, b.Path) })
	return kept, nil
}

// needed are the files without which nothing can be generated.
func needed() []string { return []string{"bylaw.yaml", "go.mod"} }

// omits refuses to leave out what there is not.
func (p *Project) omits(ours []generator.File) error {
	omitted, err := p.Own.Omitted(p.Data())
	if err != nil {
		return err
	}
	for _, at := range omitted {
		if !slices.ContainsFunc(ours, func(f generator.File) bool { return lies(f.Path, at) }) {
			return fmt.Errorf("the templates omit %s, which is none of our files", at)
		}
	}
	return nil
}

// lies reports whether a file is, or lies in, what is called at.
func lies(name, at string) bool { return name == at || strings.HasPrefix(name, at+"/") }

func has(files []generator.File, name string) bool {
	return slices.ContainsFunc(files, func(f generator.File) bool { return f.Path == name })
}
