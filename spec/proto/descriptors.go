package proto

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/bufbuild/protocompile/linker"
	"github.com/bufbuild/protocompile/sourceinfo"
	protobuf "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Descriptors are files that import each other, linked, as protoc hands them to its plugins: names
// are resolved, options are interpreted and have the types that this program knows, comments are
// there. A file with an error, or that needs one with an error, is not among them.
type Descriptors struct {
	// Files are all of them, each behind what it imports. They are called as imports name them
	// ("shop/v1/orders.proto"), not as the tree does.
	Files []*descriptorpb.FileDescriptorProto
	// Paths leads from names of files to their paths in the tree. What is not in the tree is not in it.
	Paths map[string]string
	// Chosen are the names of those that were asked for, sorted.
	Chosen []string
	// Builtin holds the names of those that bylaw brings along, also where the tree has a copy: their
	// Go packages come from modules that everyone uses.
	Builtin map[string]bool
}

// Registry returns the files as descriptors that know each other.
func (d *Descriptors) Registry() (*protoregistry.Files, error) {
	return protodesc.NewFiles(&descriptorpb.FileDescriptorSet{File: d.Files})
}

// descriptors makes a set of what the compiler has made of some units; nil if that is nothing.
func (l *loader) descriptors(members []*unit) *Descriptors {
	s := &descriptorSet{
		names: l.importNames(members), done: map[*unit]bool{}, library: l.library,
		Descriptors: &Descriptors{Paths: map[string]string{}, Builtin: map[string]bool{}},
	}
	for _, u := range members {
		if s.add(u) && u.subject {
			s.Chosen = append(s.Chosen, s.names[u])
		}
	}
	if len(s.Chosen) == 0 {
		return nil
	}
	slices.Sort(s.Chosen)
	return s.Descriptors
}

// descriptorSet is a set that is being filled.
type descriptorSet struct {
	*Descriptors
	names   map[*unit]string
	done    map[*unit]bool // false: it can't be had
	library *library
}

// add adds a unit behind what it imports, and reports whether it could.
func (s *descriptorSet) add(u *unit) bool {
	if added, seen := s.done[u]; seen {
		return added
	}
	s.done[u] = false
	for _, i := range u.imports {
		if i.to == nil || !s.add(i.to) {
			return false
		}
	}
	form := u.form()
	if form == nil {
		return false
	}
	s.rename(u, form)
	s.Files = append(s.Files, form)
	s.done[u] = true
	return true
}

// rename calls a file and what it imports as imports do.
func (s *descriptorSet) rename(u *unit, form *descriptorpb.FileDescriptorProto) {
	name := s.nameOf(u)
	s.Builtin[name] = u.builtin || s.library.has(name)
	if !u.builtin {
		s.Paths[name] = u.name
	}
	called := map[string]string{}
	for _, i := range u.imports {
		called[i.to.name] = s.nameOf(i.to)
	}
	form.Name = &name
	for n, dependency := range form.Dependency {
		form.Dependency[n] = called[dependency]
	}
}

func (s *descriptorSet) nameOf(u *unit) string {
	if name, ok := s.names[u]; ok {
		return name
	}
	return u.name // built in
}

// form returns the unit's own copy of what the compiler has made of it; nil if that is not whole.
func (u *unit) form() *descriptorpb.FileDescriptorProto {
	if u.descriptor != nil {
		return protodesc.ToFileDescriptorProto(u.descriptor)
	}
	result, ok := u.linked.file.(linker.Result)
	if !ok || u.linked.partly || len(u.linked.errs) > 0 {
		return nil
	}
	// Options are read anew, so that they have this program's types and not the compiler's.
	text, err := protobuf.MarshalOptions{Deterministic: true}.Marshal(result.FileDescriptorProto())
	form := new(descriptorpb.FileDescriptorProto)
	if err != nil || protobuf.Unmarshal(text, form) != nil {
		return nil
	}
	form.SourceCodeInfo = sourceinfo.GenerateSourceInfo(u.tree, u.linked.options)
	return form
}

// importNames returns what the files of a set are called by imports: as the first that imports it
// does, in the order of the alphabet, or, where none does, as one of its roots would have it. No two
// have one name.
func (l *loader) importNames(members []*unit) map[*unit]string {
	names, taken := map[*unit]string{}, map[string]bool{}
	for _, u := range members {
		for _, i := range u.imports {
			if i.to == nil || i.to.builtin {
				taken[i.path] = true
			} else if old, ok := names[i.to]; !ok || i.path < old {
				names[i.to] = i.path
			}
		}
	}
	claim := func(u *unit, name string) {
		for taken[name] {
			name = path.Join("tree", u.name, name)
		}
		names[u], taken[name] = name, true
	}
	imported := maps.Clone(names)
	for _, u := range members {
		if name, ok := imported[u]; ok {
			claim(u, name)
		}
	}
	for _, u := range members {
		if _, ok := imported[u]; !ok && !u.builtin {
			claim(u, l.finder.nameOf(u))
		}
	}
	return names
}

// nameOf returns the path by which others would import a file: from the folder that someone has said
// is a root, or that its package begins in, or else from the tree's.
func (f *finder) nameOf(u *unit) string {
	roots, strict := f.roots(u)
	if root, ok := packageRoot(cleanRoot(path.Dir(u.name)), u.pkg); !strict && ok {
		roots, strict = []string{root}, true
	}
	for _, root := range roots {
		if name, ok := strings.CutPrefix(u.name, root+"/"); ok && strict {
			return name
		}
	}
	return u.name
}
