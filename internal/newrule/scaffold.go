package main

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed templates
var templates embed.FS

// rule is what the templates are filled with.
type rule struct {
	ID, Group string
	Variable  string // of the rule in its Go file: unpaginatedList
	Title     string // of the group: Pagination
}

var wellFormed = regexp.MustCompile(`^([a-z]+)/([a-z][a-z0-9]*(?:-[a-z0-9]+)+)$`)

// scaffold returns the files to write, by path from the project's root. The lists that the rule
// is entered in are among them.
func scaffold(root fs.FS, id string) (map[string][]byte, error) {
	parts := wellFormed.FindStringSubmatch(id)
	if parts == nil {
		return nil, fmt.Errorf("%q is not GROUP/ID with a kebab-case ID of two words or more, such as pagination/unpaginated-list", id)
	}
	r := rule{Group: parts[1], ID: parts[2], Variable: camel(parts[2]), Title: strings.ToUpper(parts[1][:1]) + parts[1][1:]}
	if found, _ := fs.Glob(root, "rules/*/"+r.ID+".md"); len(found) > 0 {
		return nil, fmt.Errorf("there is a rule %s already: %s", r.ID, found[0])
	}
	files := map[string][]byte{}
	if err := r.addOwn(files); err != nil {
		return nil, err
	}
	return files, r.addToLists(root, files)
}

func (r rule) addOwn(files map[string][]byte) error {
	folder := "rules/" + r.Group + "/"
	targets := [...]struct{ template, path string }{
		{"rule.go.tmpl", folder + strings.ReplaceAll(r.ID, "-", "_") + ".go"},
		{"rule.md.tmpl", folder + r.ID + ".md"},
		{"fixture.proto.tmpl", folder + "testdata/" + r.ID + ".proto"},
		{"fixture.yaml.tmpl", folder + "testdata/" + r.ID + ".yaml"},
	}
	for _, target := range targets {
		if err := r.render(files, target.template, target.path); err != nil {
			return err
		}
	}
	return nil
}

func (r rule) render(files map[string][]byte, name, to string) error {
	parsed, err := template.ParseFS(templates, path.Join("templates", name))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, r); err != nil {
		return err
	}
	files[to] = out.Bytes()
	return nil
}

// addToLists enters the rule in its group's list; a group that is new is written, and entered in
// the list of groups.
func (r rule) addToLists(root fs.FS, files map[string][]byte) error {
	group := "rules/" + r.Group + "/group.go"
	if text, err := fs.ReadFile(root, group); err == nil {
		files[group], err = insert(text, "return []*lint.Rule{", "\t\t"+r.Variable+",\n")
		return err
	}
	if err := r.render(files, "group.go.tmpl", group); err != nil {
		return err
	}
	const list = "rules/rules.go"
	text, err := fs.ReadFile(root, list)
	if err != nil {
		return err
	}
	line := fmt.Sprintf("\t\t{%q, %q, %s.Rules(), %s.Docs()},\n", r.Group, r.Title, r.Group, r.Group)
	if text, err = insert(text, "return []Group{", line); err != nil {
		return err
	}
	files[list], err = insert(text, `"github.com/bylaw-dev/bylaw/lint"`, fmt.Sprintf("\t\"github.com/bylaw-dev/bylaw/rules/%s\"\n", r.Group))
	return err
}

// insert puts the line into the list that the opening begins, before the first line that is greater
// or ends the list, and formats the file.
func insert(text []byte, opening, line string) ([]byte, error) {
	start := bytes.Index(text, []byte(opening))
	if start < 0 {
		return nil, fmt.Errorf("the list that %q begins is gone", opening)
	}
	start += bytes.IndexByte(text[start:], '\n') + 1
	at := start
	for next := range strings.Lines(string(text[start:])) {
		if next > line || closing.MatchString(next) {
			break
		}
		at += len(next)
	}
	return format.Source(slices.Concat(text[:at], []byte(line), text[at:]))
}

var closing = regexp.MustCompile(`^\s*[)}]`)

// camel writes a kebab-case ID as a Go variable.
func camel(id string) string {
	words := strings.Split(id, "-")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}
