package lsp

import (
	"bytes"
	"os"
	"path/filepath"
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

// unsaved reports whether the file looks other on disk.
func (d *document) unsaved() bool {
	at := filepath.Join(d.project.root, filepath.FromSlash(d.path()))
	info, err := os.Stat(at)
	if err != nil || info.Size() != int64(len(d.file.Content)) {
		return true
	}
	saved, err := os.ReadFile(at)
	return err != nil || !bytes.Equal(saved, d.file.Content)
}

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
