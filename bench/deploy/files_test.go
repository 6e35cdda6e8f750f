package deploy

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/rhysd/actionlint"
)

// workflow has actionlint read the workflow.
func (s service) workflow() (wrong []string) {
	path := filepath.Join(s.folder, ".github", "workflows", "ci.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return []string{err.Error()}
	}
	lint, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		return []string{err.Error()}
	}
	found, err := lint.Lint(path, text, nil)
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range found {
		wrong = append(wrong, f.Error())
	}
	if s.store == "postgres" != bytes.Contains(text, []byte("TEST_DATABASE_URL")) {
		wrong = append(wrong, "tests of "+s.store+" have no database, or one that they don't need")
	}
	return wrong
}

// dockerfile has BuildKit read the Dockerfile: what it warns of is wrong.
func (s service) dockerfile() (wrong []string) {
	text, err := os.ReadFile(filepath.Join(s.folder, "Dockerfile"))
	if err != nil {
		return []string{err.Error()}
	}
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return []string{err.Error()}
	}
	for _, w := range parsed.Warnings {
		wrong = append(wrong, w.Short)
	}
	lint := linter.New(&linter.Config{Warn: func(rule, _, _, message string, at []parser.Range) {
		wrong = append(wrong, fmt.Sprintf("%s: %s %v", rule, message, at))
	}})
	stages, _, err := instructions.Parse(parsed.AST, lint)
	if err != nil {
		return append(wrong, err.Error())
	}
	return append(wrong, s.image(stages)...)
}

// image is what no parser says: what is copied is there, and the program isn't root's.
func (s service) image(stages []instructions.Stage) (wrong []string) {
	if len(stages) != 2 {
		return []string{fmt.Sprintf("%d stages", len(stages))}
	}
	user, entry := "", ""
	for _, one := range stages[1].Commands {
		switch c := one.(type) {
		case *instructions.CopyCommand:
			if c.From != stages[0].Name {
				wrong = append(wrong, "there is no stage "+c.From)
			}
		case *instructions.UserCommand:
			user = c.User
		case *instructions.EntrypointCommand:
			entry = strings.Join(c.CmdLine, " ")
			if c.PrependShell {
				wrong = append(wrong, "there is no shell to start the program with")
			}
		case *instructions.ExposeCommand:
			if slices.Contains(c.Ports, "9090") != (s.kind == "proto") {
				wrong = append(wrong, fmt.Sprintf("ports %v", c.Ports))
			}
		}
	}
	if !regexp.MustCompile(`^[1-9][0-9]*(:[1-9][0-9]*)?$`).MatchString(user) || entry != "/"+s.name {
		wrong = append(wrong, fmt.Sprintf("the user %q starts %q", user, entry))
	}
	return wrong
}

// hooks is what pre-commit reads (https://pre-commit.com/#pre-commit-configyaml---hooks), as far as ours uses it.
type hooks struct {
	Repos []struct {
		Repo  string `json:"repo"`
		Hooks []struct {
			ID            string   `json:"id"`
			Name          string   `json:"name"`
			Entry         string   `json:"entry"`
			Language      string   `json:"language"`
			Types         []string `json:"types"`
			Files         string   `json:"files"`
			RequireSerial bool     `json:"require_serial"`
			PassFilenames *bool    `json:"pass_filenames"`
		} `json:"hooks"`
	} `json:"repos"`
}

// preCommit reads the hooks strictly: all of them start something, for files that there are.
func (s service) preCommit() (wrong []string) {
	text, err := os.ReadFile(filepath.Join(s.folder, ".pre-commit-config.yaml"))
	var h hooks
	if err == nil {
		err = decode(text, &h)
	}
	if err != nil || len(h.Repos) != 1 || h.Repos[0].Repo != "local" || len(h.Repos[0].Hooks) == 0 {
		return []string{fmt.Sprintf("%v %+v", err, h)}
	}
	for _, hook := range h.Repos[0].Hooks {
		program, _, _ := strings.Cut(hook.Entry, " ")
		if hook.ID == "" || hook.Name == "" || hook.Language != "system" || program != "bylaw" && program != "gofmt" {
			wrong = append(wrong, fmt.Sprintf("%+v", hook))
		}
		files, err := regexp.Compile(hook.Files)
		if err != nil || !s.has(files) {
			wrong = append(wrong, fmt.Sprintf("%s is for no file: %q %v", hook.ID, hook.Files, err))
		}
	}
	return wrong
}

func (s service) has(files *regexp.Regexp) (found bool) {
	_ = filepath.WalkDir(s.folder, func(path string, e fs.DirEntry, err error) error {
		local, _ := filepath.Rel(s.folder, path)
		found = found || err == nil && e.Type().IsRegular() && files.MatchString(filepath.ToSlash(local))
		return nil
	})
	return found
}
