package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// single is an edit of buf.txtar. It is named after the rule that it violates, with a suffix if
// there are more; NONE violates none.
type single struct {
	name     string
	old, new []txtar.File
}

func (s *single) rule() string {
	rule, _, _ := strings.Cut(s.name, ".")
	return rule
}

// compareCases judges the edits of buf.txtar, and makes sure that every rule has one.
func (r *runner) compareCases(t *table, rules map[string][]string) error {
	file := filepath.Join(r.tables, "buf.txtar")
	archive, err := txtar.ParseFile(file)
	if err != nil {
		return err
	}
	singles := readSingles(archive)
	unseen := maps.Clone(rules)
	fresh := &txtar.Archive{Comment: archive.Comment}
	for _, s := range singles {
		found, err := r.compareCase(t, rules, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if slices.ContainsFunc(found, func(a annotation) bool { return a.Type == s.rule() }) {
			delete(unseen, s.rule())
		}
		want, err := r.want()
		if err != nil {
			return err
		}
		fresh.Files = slices.Concat(fresh.Files, s.old, s.new, []txtar.File{{Name: s.name + "/want", Data: []byte(want)}})
	}
	if len(unseen) > 0 {
		return fmt.Errorf("%s: no edit violates %s", file, slices.Sorted(maps.Keys(unseen)))
	}
	if !r.write {
		return nil
	}
	return os.WriteFile(file, txtar.Format(fresh), 0o644)
}

func readSingles(archive *txtar.Archive) []*single {
	var singles []*single
	for _, f := range archive.Files {
		name, rest, _ := strings.Cut(f.Name, "/")
		if len(singles) == 0 || singles[len(singles)-1].name != name {
			singles = append(singles, &single{name: name})
		}
		s := singles[len(singles)-1]
		switch side, _, _ := strings.Cut(rest, "/"); side {
		case "old":
			s.old = append(s.old, f)
		case "new":
			s.new = append(s.new, f)
		}
	}
	slices.SortStableFunc(singles, func(a, b *single) int { return cmp.Compare(a.name, b.name) })
	return singles
}

// compareCase judges an edit and returns what buf says of it.
func (r *runner) compareCase(t *table, rules map[string][]string, s *single) ([]annotation, error) {
	for _, side := range []string{"old", "new"} {
		if err := os.RemoveAll(filepath.Join(r.scratch, side)); err != nil {
			return nil, err
		}
		if err := write(filepath.Join(r.scratch, side, "buf.yaml"), bufModule); err != nil {
			return nil, err
		}
	}
	for _, f := range slices.Concat(s.old, s.new) {
		if err := write(filepath.Join(r.scratch, strings.TrimPrefix(f.Name, s.name+"/")), string(f.Data)); err != nil {
			return nil, err
		}
	}
	found, readable, err := r.askBuf()
	if err == nil && !readable {
		err = fmt.Errorf("buf can't compile it")
	}
	if err != nil {
		return nil, err
	}
	return found, r.judgeProto(t, rules, s.rule(), s.name)
}

// want writes what bylaw says of scratch/new, level by level.
func (r *runner) want() (string, error) {
	var text strings.Builder
	for _, category := range categories {
		findings, err := r.askBylaw(filepath.Join(r.scratch, "new"), "../old", "--level", strings.ToLower(category))
		if err != nil {
			return "", err
		}
		s := bylawSays(findings)
		fmt.Fprintf(&text, "%s: %s %s\n", category, s.level, join(s.rules))
	}
	return text.String(), nil
}

func write(file, content string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(content), 0o644)
}
