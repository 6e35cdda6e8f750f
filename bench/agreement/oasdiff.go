package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"go.yaml.in/yaml/v3"
)

// documents are those that single edits are made of.
var documents = []string{"stripe.yaml", "api.github.com.json"}

// pathsEach is how many paths of each document are edited, spread evenly.
const pathsEach = 12

// compareOasdiff judges edits of every kind of every document.
func (r *runner) compareOasdiff(t *table) error {
	for _, name := range documents {
		if err := r.compareDocument(t, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// located is an edit and the small document that it is made in.
type located struct {
	openapiEdit
	document *yaml.Node
}

func (r *runner) compareDocument(t *table, name string) error {
	content, err := os.ReadFile(filepath.Join(r.corpus, "openapi", name))
	if err != nil {
		return err
	}
	var whole yaml.Node
	if err := yaml.Unmarshal(content, &whole); err != nil {
		return err
	}
	paths := entries(get(whole.Content[0], "paths"))
	var all []located
	for i := range pathsEach {
		path := paths[i*len(paths)/pathsEach].key
		document := cut(whole.Content[0], path)
		for _, e := range openapiEdits(document, path) {
			all = append(all, located{e, document})
		}
	}
	for _, e := range thinLocated(all, 4*r.sample) {
		if err := r.judgeOpenAPI(t, e, name); err != nil {
			return fmt.Errorf("%s at %s: %w", e.kind, e.at, err)
		}
	}
	return nil
}

// thinLocated keeps so many edits of each kind in each direction, spread evenly.
func thinLocated(edits []located, each int) []located {
	byKind := map[string][]located{}
	var kinds []string
	for _, e := range edits {
		key := e.kind + "\t" + e.scope
		if byKind[key] == nil {
			kinds = append(kinds, key)
		}
		byKind[key] = append(byKind[key], e)
	}
	slices.Sort(kinds)
	var kept []located
	for _, key := range kinds {
		list := byKind[key]
		for i := range min(each, len(list)) {
			kept = append(kept, list[i*len(list)/min(each, len(list))])
		}
	}
	return kept
}

func (r *runner) judgeOpenAPI(t *table, e located, document string) error {
	if err := r.encode("old.yaml", e.document); err != nil {
		return err
	}
	before := *e.place
	*e.place = e.now
	err := r.encode("new.yaml", e.document)
	*e.place = before
	if err != nil {
		return err
	}
	peer, readable, err := r.askOasdiff()
	if err != nil {
		return err
	}
	if !readable {
		t.dropped++
		return nil
	}
	findings, err := r.askBylaw(r.scratch, "old.yaml", "new.yaml")
	if err != nil {
		return err
	}
	t.add(judgement{edit: e.kind, scope: e.scope, example: document + " " + e.at, peer: peer, bylaw: worst(findings), placed: true})
	return nil
}

func (r *runner) encode(name string, document *yaml.Node) error {
	content, err := yaml.Marshal(document)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.scratch, name), content, 0o644)
}

// askOasdiff returns what oasdiff says; readable is false if it can't read a version.
func (r *runner) askOasdiff() (s said, readable bool, err error) {
	out, code, err := capture(r.scratch, r.peer("oasdiff"), "breaking", "--format", "json", "old.yaml", "new.yaml")
	if err != nil || code > 1 {
		return said{}, false, err
	}
	var changes []struct {
		ID    string
		Level int
	}
	if len(out) > 0 {
		if err := json.Unmarshal(out, &changes); err != nil {
			return said{}, false, fmt.Errorf("%w: %s", err, out)
		}
	}
	s.level = "none"
	for _, c := range changes {
		s.raise([]string{"none", "none", "warning", "error"}[c.Level])
		s.rules = append(s.rules, c.ID)
	}
	return s.tidy(), true, nil
}

func (s *said) raise(level string) {
	if strength(level) > strength(s.level) {
		s.level = level
	}
}

// worst returns the worst of what bylaw says.
func worst(findings []finding) said {
	s := said{level: "none"}
	for _, f := range findings {
		s.raise(f.Severity)
		s.rules = append(s.rules, f.Rule)
	}
	return s.tidy()
}
