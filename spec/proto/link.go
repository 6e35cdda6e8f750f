package proto

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/bufbuild/protocompile/linker"
	compileroptions "github.com/bufbuild/protocompile/options"
	"github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"
	"github.com/bufbuild/protocompile/sourceinfo"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/report"
)

// maxCompileErrors is how many errors of one file the compiler goes on after.
const maxCompileErrors = 100

// groups splits the files of the tree into sets that no import connects. Each set is compiled by
// itself: two services of one repository may both have their copy of the same file.
func (l *loader) groups() [][]*unit {
	leader := map[*unit]*unit{}
	find := func(u *unit) *unit {
		for leader[u] != u {
			leader[u] = leader[leader[u]]
			u = leader[u]
		}
		return u
	}
	for _, u := range l.sorted {
		leader[u] = u
	}
	for _, u := range l.sorted {
		for _, i := range u.imports {
			if i.to != nil && i.to.file != nil && !i.to.builtin {
				leader[find(u)] = find(i.to)
			}
		}
	}
	members := map[*unit][]*unit{}
	var order []*unit
	for _, u := range l.sorted {
		if u.tree == nil {
			continue
		}
		first := find(u)
		if members[first] == nil {
			order = append(order, first)
		}
		members[first] = append(members[first], u)
	}
	var groups [][]*unit
	for _, first := range order {
		groups = append(groups, members[first])
	}
	return groups
}

// linkSet is one set of files on its way through the compiler.
type linkSet struct {
	symbols *linker.Symbols
	workers chan struct{} // as many as may work at a time
	library *library
}

// linkState is how far a unit has come.
type linkState struct {
	ready chan struct{}
	file  linker.File // nil: it could not be linked
	aside bool        // it would clash with another file of its set
	// partly is set for a file that was linked without one of its imports.
	partly bool
	// failure is what the compiler panicked with; "" if it did not.
	failure string
	errs    []reporter.ErrorWithPos
	options sourceinfo.OptionIndex // where options stand
}

// link lets the compiler look for what is wrong. The model does not depend on it, so a file that
// cannot be linked costs only the findings about itself: others are linked without it. What the
// compiler makes of the files is returned if it is to be kept.
func (l *loader) link(keep bool) (kept []*Descriptors) {
	workers := make(chan struct{}, runtime.GOMAXPROCS(0))
	var running sync.WaitGroup
	groups := l.groups()
	for _, members := range groups {
		l.setAside(members)
	}
	for _, members := range groups {
		set := &linkSet{&linker.Symbols{}, workers, l.library}
		for _, u := range members {
			running.Go(func() { set.run(l.ctx, u) })
		}
	}
	running.Wait()
	for _, members := range groups {
		if !keep {
			break
		}
		if set := l.descriptors(members); set != nil {
			kept = append(kept, set)
		}
	}
	for _, u := range l.sorted {
		u.linked.file, u.linked.options = nil, nil // the descriptors are as large as the trees
	}
	return kept
}

// setAside finds the files whose names clash with those of others in their set. They are not
// linked, because the compiler would then refuse everything that imports them.
func (l *loader) setAside(members []*unit) {
	owner := map[string]*unit{}
	claim := func(u *unit, name string) {
		if owner[name] == nil {
			owner[name] = u
		} else if owner[name] != u {
			u.linked.aside = true
		}
	}
	seen := map[string]bool{}
	for _, u := range members {
		for _, i := range u.imports {
			if i.to != nil && i.to.builtin {
				l.library.eachName(i.path, seen, func(name string) { owner[name] = i.to })
			}
		}
	}
	for _, u := range members {
		for pkg := u.pkg; pkg != ""; pkg = parentPackage(pkg) {
			owner["package "+pkg] = u
		}
	}
	for _, u := range members {
		u.linked.ready = make(chan struct{})
		u.eachDecl(func(d *decl) {
			if d.parent == nil {
				claim(u, d.name)
			}
			if owner["package "+d.name] != nil {
				u.linked.aside = true
				u.report(report.CompileError, d.place(), d.name+" is the name of a package too", "rename it, or the package")
			}
		})
	}
}

// run links a unit as soon as what it imports has been.
func (s *linkSet) run(ctx context.Context, u *unit) {
	defer close(u.linked.ready)
	deps := s.wait(ctx, u)
	if u.broken || u.linked.aside || ctx.Err() != nil {
		return
	}
	s.workers <- struct{}{}
	defer func() { <-s.workers }()
	// The compiler is not proof against everything that is wrong: what it fails on is reported only
	// if nothing else was found in the file.
	defer func() {
		if p := recover(); p != nil {
			u.linked.file, u.linked.failure = nil, fmt.Sprint(p)
		}
	}()
	s.compile(u, deps)
}

// wait returns the linked imports of a unit by their place among the imports.
func (s *linkSet) wait(ctx context.Context, u *unit) []linker.File {
	deps := make([]linker.File, len(u.imports))
	for n, i := range u.imports {
		switch {
		case i.to == nil || i.cyclic:
		case i.to.descriptor != nil:
			deps[n] = s.library.file(i.to.descriptor)
		case i.to.tree != nil: // without one it takes no part
			select {
			case <-i.to.linked.ready:
				deps[n] = i.to.linked.file
			case <-ctx.Done():
			}
		}
		u.linked.partly = u.linked.partly || deps[n] == nil
	}
	return deps
}

// compile takes a unit through the compiler's steps. Each has a handler of its own, because with an
// error in its handler a step does not begin.
func (s *linkSet) compile(u *unit, deps []linker.File) {
	parsed, _ := parser.ResultFromAST(u.tree, true, u.compileHandler())
	if parsed == nil {
		return
	}
	known := setImports(parsed.FileDescriptorProto(), deps)
	linked, _ := linker.Link(parsed, known, s.symbols, u.compileHandler())
	if linked == nil {
		return
	}
	u.linked.file = linked
	handler := u.compileHandler()
	if index, err := compileroptions.InterpretOptions(linked, handler); err == nil {
		u.linked.options = index
		_ = linked.ValidateOptions(handler, s.symbols)
	}
	if !u.linked.partly && len(u.linked.errs) == 0 {
		u.markUnused(linked, deps)
	}
}

// markUnused asks the compiler which imports the file could do without.
func (u *unit) markUnused(linked linker.Result, deps []linker.File) {
	unused := map[string]bool{}
	linked.CheckForUnusedImports(reporter.NewHandler(reporter.NewReporter(nil, func(err reporter.ErrorWithPos) {
		if u, ok := err.Unwrap().(linker.ErrorUnusedImport); ok {
			unused[u.UnusedImport()] = true
		}
	})))
	for n, i := range u.imports {
		i.unused = !i.cyclic && deps[n] != nil && unused[deps[n].Path()]
	}
}

// compileHandler returns a handler that collects errors in the unit and gives up after too many.
func (u *unit) compileHandler() *reporter.Handler {
	return reporter.NewHandler(reporter.NewReporter(func(err reporter.ErrorWithPos) error {
		if u.linked.errs = append(u.linked.errs, err); len(u.linked.errs) > maxCompileErrors {
			return err
		}
		return nil
	}, nil))
}

// setImports makes a descriptor import the files that are there, by the names that they have here.
func setImports(fd *descriptorpb.FileDescriptorProto, deps []linker.File) linker.Files {
	var known linker.Files
	var paths []string
	var public, weak []int32
	for n, dep := range deps {
		if dep == nil || slices.Contains(paths, dep.Path()) {
			continue
		}
		at := int32(len(paths))
		if slices.Contains(fd.PublicDependency, int32(n)) {
			public = append(public, at)
		}
		if slices.Contains(fd.WeakDependency, int32(n)) {
			weak = append(weak, at)
		}
		paths = append(paths, dep.Path())
		known = append(known, dep)
	}
	fd.Dependency, fd.PublicDependency, fd.WeakDependency = paths, public, weak
	return known
}
