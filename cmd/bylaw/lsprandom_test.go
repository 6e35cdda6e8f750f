package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestLSPRandomSessions opens, edits, saves, closes, deletes and restores files in any order, and
// holds what is shown of the open ones against what `bylaw lint` says of all files as they are then.
func TestLSPRandomSessions(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "lsp", "together.txt"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		if f.Name != transcriptName {
			files[f.Name] = string(f.Data)
		}
	}
	for seed := range uint64(25) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			c, _ := startLSP(t, t.TempDir())
			defer c.to.Close()
			s := &randomSession{c, rand.New(rand.NewPCG(seed, 1)), files, map[string]string{}}
			s.play(60)
		})
	}
}

type randomSession struct {
	*lspClient
	random *rand.Rand
	files  map[string]string // as they were in the beginning
	disk   map[string]string
}

func (s *randomSession) play(steps int) {
	for name, text := range s.files {
		s.write(name, text)
		s.disk[name] = text
	}
	s.initialize([]string{[]string{"watching", "utf-8"}[s.random.IntN(2)]})
	names := slices.Sorted(keysOf(s.files))
	var done []string
	for range steps {
		name := names[s.random.IntN(len(names))]
		done = append(done, s.step(name))
		if s.random.IntN(3) > 0 {
			continue // several things happen at once
		}
		s.settle()
		if !s.agrees() {
			s.t.Fatalf("after %s", strings.Join(done[max(0, len(done)-12):], ",\n"))
		}
	}
}

// step does something to a file, and says what.
func (s *randomSession) step(name string) string {
	_, isOpen := s.open[name]
	_, exists := s.disk[name]
	switch {
	case !isOpen && !exists:
		s.disk[name] = s.files[name]
		s.write(name, s.files[name])
		s.tell(name, 1)
		return "restore " + name
	case !isOpen && s.random.IntN(8) == 0:
		delete(s.disk, name)
		if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
			s.t.Fatal(err)
		}
		s.tell(name, 3)
		return "delete " + name
	case !isOpen:
		s.opened(name, s.disk[name])
		return "open " + name
	}
	switch s.random.IntN(6) {
	case 0:
		delete(s.open, name)
		delete(s.shown, name)
		s.notify("textDocument/didClose", map[string]any{"textDocument": s.document(name)})
		return "close " + name
	case 1:
		s.disk[name] = s.open[name]
		s.write(name, s.open[name])
		s.notify("textDocument/didSave", map[string]any{"textDocument": s.document(name)})
		s.tell(name, 2)
		return "save " + name
	}
	return s.edit(name)
}

// tell says that a file has changed on disk, as clients do that were asked to. The others are told by
// the next save; so that nothing has to be saved, all clients tell here.
func (s *randomSession) tell(name string, kind int) {
	s.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": s.uri(name), "type": kind}}})
}

// edit takes a line out, puts it in twice, or restores the file.
func (s *randomSession) edit(name string) string {
	lines := strings.SplitAfter(s.open[name], "\n")
	at := s.random.IntN(len(lines))
	start := len(strings.Join(lines[:at], ""))
	old, new := lines[at], ""
	switch s.random.IntN(4) {
	case 0:
		new = old + old
	case 1:
		new = strings.Replace(old, "Money", "Cash", 1)
	case 2:
		s.change(name, s.files[name])
		return "restore the text of " + name
	}
	text := s.open[name]
	s.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": s.uri(name), "version": s.versions[name] + 1},
		"contentChanges": []any{map[string]any{"range": map[string]any{"start": s.at(text, start), "end": s.at(text, start+len(old))}, "text": new}},
	})
	s.versions[name]++
	s.open[name] = text[:start] + new + text[start+len(old):]
	return fmt.Sprintf("make %q of %q in %s", new, old, name)
}

// agrees reports whether what is shown is what lint says.
func (s *randomSession) agrees() bool {
	files := map[string]string{}
	for name, text := range s.disk {
		files[name] = text
	}
	for name, text := range s.open {
		files[name] = text
	}
	said := lintAll(s.t, files)
	for name := range s.open {
		compareSaid(s.t, name, s.shown[name], said[name])
	}
	return !s.t.Failed()
}
