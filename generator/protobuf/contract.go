package protobuf

import (
	"slices"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Linked is a set of files that import each other, linked: names are resolved, and options have the
// types of this program.
type Linked struct {
	Files   []*descriptorpb.FileDescriptorProto // each behind what it imports
	Paths   map[string]string                   // from names of files, as imports spell them, to those in the model
	Chosen  []string                            // names of those that were asked for
	Builtin map[string]bool                     // names of those whose Go comes from modules that everyone uses
}

// Contract is all that one run generates from. Its packages have to be placed before any is lowered,
// for they import each other.
type Contract struct {
	files    []*descriptorpb.FileDescriptorProto
	paths    map[string]string
	chosen   map[string]bool
	builtin  map[string]bool
	apis     []*spec.API
	packages []*Package
	owner    map[string]*Package // by file

	documents func() map[string]*spec.Document // by path

	places func() map[spec.ID]source.Span
	linked func() *linked
}

// NewContract puts sets together, as a Go program does that links what is generated from them. The
// APIs are the model of the same files. A finding tells of files that can't be in one program.
func NewContract(sets []Linked, apis []*spec.API) (*Contract, []report.Finding) {
	c := &Contract{paths: map[string]string{}, chosen: map[string]bool{}, builtin: map[string]bool{}, owner: map[string]*Package{}, apis: apis}
	c.places, c.documents = sync.OnceValue(c.findPlaces), sync.OnceValue(c.findDocuments)
	c.linked = sync.OnceValue(c.link)
	var findings []report.Finding
	for _, set := range sets {
		findings = append(findings, c.merge(set)...)
	}
	c.packages = c.group()
	return c, findings
}

// merge adds the files of a set. What two sets have in common is built in.
func (c *Contract) merge(set Linked) (findings []report.Finding) {
	for _, f := range set.Files {
		name := f.GetName()
		_, known := c.paths[name]
		switch {
		case isNowhere(name):
		case !known:
			c.files = append(c.files, withoutNowhere(f))
			c.paths[name], c.builtin[name] = set.Paths[name], set.Builtin[name]
		case !c.builtin[name]:
			findings = append(findings, c.sameName(name, set.Paths[name]))
		}
	}
	for _, name := range set.Chosen {
		c.chosen[name] = true
	}
	return findings
}

func (c *Contract) sameName(name, at string) report.Finding {
	f := report.Finding{
		Rule: fileName, Severity: report.Error,
		Message: "this file and another are both imported as " + name + ", and no Go program can hold two files of one name",
		Cure:    "let their paths below the import root differ, or generate from them one at a time",
	}
	if d := c.document(at); d != nil {
		f.Span = d.NameSpan
	}
	if d := c.document(c.paths[name]); d != nil {
		f.Related = []report.Related{{Message: "the other is this one", Span: d.NameSpan}}
	}
	return f
}

// document returns the model of a file by its path; nil if it is not in the tree.
func (c *Contract) document(at string) *spec.Document { return c.documents()[at] }

func (c *Contract) findDocuments() map[string]*spec.Document {
	found := map[string]*spec.Document{}
	for _, api := range c.apis {
		for _, d := range api.Documents {
			if d.File != nil {
				found[d.File.Path] = d
			}
		}
	}
	return found
}

// isNowhere reports whether a file is one that no Go package is made of. It declares options, and who
// imports it does so for those; the options stay in the descriptors, as fields that Go does not know.
func isNowhere(name string) bool {
	switch name {
	case "bylaw/options.proto", "google/protobuf/cpp_features.proto", "google/protobuf/java_features.proto":
		return true
	}
	return false
}

// withoutNowhere returns the file without its imports of such files.
func withoutNowhere(f *descriptorpb.FileDescriptorProto) *descriptorpb.FileDescriptorProto {
	if !slices.ContainsFunc(f.Dependency, isNowhere) {
		return f
	}
	f = proto.CloneOf(f)
	var kept []string
	moved := map[int32]int32{}
	for n, name := range f.Dependency {
		if !isNowhere(name) {
			moved[int32(n)] = int32(len(kept))
			kept = append(kept, name)
		}
	}
	f.Dependency = kept
	f.PublicDependency, f.WeakDependency = shift(f.PublicDependency, moved), shift(f.WeakDependency, moved)
	return f
}

func shift(places []int32, moved map[int32]int32) (shifted []int32) {
	for _, n := range places {
		if to, ok := moved[n]; ok {
			shifted = append(shifted, to)
		}
	}
	return shifted
}

// group sorts the files that Go is generated for into packages.
func (c *Contract) group() []*Package {
	byName := map[string]*Package{}
	var packages []*Package
	for _, f := range c.files {
		if c.builtin[f.GetName()] {
			continue
		}
		p := byName[f.GetPackage()]
		if p == nil {
			p = &Package{contract: c, Name: f.GetPackage(), API: c.api(f.GetPackage())}
			byName[p.Name] = p
			packages = append(packages, p)
		}
		p.files = append(p.files, f)
		c.owner[f.GetName()] = p
		p.Chosen = p.Chosen || c.chosen[f.GetName()]
	}
	for _, p := range packages {
		slices.SortFunc(p.files, func(a, b *descriptorpb.FileDescriptorProto) int { return strings.Compare(a.GetName(), b.GetName()) })
	}
	slices.SortFunc(packages, func(a, b *Package) int { return strings.Compare(a.Name, b.Name) })
	return packages
}

// api returns the API of a package: the chosen one if it has two, for other files of it are imported.
func (c *Contract) api(pkg string) *spec.API {
	var found *spec.API
	for _, api := range c.apis {
		if api.Format == spec.Proto && api.Name == pkg && (found == nil || found.Imported) {
			found = api
		}
	}
	return found
}

// Packages returns the proto packages that Go is generated for, sorted by name: those that were
// asked for, and what they import, unless it is built in.
func (c *Contract) Packages() []*Package { return c.packages }
