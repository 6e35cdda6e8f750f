package proto

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bufbuild/protocompile/ast"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxUnknown is how many unknown names of one file are reported one by one.
const maxUnknown = 100

// unknownName is the use of a name that means nothing.
type unknownName struct {
	name string
	want want
	span source.Span
}

func (u *unit) unknownType(span source.Span, name string) {
	u.unknown = append(u.unknown, unknownName{name, wantType, span})
}

func (u *unit) unknownExtension(part *ast.FieldReferenceNode, name string) {
	u.unknown = append(u.unknown, unknownName{name, wantExtension, u.span(part.Name)})
}

// reportUnknown says what the unknown names could have meant. Where an import is missing or broken
// it keeps silent, because there the import is the mistake.
func (l *loader) reportUnknown() {
	var bySimpleName map[string][]*decl
	for _, u := range l.sorted {
		if u.holes || u.broken || u.builtin {
			continue
		}
		for n, unknown := range u.unknown {
			if n == maxUnknown {
				u.report(report.UnresolvedReference, unknown.span, fmt.Sprintf("%d more names of this file are unknown", len(u.unknown)-n), "")
				break
			}
			if bySimpleName == nil {
				bySimpleName = indexBySimpleName(u.table)
			}
			noun := "type"
			if unknown.want == wantExtension {
				noun = "option"
			}
			u.report(report.UnresolvedReference, unknown.span,
				fmt.Sprintf("%s %s is declared neither here nor in what this file imports", noun, unknown.name),
				l.unknownCure(u, unknown, bySimpleName))
		}
	}
}

func indexBySimpleName(t table) map[string][]*decl {
	index := map[string][]*decl{}
	for name, d := range t {
		for ; d != nil; d = d.next {
			index[simpleName(name)] = append(index[simpleName(name)], d)
		}
	}
	return index
}

func simpleName(full string) string { return full[strings.LastIndexByte(full, '.')+1:] }

func (l *loader) unknownCure(u *unit, unknown unknownName, index map[string][]*decl) string {
	if path := l.library.declaring(trimDot(unknown.name), u.pkg); path != "" {
		return fmt.Sprintf("import %q", path)
	}
	var candidates []*decl
	for _, d := range index[simpleName(unknown.name)] {
		if unknown.want.accepts(d) && (d.parent == nil || d.unit.pkg == u.pkg) {
			candidates = append(candidates, d)
		}
	}
	if len(candidates) == 0 {
		return similarCure(u, unknown)
	}
	best := slices.MinFunc(candidates, func(a, b *decl) int {
		return cmp.Or(
			-cmp.Compare(sharedPackages(a.name, u.pkg), sharedPackages(b.name, u.pkg)),
			cmp.Compare(len(a.name), len(b.name)), strings.Compare(a.name, b.name), strings.Compare(a.unit.name, b.unit.name))
	})
	switch {
	case slices.Contains(u.visible, best.unit):
		return "write " + best.name
	case best.unit.builtin:
		return fmt.Sprintf("import %q, which declares %s", best.unit.name, best.name)
	}
	return fmt.Sprintf("import %q, which declares %s", l.finder.importName(u, best.unit.name), best.name)
}

// similarCure proposes what the file can see under nearly the same name.
func similarCure(u *unit, unknown unknownName) string {
	wanted := simpleName(unknown.name)
	var near []string
	for _, v := range u.visible {
		v.eachDecl(func(d *decl) {
			if simple := simpleName(d.name); unknown.want.accepts(d) && editDistance(simple, wanted, 2) <= min(2, len(wanted)/2) {
				near = append(near, simple)
			}
		})
	}
	if len(near) == 0 {
		return "correct the name, or import the file that declares it"
	}
	slices.Sort(near)
	near = slices.Compact(near)
	return "did you mean " + orList(near[:min(len(near), maxCandidates)]) + "?"
}

// sharedPackages counts the parts that a full name and a package have in common from the left.
func sharedPackages(full, pkg string) int {
	shared := 0
	theirs := strings.Split(pkg, ".")
	for i, part := range strings.Split(full, ".") {
		if i >= len(theirs) || theirs[i] != part {
			break
		}
		shared++
	}
	return shared
}

// declaring returns the built-in file that declares a name, seen from a package; "" if none does.
func (l *library) declaring(name, pkg string) string {
	for ; ; pkg = parentPackage(pkg) {
		full := strings.TrimPrefix(pkg+"."+name, ".")
		if d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(full)); err == nil {
			if path := d.ParentFile().Path(); l.has(path) {
				return path
			}
		}
		if pkg == "" {
			return ""
		}
	}
}
