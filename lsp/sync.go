package lsp

import (
	"encoding/json"
	"path/filepath"
	"slices"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// didOpen takes a document over from the disk.
func (s *server) didOpen(m *message) error {
	p, err := params[opening](m)
	if err != nil {
		return err
	}
	path := pathOf(p.TextDocument.URI)
	if path == "" {
		return nil // it has no place yet from which references could lead
	}
	project, name, err := s.place(path)
	if err != nil {
		return err
	}
	if old := s.documents[p.TextDocument.URI]; old != nil {
		s.close(old)
	}
	d := &document{uri: p.TextDocument.URI, version: p.TextDocument.Version, project: project, dirty: true, search: true}
	d.file = source.NewFile(name, []byte(p.TextDocument.Text))
	s.documents[d.uri] = d
	delete(project.published, d.uri) // some clients forget what a file had when they close it
	project.docs[name] = d
	s.refresh(project) // a client that tells of nothing else tells of this
	s.edited(d)
	return nil
}

func (s *server) didChange(m *message) error {
	p, err := params[changing](m)
	if err != nil {
		return err
	}
	d := s.documents[p.TextDocument.URI]
	if d == nil {
		return nil
	}
	d.apply(&p, s.units)
	s.edited(d)
	return nil
}

// edited has everything checked again that an edit of the document reaches.
func (s *server) edited(d *document) {
	s.edits++
	d.edited, d.dirty = s.edits, true
	d.project.touch(d.path())
	if isConfig(d.path()) {
		s.configured(d.project)
	}
	s.overtake(d.project)
	s.outdate(d)
}

// configured has everything judged again, by another configuration.
func (s *server) configured(p *project) {
	s.refresh(p)
	p.touchAll()
}

// refresh has the files on disk looked at again, by the next check.
func (s *server) refresh(p *project) {
	if p.snapshot != nil && (s.running == nil || s.running.saved != p.snapshot) {
		p.snapshot.close()
	}
	p.snapshot = nil
}

// overtake cancels the check that is running if its outcome would not count any more.
func (s *server) overtake(p *project) {
	if j := s.running; j != nil && j.project == p && !s.counts(j) {
		j.cancel()
	}
}

// didSave is the moment at which other files may have changed, too, where the client does not say so.
func (s *server) didSave(m *message) error {
	p, err := params[ofDocument](m)
	if err != nil {
		return err
	}
	d := s.documents[p.TextDocument.URI]
	if d == nil {
		return nil
	}
	s.refresh(d.project)
	if !s.watching {
		d.project.touchAll()
	}
	return nil
}

func (s *server) didClose(m *message) error {
	p, err := params[ofDocument](m)
	if err != nil {
		return err
	}
	if d := s.documents[p.TextDocument.URI]; d != nil {
		s.close(d)
	}
	return nil
}

// close gives a document back to the disk. Contracts of which nothing is open any more are forgotten.
func (s *server) close(d *document) {
	p := d.project
	s.outdate(d)
	delete(s.documents, d.uri)
	delete(p.docs, d.path())
	s.refresh(p)
	p.touch(d.path())
	switch {
	case isConfig(d.path()):
		s.configured(p)
	case d.dirty || d.unsaved():
		p.touchAll() // what is on disk may lead elsewhere than what was checked last
	}
	s.overtake(p)
	shown := pathSet{d.path(): true}
	for _, g := range p.allGroups() {
		if !slices.ContainsFunc(open(p), func(d *document) bool { return g.files[d.path()] }) {
			shown.add(g)
			p.drop(g)
			s.forget(g)
		}
	}
	s.publish(p, shown)
	if len(p.docs) == 0 {
		delete(s.projects, p.dir)
	}
}

// didChangeFiles learns of files that others have changed.
func (s *server) didChangeFiles(m *message) error {
	p, err := params[watched](m)
	if err != nil {
		return err
	}
	for _, change := range p.Changes {
		path := pathOf(change.URI)
		for _, project := range s.projects {
			if path != "" && within(project.root, path) {
				s.fileChanged(project, path, change.Type)
			}
		}
	}
	return nil
}

func (s *server) fileChanged(p *project, path string, kind int) {
	name, err := filepath.Rel(p.root, path)
	if err != nil {
		return
	}
	name = filepath.ToSlash(name)
	s.refresh(p)
	switch isOpen := p.docs[name] != nil; {
	case isConfig(name):
		p.touchAll()
	case kind != fileChanged:
		p.touchAll() // what was missing may be there, and other documents may lead here
	case !isOpen:
		p.touch(name)
	}
	s.overtake(p)
}

func (s *server) didChangeFolders(m *message) error {
	p, err := params[changingFolders](m)
	if err != nil {
		return err
	}
	for _, f := range p.Event.Removed {
		gone := pathOf(f.URI)
		s.folders = slices.DeleteFunc(s.folders, func(folder string) bool { return folder == gone })
	}
	for _, f := range p.Event.Added {
		s.addFolder(f.URI)
	}
	return nil
}

func (s *server) addFolder(uri string) {
	if path := pathOf(uri); path != "" {
		s.folders = append(s.folders, path)
	}
}

// didCancel ends what a request is waiting for. One that was answered already is none of it.
func (s *server) didCancel(m *message) error {
	p, err := params[cancelling](m)
	if err != nil {
		return err
	}
	if cancel := s.working[string(p.ID)]; cancel != nil {
		cancel()
	}
	s.give(&rpcError{codeCancelled, "cancelled"}, func(q *question) bool { return sameID(q.id, p.ID) })
	return nil
}

func sameID(a, b json.RawMessage) bool { return string(a) == string(b) }
