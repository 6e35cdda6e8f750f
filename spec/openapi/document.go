package openapi

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// document is a file as one contract reads it.
type document struct {
	*tree.Document // nil: it could not be parsed
	path           string
	remote         bool // path is a URL
	scope          *scope
	node           *spec.Document
}

// scope is what references are relative to at some place of a document.
type scope struct {
	doc     *document
	base    string      // a tree path, or an absolute URI ($self, $id)
	root    *spec.Value // what "#" stands for: the document, or the schema with the $id
	pointer string      // from the document to root
	version version
}

// document returns the file at a tree path as a part of this contract, with its findings reported
// the first time.
func (l *lowering) document(path string) (*document, error) { return l.load(path, false) }

func (l *lowering) load(path string, remote bool) (*document, error) {
	if doc := l.documents[path]; doc != nil {
		return doc, nil
	}
	if l.files.config.TreeOf != nil && !remote {
		_, _ = l.tree.File(path) // what comes of it is kept for all of them
	}
	p := l.files.get(path, remote)
	if p.err != nil {
		return nil, p.err
	}
	for _, f := range p.findings {
		l.findings = append(l.findings, remark{Finding: f})
	}
	doc := &document{Document: p.doc, path: path, remote: remote}
	l.documents[path] = doc
	if doc.Document != nil {
		l.open(doc)
	}
	return doc, nil
}

// open makes a document part of the API and finds what can be referred to by URI in it.
func (l *lowering) open(doc *document) {
	if l.root == nil {
		l.root = doc
	}
	doc.scope = &scope{doc: doc, base: doc.path, root: doc.Root, version: l.version}
	declared := text(doc.Root.Get("openapi"))
	if v := parseVersion(declared); v != unknownVersion {
		doc.scope.version = v
	}
	if self := doc.Root.Get("$self"); self != nil && doc.scope.version >= version32 {
		doc.scope.base = locate(doc.path, self.String()).uri
	}
	l.resources[doc.scope.base] = resource{scope: doc.scope, value: doc.Root}
	doc.node = &spec.Document{File: doc.File, Dialect: declared}
	doc.node.Name, doc.node.Local = doc.path, doc.path
	doc.node.Span, doc.node.NameSpan = doc.File.Span(0, len(doc.File.Content)), firstToken(doc.Root)
	doc.node.Syntax = doc.Syntax(doc.Root)
	l.api.Documents = append(l.api.Documents, doc.node)
	if doc.scope.version >= version31 && mayIdentify(doc.File) {
		l.identify(doc)
	}
}

// sortDocuments puts the files of the contract into their order once all are known.
func (l *lowering) sortDocuments() {
	slices.SortFunc(l.api.Documents, func(a, b *spec.Document) int { return strings.Compare(a.File.Path, b.File.Path) })
}

// imports records that a document refers to another file.
func (d *document) imports(path string, file *source.File, at source.Span) {
	for _, known := range d.node.Imports {
		if known.Path == path {
			return
		}
	}
	d.node.Imports = append(d.node.Imports, spec.Import{Path: path, File: file, Span: at})
}
