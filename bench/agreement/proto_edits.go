package main

import (
	"fmt"
	"strings"

	"github.com/bufbuild/protocompile/ast"
	"github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"
)

// protoEdit is a file with one edit.
type protoEdit struct {
	kind, at, file, text string
}

// protoEditor makes the edits of a file.
type protoEditor struct {
	file  *ast.FileNode
	name  string
	text  string
	edits []protoEdit
	scope []string // names of the declarations around
}

// patch is a replacement in the text of the file.
type patch struct {
	start, end int
	text       string
}

// protoEdits returns all edits of a file.
func protoEdits(name, text string) ([]protoEdit, error) {
	file, err := parser.Parse(name, strings.NewReader(text), reporter.NewHandler(nil))
	if err != nil {
		return nil, err
	}
	e := &protoEditor{file: file, name: name, text: text}
	err = ast.Walk(file, ast.NoOpVisitor{}, ast.WithBefore(e.enter), ast.WithAfter(e.leave))
	return e.edits, err
}

func (e *protoEditor) enter(n ast.Node) error {
	if name := declared(n); name != nil {
		e.scope = append(e.scope, name.Val)
	}
	switch n := n.(type) {
	case *ast.FieldNode:
		e.field(n, n.Name, n.Tag)
		e.singleField(n)
	case *ast.MapFieldNode:
		e.field(n, n.Name, n.Tag)
	case *ast.OneofNode:
		e.oneof(n)
	case *ast.MessageNode:
		e.message(n)
	case *ast.EnumNode:
		e.enum(n)
	case *ast.EnumValueNode:
		e.enumValue(n)
	case *ast.ServiceNode:
		e.service(n)
	case *ast.RPCNode:
		e.rpc(n)
	case *ast.OptionNode:
		e.option(n)
	}
	return nil
}

func (e *protoEditor) leave(n ast.Node) error {
	if declared(n) != nil {
		e.scope = e.scope[:len(e.scope)-1]
	}
	return nil
}

// declared returns the name that a node declares.
func declared(n ast.Node) *ast.IdentNode {
	switch n := n.(type) {
	case *ast.FieldNode:
		return n.Name
	case *ast.MapFieldNode:
		return n.Name
	case *ast.OneofNode:
		return n.Name
	case *ast.MessageNode:
		return n.Name
	case *ast.EnumNode:
		return n.Name
	case *ast.EnumValueNode:
		return n.Name
	case *ast.ServiceNode:
		return n.Name
	case *ast.RPCNode:
		return n.Name
	}
	return nil
}

// span returns where a node stands in the text.
func (e *protoEditor) span(n ast.Node) (start, end int) {
	info := e.file.NodeInfo(n)
	start = info.Start().Offset
	return start, start + len(info.RawText())
}

func (e *protoEditor) source(n ast.Node) string {
	start, end := e.span(n)
	return e.text[start:end]
}

func (e *protoEditor) replace(n ast.Node, text string) patch {
	start, end := e.span(n)
	return patch{start, end, text}
}

func (e *protoEditor) before(n ast.Node, text string) patch {
	start, _ := e.span(n)
	return patch{start, start, text}
}

func (e *protoEditor) after(n ast.Node, text string) patch {
	_, end := e.span(n)
	return patch{end, end, text}
}

// add records an edit of the file. Patches are given in the order of the text.
func (e *protoEditor) add(kind string, patches ...patch) {
	var text strings.Builder
	at := 0
	for _, p := range patches {
		text.WriteString(e.text[at:p.start] + p.text)
		at = p.end
	}
	text.WriteString(e.text[at:])
	where := fmt.Sprintf("%s %s", e.name, strings.Join(e.scope, "."))
	e.edits = append(e.edits, protoEdit{kind, strings.TrimSpace(where), e.name, text.String()})
}

// rename replaces a name wherever the file refers to it.
func (e *protoEditor) rename(kind, old, name string) {
	var patches []patch
	visit := func(n ast.Node) error {
		if ident, ok := n.(*ast.IdentNode); ok && ident.Val == old {
			patches = append(patches, e.replace(n, name))
		}
		return nil
	}
	if err := ast.Walk(e.file, ast.NoOpVisitor{}, ast.WithBefore(visit)); err == nil {
		e.add(kind, patches...)
	}
}
