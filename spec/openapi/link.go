package openapi

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Linked is an API with what its references lead to.
type Linked struct {
	API        *spec.API
	Links      []Link               // of all files, in the order in which they were followed
	Identified map[*spec.Value]bool // schemas with an $id, against which references in them are resolved
}

// Link is a reference that leads somewhere, as one place of the contract uses it.
type Link struct {
	What    string       // it stands for: "schema", "parameter", "path item"
	Span    source.Span  // of the text of the reference, quotes included
	Within  *spec.Value  // what the reference is resolved in: the document, or the schema with an $id
	File    *source.File // that it leads to
	Pointer string       // from the document of that file
	Value   *spec.Value  // what it leads to
}

// link keeps where a reference leads, if anyone wants to know.
func (l *lowering) link(at *scope, ref *spec.Value, to target, what string) {
	if !l.files.config.Links {
		return
	}
	local := to.place.local
	if to.place.parent != &l.api.Node {
		local = local[1:] // behind the #
	}
	l.linked = append(l.linked, Link{What: what, Span: ref.Span, Within: at.root, File: to.scope.doc.File, Pointer: local, Value: to.value})
}

// identified returns the schemas with an $id.
func (l *lowering) identified() map[*spec.Value]bool {
	if !l.files.config.Links {
		return nil
	}
	all := map[*spec.Value]bool{}
	for v := range l.scopes {
		all[v] = true
	}
	return all
}
