package proto

import (
	"slices"
	"strings"

	"github.com/bufbuild/protocompile/ast"
)

// table holds every name of every file by its full name. It is not changed after it is made.
type table map[string]*decl

func newTable(units []*unit) table {
	t := table{}
	for _, u := range units {
		u.eachDecl(t.add)
		u.table = t
	}
	return t
}

// eachDecl calls visit for everything that the file declares, parents first.
func (u *unit) eachDecl(visit func(*decl)) {
	for _, top := range [...][]*decl{u.declared, u.services, u.extensions, u.values} {
		for _, d := range top {
			d.each(visit)
		}
	}
}

func (d *decl) each(visit func(*decl)) {
	visit(d)
	for _, n := range d.nested {
		n.each(visit)
	}
}

func (t table) add(d *decl) {
	first := t[d.name]
	if first == nil {
		t[d.name], d.last = d, d
		return
	}
	first.last.next = d
	first.last = d
}

// nameUse is a name as it is written, and what it is used for.
type nameUse struct {
	name string
	want want
}

// want says which kind of declaration a name has to mean.
type want uint8

const (
	wantType want = iota
	wantExtension
)

func (w want) accepts(d *decl) bool {
	if w == wantExtension {
		return d.kind == extensionDecl
	}
	return d.isType()
}

// resolve returns what a name means where it is used: in the message scope, or at the top of the
// file if that is nil. As in C++ the innermost scope that knows the first part of the name counts.
// It returns nil if the name means nothing of the wanted kind.
func (u *unit) resolve(name string, scope *decl, w want) *decl {
	if full, ok := strings.CutPrefix(name, "."); ok {
		return u.lookup(full, w)
	}
	first, _, dotted := strings.Cut(name, ".")
	for ; scope != nil; scope = scope.parent {
		child := u.table.child(scope, first)
		switch {
		case child == nil:
		case dotted && child.kind == messageDecl:
			return u.lookup(scope.name+"."+name, w)
		case !dotted && w.accepts(child):
			return child
		}
	}
	use := nameUse{name, w}
	found, known := u.names[use]
	if !known {
		found = u.resolveTop(name, first, dotted, w)
		u.names[use] = found
	}
	return found
}

// child returns what a message declares under a name, other than fields.
func (t table) child(message *decl, name string) *decl {
	const few = 8
	if len(message.nested) > few {
		for d := t[message.name+"."+name]; d != nil; d = d.next {
			if d.parent == message {
				return d
			}
		}
		return nil
	}
	for _, d := range message.nested {
		if d.name[len(message.name)+1:] == name {
			return d
		}
	}
	return nil
}

// resolveTop looks in the file's package, and outwards in the packages that enclose it.
func (u *unit) resolveTop(name, first string, dotted bool, w want) *decl {
	for pkg := u.pkg; ; pkg = parentPackage(pkg) {
		prefix := pkg
		if prefix != "" {
			prefix += "."
		}
		if !dotted {
			if found := u.lookup(prefix+name, w); found != nil {
				return found
			}
		} else if u.knows(prefix + first) {
			return u.lookup(prefix+name, w)
		}
		if pkg == "" {
			return nil
		}
	}
}

func parentPackage(pkg string) string {
	return pkg[:max(strings.LastIndexByte(pkg, '.'), 0)]
}

// lookup returns the declaration of a full name that the file can see, its own before those of others.
func (u *unit) lookup(full string, w want) *decl {
	var found *decl
	for d := u.table[full]; d != nil; d = d.next {
		if !w.accepts(d) || !u.sees[d.unit] {
			continue
		}
		if d.unit == u {
			return d
		}
		if found == nil {
			found = d
		}
	}
	return found
}

// knows reports whether a full name is a message, an enum or a package that the file can see.
func (u *unit) knows(full string) bool {
	if u.lookup(full, wantType) != nil {
		return true
	}
	for _, pkg := range u.packages {
		if pkg == full || strings.HasPrefix(pkg, full) && pkg[len(full)] == '.' {
			return true
		}
	}
	return false
}

// see works out whose names the file can use: its own, those of its imports, and those of what
// they import publicly.
func (u *unit) see() {
	u.visible, u.sees = []*unit{u}, map[*unit]bool{u: true}
	for _, i := range u.imports {
		u.seeImport(i)
	}
	for _, v := range u.visible {
		if v.pkg != "" && !slices.Contains(u.packages, v.pkg) {
			u.packages = append(u.packages, v.pkg)
		}
	}
}

func (u *unit) seeImport(i *imported) {
	if i.to == nil || i.to.broken {
		u.holes = true
	}
	if i.to == nil || u.sees[i.to] {
		return
	}
	u.sees[i.to] = true
	u.visible = append(u.visible, i.to)
	for _, further := range i.to.imports {
		if further.public {
			u.seeImport(further)
		}
	}
}

// forget drops what only loading needs. The unit itself stays, for the syntax of its elements is
// read from it on demand.
func (u *unit) forget() {
	u.table, u.names, u.visible, u.sees, u.packages = nil, nil, nil, nil, nil
	u.declared, u.extensions, u.services, u.values = nil, nil, nil, nil
	u.imports, u.unknown, u.findings = nil, nil, nil
	u.model, u.linked = model{}, linkState{}
}

func (u *unit) qualify(written ast.IdentValueNode, full string) {
	if u.qualified == nil {
		u.qualified = map[ast.IdentValueNode]string{}
	}
	u.qualified[written] = full
}

func trimDot(name string) string { return strings.TrimPrefix(name, ".") }
