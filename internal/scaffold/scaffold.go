package main

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed templates
var templates embed.FS

// thing is the rule or check that the templates are filled with.
type thing struct {
	kind
	ID, Group string
	Variable  string // of the thing in its Go file: unpaginatedList
	Function  string // the same with a capital
	Title     string // of the group: Pagination
}

// scaffold returns the files to write, by path from the project's root. The lists that the rule or
// check is entered in are among them.
func scaffold(root fs.FS, k kind, id string) (map[string][]byte, error) {
	parts := k.wellFormed.FindStringSubmatch(id)
	if parts == nil {
		return nil, fmt.Errorf("%q is not GROUP/ID with %s", id, k.example)
	}
	group, id := parts[1], parts[2]
	for _, other := range []kind{rules, checks} { // one space of names: bylaw explain ID
		if found, _ := fs.Glob(root, other.folder+"/*/"+id+".md"); len(found) > 0 {
			return nil, fmt.Errorf("there is a %s %s already: %s", other.name, id, found[0])
		}
	}
	variable := camel(id)
	t := thing{k, id, group, variable, capital(variable), capital(group)}
	if token.IsKeyword(variable) {
		t.Variable += capital(k.name) // type, range, default
	}
	files := map[string][]byte{}
	if err := t.addOwn(files); err != nil {
		return nil, err
	}
	return files, t.addToLists(root, files)
}

func (t thing) addOwn(files map[string][]byte) error {
	names := strings.NewReplacer("*", t.ID, "_", strings.ReplaceAll(t.ID, "-", "_"))
	for _, own := range t.own {
		if err := t.render(files, own.template, t.folder+"/"+t.Group+"/"+names.Replace(own.path)); err != nil {
			return err
		}
	}
	return nil
}

func (t thing) render(files map[string][]byte, name, to string) error {
	parsed, err := template.ParseFS(templates, path.Join("templates", t.name, name+".tmpl"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, t); err != nil {
		return err
	}
	files[to] = out.Bytes()
	return nil
}

// addToLists enters the thing in its group's list; a group that is new is written, and entered in
// the list of groups.
func (t thing) addToLists(root fs.FS, files map[string][]byte) error {
	group := t.folder + "/" + t.Group + "/group.go"
	if text, err := fs.ReadFile(root, group); err == nil {
		files[group], err = insert(text, t.opening, "\t\t"+t.Variable+",\n")
		return err
	}
	if err := t.render(files, "group.go", group); err != nil {
		return err
	}
	text, err := fs.ReadFile(root, t.list)
	if err != nil {
		return err
	}
	line := fmt.Sprintf("\t\t{%q, %q, %s.%s(), %s.Docs()},\n", t.Group, t.Title, t.Group, t.accessor, t.Group)
	if text, err = insert(text, "return []Group{", line); err != nil {
		return err
	}
	files[t.list], err = insert(text, t.importAfter, fmt.Sprintf("\t\"github.com/bylaw-dev/bylaw/%s/%s\"\n", t.folder, t.Group))
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
		words[i+1] = capital(word)
	}
	return strings.Join(words, "")
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }
