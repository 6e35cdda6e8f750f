package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// works lists what is measured. The targets are those of the design.
func works(corpus string, p *peers) ([]work, error) {
	openapi := filepath.Join(corpus, "openapi")
	protos, err := withoutPreview(filepath.Join(corpus, "googleapis"), filepath.Join(p.dir, "googleapis"))
	if err != nil {
		return nil, err
	}
	hook, err := hookRepository(protos, filepath.Join(p.dir, "hook"))
	if err != nil {
		return nil, err
	}
	edited, err := everyFileEdited(protos, filepath.Join(p.dir, "edited"))
	if err != nil {
		return nil, err
	}
	generate, err := generation(p, filepath.Join(openapi, "api.github.com.json"))
	if err != nil {
		return nil, err
	}
	bylaw := func(dir string, args ...string) command {
		return p.bylaw(dir, append([]string{"lint"}, args...)...)
	}
	return []work{
		{"lint-github", "GitHub's OpenAPI 3.0, 13 MB of JSON.", "under 1.5 s CPU and 400 MB", []command{
			bylaw(openapi, "api.github.com.json"),
			p.redocly(openapi, "api.github.com.json"),
			p.vacuum(openapi, "api.github.com.json"),
			p.spectral(openapi, "api.github.com.json"),
		}},
		{"lint-stripe", "Stripe's OpenAPI 3.0, 4.5 MB of YAML.", "under 0.8 s CPU", []command{
			bylaw(openapi, "stripe.yaml"),
			p.redocly(openapi, "stripe.yaml"),
		}},
		{"lint-googleapis", "All of googleapis without preview/, 7,234 files.", "at most 10 s wall, 1.4 × the floor's CPU, 3 GB", []command{
			bylaw(protos),
			p.buf(protos, "lint"),
			p.floor(protos),
		}},
		{"lint-package", "One package of googleapis, google/pubsub/v1.", "at most 0.08 s", []command{
			bylaw(protos, "google/pubsub/v1"),
			p.buf(protos, "lint", "--path", "google/pubsub/v1"),
		}},
		{"lint-hook", "One file of a git repository with 500.", "under 0.1 s", []command{
			bylaw(hook, "google/pubsub/v1/pubsub.proto"),
			p.buf(hook, "lint", "--path", "google/pubsub/v1/pubsub.proto"),
		}},
		{"breaking-ghes", "GitHub Enterprise Server 3.18 against 3.19, 11 MB of JSON each.", "under 1.5 s CPU and 400 MB", []command{
			p.bylaw(openapi, "breaking", "ghes-3.19.json", "--against", "ghes-3.18.json"),
			p.oasdiff(openapi, "ghes-3.18.json", "ghes-3.19.json"),
		}},
		{"breaking-googleapis", "All of googleapis without preview/ against itself, every file with a comment more, so that each has to be compared.",
			"at most 14 s wall and 5 GB", []command{
				p.bylaw(edited, "breaking", ".", "--against", protos),
				p.buf(edited, "breaking", "--against", protos),
			}},
		{"breaking-googleapis-same", "The same without the comments: no file differs.", "at most 14 s wall and 5 GB", []command{
			p.bylaw(protos, "breaking", ".", "--against", protos),
		}},
		{"generate-github", "Types, server and client in Go from GitHub's OpenAPI 3.0, without the time to compile them. A peer that ends with 1 and no lines has refused the document: two of its types would be called the same.",
			"under 4 s CPU and 400 MB, at most half of oapi-codegen's lines", generate},
	}, nil
}

// everyFileEdited copies the files with a comment at the end of each.
func everyFileEdited(from, to string) (string, error) {
	if _, err := os.Stat(filepath.Join(to, "buf.yaml")); err == nil {
		return to, nil
	}
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil || filepath.Ext(path) != ".proto" {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, append(content, "\n// the end\n"...), 0o644)
	})
	if err != nil {
		return "", err
	}
	return to, copyFile(filepath.Join(from, "buf.yaml"), filepath.Join(to, "buf.yaml"))
}

// withoutPreview links the corpus into a folder of its own where preview/, which declares symbols
// a second time, is missing, and buf finds a module.
func withoutPreview(from, to string) (string, error) {
	if _, err := os.Stat(filepath.Join(to, "buf.yaml")); err == nil {
		return to, nil
	}
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if relative == "preview" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".proto") {
			return nil
		}
		return copyFile(path, filepath.Join(to, relative))
	})
	if err != nil {
		return "", err
	}
	return to, os.WriteFile(filepath.Join(to, "buf.yaml"), []byte("version: v2\nlint:\n  use: [STANDARD]\n"), 0o644)
}

// hookRepository makes a git repository of 500 proto files: pubsub, what it imports, and others.
func hookRepository(protos, to string) (string, error) {
	if _, err := os.Stat(filepath.Join(to, ".git")); err == nil {
		return to, nil
	}
	copied := 0
	for _, folder := range []string{"google/pubsub", "google/api", "google/iam", "google/type", "google/rpc", "google/logging", "google/monitoring", "google/ads/googleads"} {
		err := filepath.WalkDir(filepath.Join(protos, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || copied >= 500 {
				return err
			}
			copied++
			relative, err := filepath.Rel(protos, path)
			return errors.Join(err, copyFile(path, filepath.Join(to, relative)))
		})
		if err != nil {
			return "", err
		}
	}
	if err := os.WriteFile(filepath.Join(to, "buf.yaml"), []byte("version: v2\n"), 0o644); err != nil {
		return "", err
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = to
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("git %v: %s", args, out)
		}
	}
	return to, nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

func heading(runs int) string {
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	return fmt.Sprintf(`# What bylaw costs, beside its peers

Written by `+"`go run . -corpus DIR`"+` in this folder. Every row is a whole process, measured by the operating system; of
%d runs the median by CPU time, with the spread in brackets. Ratios within one table are what counts.

- commit: %s
- machine: %s, %d processors, %s
- Go: %s
`, runs, strings.TrimSpace(string(commit)), processor(), runtime.NumCPU(), runtime.GOOS+"/"+runtime.GOARCH, runtime.Version())
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "processor not known"
}
