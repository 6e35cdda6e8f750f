package lsp

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// document is a file that is open in the editor.
type document struct {
	uri     string // as the client writes it
	version int
	project *project
	file    *source.File // as it is shown; replaced with every edit
	edited  int          // counts all edits of the server: the last one is checked first

	dirty  bool    // it has to be checked
	search bool    // and which contracts it belongs to has to be found out
	joined *joined // what turned out to have to be checked with it
}

// path returns the path in the tree.
func (d *document) path() string { return d.file.Path }

// tooLarge reports whether the document is larger than any command reads.
func (d *document) tooLarge() bool { return len(d.file.Content) > workspace.MaxFile }

// apply makes the edits of the client, one after the other.
func (d *document) apply(changes *changing, units encoding) {
	content := d.file.Content
	for _, change := range changes.ContentChanges {
		if change.Range == nil {
			content = []byte(change.Text)
			continue
		}
		at := newText(source.NewFile(d.path(), content), units)
		start, end := at.offset(change.Range.Start), at.offset(change.Range.End)
		content = slices.Concat(content[:start], []byte(change.Text), content[max(start, end):])
	}
	d.file = source.NewFile(d.path(), content)
	if changes.TextDocument.Version != nil {
		d.version = *changes.TextDocument.Version
	}
}
