package hook

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func file(t *testing.T, manager string) File {
	t.Helper()
	for _, m := range Managers("v1.2.3") {
		if m.Name == manager {
			return m.Files[0]
		}
	}
	t.Fatalf("there is no manager %s", manager)
	return File{}
}

// BLOCK stands for the first of bylaw's lines: what is around it must be where it was.
func sketch(content []byte) string {
	var out []string
	inside := false
	for _, line := range strings.Split(string(content), "\n") {
		text := strings.TrimSpace(line)
		if strings.HasPrefix(text, start) {
			out, inside = append(out, strings.Repeat(" ", strings.Index(line, "#"))+"BLOCK"), true
		}
		if !inside {
			out = append(out, line)
		}
		inside = inside && text != end
	}
	return strings.Join(out, "\n")
}

func TestInstallAndRemove(t *testing.T) {
	for _, test := range []struct{ name, manager, old, want string }{
		{"no hook", "git", "", "#!/bin/sh\nBLOCK\n"},
		{"a hook", "git", "#!/usr/bin/env bash\nset -e\nexec make\n", "#!/usr/bin/env bash\nBLOCK\nset -e\nexec make\n"},
		{"husky's", "husky", "npm test\n", "BLOCK\nnpm test\n"},
		{"no configuration", "pre-commit", "", "repos:\n  BLOCK\n"},
		{"a configuration", "pre-commit", "repos:\n- repo: a\n  hooks:\n  - id: x\n# last words\nci: {skip: [x]}\n",
			"repos:\n- repo: a\n  hooks:\n  - id: x\nBLOCK\n# last words\nci: {skip: [x]}\n"},
		{"an indented one, with no end", "pre-commit", "fail_fast: true\nrepos:\n  - repo: a\n    hooks:\n      - id: x\n        exclude: |\n          a\n          b",
			"fail_fast: true\nrepos:\n  - repo: a\n    hooks:\n      - id: x\n        exclude: |\n          a\n          b\n  BLOCK\n"},
		{"no lefthook", "lefthook", "", "BLOCK\n"},
		{"other hooks", "lefthook", "output: [summary]\npost-merge:\n  commands:\n    x: {run: y}\n", "output: [summary]\npost-merge:\n  commands:\n    x: {run: y}\nBLOCK\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := file(t, test.manager)
			installed, err := f.Install([]byte(test.old))
			if err != nil {
				t.Fatal(err)
			}
			if got := sketch(installed); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			again, err := f.Install(installed)
			if err != nil || string(again) != string(installed) {
				t.Errorf("a second time (%v):\n%s", err, again)
			}
			removed, found, err := f.Remove(installed)
			if want := strings.TrimRight(test.old, "\n"); err != nil || !found || strings.TrimRight(string(removed), "\n") != want {
				t.Errorf("removed (%v, %v):\n%s\nwant\n%s", found, err, removed, want)
			}
			if _, found, _ := f.Remove(removed); found {
				t.Error("removed twice")
			}
			if !f.Program {
				var any yaml.Node
				if err := yaml.Unmarshal(installed, &any); err != nil {
					t.Errorf("%v in\n%s", err, installed)
				}
			}
		})
	}
}

func TestNoPlace(t *testing.T) {
	for _, test := range []struct{ name, manager, old, want string }{
		{"another language", "git", "#!/usr/bin/python3\n", "it is no script of a shell"},
		{"repos in one line", "pre-commit", "repos: [{repo: a}]\n", "no list of repos"},
		{"a hook that is there", "lefthook", "pre-commit:\n  jobs: []\n", "it has a hook pre-commit already"},
		{"broken", "lefthook", "a: [\n", "yaml"},
		{"lines without an end", "git", "#!/bin/sh\n" + begin + "\n", "is never followed by"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := file(t, test.manager)
			if got, err := f.Install([]byte(test.old)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q; file\n%s", err, test.want, got)
			}
		})
	}
}
