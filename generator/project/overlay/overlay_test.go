package overlay

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/generator"
)

type data struct {
	Name, Kind string
	Many       []string
	HasGRPC    bool
}

func some() data {
	return data{Name: "orders", Kind: "proto", Many: strings.Split(strings.Repeat("x", 100), ""), HasGRPC: true}
}

// set makes a set of files, given as path and content.
func set(files ...string) (*Set, error) {
	tree := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		tree[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return Read(tree, "acme")
}

// printed reads a set and prints all of it: paths and contents, or what is wrong.
func printed(files ...string) (made []generator.File, err error) {
	s, err := set(files...)
	if err != nil {
		return nil, err
	}
	planned, err := s.Files(some())
	if err != nil {
		return nil, err
	}
	for _, f := range planned {
		one, err := s.Print(f, some())
		if err != nil {
			return nil, err
		}
		made = append(made, one)
	}
	return made, nil
}

func TestPrint(t *testing.T) {
	made, err := printed(ManifestName, `version: 1
omit: [a, "{{if .HasGRPC}}b/{{end}}", "{{if not .HasGRPC}}c{{end}}"]
files:
  - {path: "deploy/{{.Name}}.yaml", source: x/values.tmpl, owner: once}
  - {path: cmd/x.go, source: main.go.tmpl, when: eq .Kind "proto"}
  - {path: never, source: x/values.tmpl, when: not .HasGRPC}
`, "x/values.tmpl", `name: {{upper .Name}}-{{replace "o" "0" .Name}}-{{printf "%03d" 7}}{{range $i, $x := .Many}}{{if lt $i 2}}{{$x}}{{else}}{{break}}{{end}}{{end}}
`, "main.go.tmpl", "package main\nvar   x=1\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(made) != 2 || made[0].Path != "deploy/orders.yaml" || made[0].Owner != generator.Once || string(made[0].Content) != "name: ORDERS-0rders-007xx\n" ||
		made[1].Path != "cmd/x.go" || made[1].Owner != generator.Kit || string(made[1].Content) != "package main\n\nvar x = 1\n" {
		t.Errorf("%q", made)
	}
	s, err := set(ManifestName, "version: 1\nomit: [a, '{{if .HasGRPC}}b/{{end}}', '{{if not .HasGRPC}}c{{end}}']\n")
	if err != nil {
		t.Fatal(err)
	}
	if omitted, err := s.Omitted(some()); err != nil || strings.Join(omitted, " ") != "a b" {
		t.Error(omitted, err)
	}
}

// TestWrong says of each mistake what and where it is.
func TestWrong(t *testing.T) {
	file := func(value string) []string {
		return []string{ManifestName, "version: 1\nfiles:\n  - " + value + "\n", "s", "x\n"}
	}
	source := func(text string) []string {
		return []string{ManifestName, "version: 1\nfiles:\n  - {path: x, source: s}\n", "s", text}
	}
	for name, test := range map[string]struct {
		files []string
		want  string
	}{
		"nothing":             {nil, "acme/template.yaml: file does not exist"},
		"empty":               {[]string{ManifestName, ""}, "acme/template.yaml:1: is empty"},
		"no YAML":             {[]string{ManifestName, "version: 1\nfiles: [\n"}, "acme/template.yaml:2: did not find"},
		"a list":              {[]string{ManifestName, "- a\n"}, "acme/template.yaml:1: here should be a mapping of version, omit, files"},
		"no version":          {[]string{ManifestName, "files: []\n"}, "acme/template.yaml:1: has to say `version: 1`"},
		"another version":     {[]string{ManifestName, "version: 2\n"}, "has to say `version: 1`"},
		"no files":            {[]string{ManifestName, "version: 1\n"}, "lists no files"},
		"an unknown key":      {[]string{ManifestName, "version: 1\nfile: []\n"}, `acme/template.yaml:2: unknown key "file": did you mean files?`},
		"a key twice":         {[]string{ManifestName, "version: 1\nfiles: []\nfiles: []\n"}, "acme/template.yaml:3: "},
		"an alias":            {[]string{ManifestName, "version: 1\nfiles: &a [*a]\n"}, "acme/template.yaml"},
		"files that are none": {[]string{ManifestName, "version: 1\nfiles: all\n"}, "acme/template.yaml:2: here should be a list"},
		"no source":           {file("{path: x}"), "acme/template.yaml:3: a file needs a path"},
		"an unknown owner":    {file("{path: x, source: s, owner: me}"), `acme/template.yaml:3: owner can't be "me": use kit`},
		"a missing source":    {file("{path: x, source: t}"), "acme/template.yaml:3: acme/t: file does not exist"},
		"a source outside":    {file("{path: x, source: ../s}"), "acme/template.yaml:3: ../s: leads out of the folder of templates"},
		"an absolute source":  {file("{path: x, source: /etc/passwd}"), "/etc/passwd: leads out of the folder of templates"},
		"a folder as source":  {[]string{ManifestName, "version: 1\nfiles: [{path: x, source: d}]\n", "d/x", ""}, "acme/d: is no regular file"},
		"a large source":      {source(strings.Repeat("x", largest+1)), "acme/s: has more than 262144 bytes"},
		"a path of nothing":   {file(`{path: "{{if .HasGRPC}}{{end}}", source: s}`), `acme/template.yaml:3: "" can't be the path of a file`},
		"an unknown path":     {file(`{path: "{{.Nmae}}", source: s}`), "acme/template.yaml:3: {{.Nmae}}: "},
		"a path twice":        {file("{path: x, source: s}\n  - {path: X, source: s}"), "acme/template.yaml:4: X is there twice"},
		"a condition":         {file(`{path: x, source: s, when: eq .Kind}`), "acme/template.yaml:3: {{if eq .Kind}}yes{{end}}: "},
		"no template":         {source("a\n{{.Name"), "acme/s:2: unclosed action"},
		"an unknown field":    {source("a\n\n{{.Foo}}"), `acme/s:3:2: executing "acme/s" at <.Foo>: can't evaluate field Foo`},
		"an unknown function": {source("{{exec `rm`}}"), `acme/s:1: function "exec" not defined`},
		"another's template":  {source("{{template `t`}}"), `acme/s:1:11: executing "acme/s" at <{{template "t"}}>: template "t" not defined`},
		"no Go":               {[]string{ManifestName, "version: 1\nfiles: [{path: x.go, source: s}]\n", "s", "package x\n\nfunc {\n"}, "x.go, as acme/s prints it, is not Go: 3:6: expected"},
		"our header":          {source(generator.Header + "\n"), "acme/s begins as what bylaw generates does"},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := printed(test.files...)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v (%d files), want %q", err, len(made), test.want)
			}
		})
	}
}

// TestHostile prints templates that would run forever, or fill the memory.
func TestHostile(t *testing.T) {
	double := `{{$x := "0123456789"}}`
	for range 30 {
		double += `{{$x = print $x $x}}`
	}
	for name, text := range map[string]string{
		"a long loop":       `{{range 1000000000000}}{{end}}`,
		"loops in loops":    `{{range .Many}}{{range $.Many}}{{range $.Many}}{{range $.Many}}{{range $.Many}}{{end}}{{end}}{{end}}{{end}}{{end}}`,
		"recursion":         `{{define "a"}}{{template "a"}}{{template "a"}}{{end}}{{template "a"}}`,
		"much output":       `{{range 100000}}` + strings.Repeat("x", 1000) + `{{end}}`,
		"a wide verb":       `{{printf "%1000000000d" 1}}`,
		"a wide flag":       `{{printf "%-0999999999d" 1}}`,
		"a wide argument":   `{{printf "%*d" 1000000000 1}}`,
		"a wide precision":  `{{printf "%.999999999f" 1.0}}`,
		"doubling":          double,
		"doubling by verbs": strings.Replace(double, "print $x $x", `printf "%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s" $x`, -1),
		"replacing":         `{{$x := printf "%0999d" 1}}{{$x = replace "0" $x $x}}{{$x = replace "0" $x $x}}`,
		"a debt":            `{{tick -1000000000}}{{range 1000000000000}}{{end}}`,
		"a structure":       `{{printf "%v" .}}`,
		"many texts":        `{{range 100000}}{{$x := printf "%0999d" 1}}{{end}}`,
		"a call":            `{{call .Name}}`,
	} {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			made, err := printed(ManifestName, "version: 1\nfiles: [{path: x, source: s}]\n", "s", text)
			if err == nil || !strings.HasPrefix(err.Error(), "acme/s:") {
				t.Errorf("%v (%d files)", err, len(made))
			}
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func TestCheckPath(t *testing.T) {
	for _, name := range []string{"a", "a/b.go", ".github/workflows/x.yaml", ".gitignore", "a b/c", "ä"} {
		if err := CheckPath(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{
		"", ".", "..", "/a", "a/", "a//b", "../a", "a/../../b", "./a", `a\b`, `..\a`, "C:/a", "a:b", "a\nb", "a\x00b", ".git", ".git/hooks/pre-commit", "a/.GIT/x",
		"git~1/hooks/x", ".bylaw/generate.json", "con", "a/NUL.txt", "a.", "a ", "a/b?", "a|b", strings.Repeat("a", 300), "\xff",
	} {
		if CheckPath(name) == nil {
			t.Errorf("%q is a path", name)
		}
	}
}

// What lies outside of the folder isn't read, whatever leads there.
func TestLinks(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, ManifestName), []byte("version: 1\nfiles: [{path: x, source: link}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(folder, "link")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := Read(root.FS(), "acme"); err == nil || !strings.Contains(err.Error(), "acme/template.yaml:2: acme/link: path escapes") {
		t.Error(err)
	}
}
