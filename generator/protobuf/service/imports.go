package service

import (
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"google.golang.org/protobuf/compiler/protogen"
)

// Import is one import of a file.
type Import struct{ Name, Path string } // both "": an empty line, which keeps the standard library apart

// imports hands out the names by which a file knows packages.
type imports struct {
	own   protogen.GoImportPath
	names map[protogen.GoImportPath]string
	taken map[string]bool
	plain map[protogen.GoImportPath]bool // packages whose own name is known to be the last element of their path
}

// locals are the names of variables in what is printed, and of what Go predeclares: no package may have one.
var locals = strings.Fields(`c cOpts client ctx dec err f handler in info interceptor m opts out page req runtime s srv stream t text token x
	any append bool byte error false func int len make new nil panic string true`)

func newImports(own protogen.GoImportPath, declared map[string]string) *imports {
	i := &imports{own: own, names: map[protogen.GoImportPath]string{}, taken: map[string]bool{}, plain: map[protogen.GoImportPath]bool{}}
	for _, name := range locals {
		i.taken[name] = true
	}
	for name := range declared {
		i.taken[name] = true
	}
	return i
}

// name returns the name in this file of a package that is called like the last element of its path.
func (i *imports) name(at protogen.GoImportPath) string {
	i.plain[at] = true
	return i.as(at)
}

// as returns the name in this file of a package whatever it calls itself.
func (i *imports) as(at protogen.GoImportPath) string {
	if name, ok := i.names[at]; ok {
		return name
	}
	wanted := packageName(string(at))
	name := wanted
	for n := 1; i.taken[name]; n++ {
		name = wanted + strconv.Itoa(n)
	}
	i.taken[name], i.names[at] = true, name
	return name
}

// ident returns how an identifier is written in this file.
func (i *imports) ident(id protogen.GoIdent) string {
	if id.GoImportPath == i.own {
		return id.GoName
	}
	if strings.HasPrefix(string(id.GoImportPath), "google.golang.org/") {
		return i.name(id.GoImportPath) + "." + id.GoName
	}
	return i.as(id.GoImportPath) + "." + id.GoName
}

// packageName makes an identifier of the last element of a path.
func packageName(at string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, path.Base(at))
	if token.IsKeyword(name) || !token.IsIdentifier(name) || name == "_" {
		return "_" + name
	}
	return name
}

// sorted returns all imports, the standard library's first.
func (i *imports) sorted() []Import {
	var std, others []Import
	for at, name := range i.names {
		one := Import{Name: name, Path: string(at)}
		if path.Base(one.Path) == name && i.plain[at] {
			one.Name = ""
		}
		if first, _, _ := strings.Cut(one.Path, "/"); strings.Contains(first, ".") {
			others = append(others, one)
		} else {
			std = append(std, one)
		}
	}
	byPath := func(a, b Import) int { return strings.Compare(a.Path, b.Path) }
	slices.SortFunc(std, byPath)
	slices.SortFunc(others, byPath)
	if len(std) > 0 && len(others) > 0 {
		std = append(std, Import{})
	}
	return append(std, others...)
}
