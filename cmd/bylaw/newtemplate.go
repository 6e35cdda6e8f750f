package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project"
	"github.com/bylaw-dev/bylaw/generator/project/overlay"
)

// gitPrefix begins the name of templates in a git repository.
const gitPrefix = "git:"

// overlaid reads templates of a user's own, and says to the project where they come from. Folders are named from base, and
// noted as they lie from the service.
func overlaid(ctx context.Context, p *project.Project, named, base, service string) (err error) {
	if named == "" {
		return nil
	}
	if rest, ok := strings.CutPrefix(named, gitPrefix); ok {
		return overlaidByGit(ctx, p, rest, base, service)
	}
	folder := filepath.FromSlash(named)
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(base, folder)
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder of templates at %s: name one, or git:URL, with --template", relative(folder))
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	if p.Own, err = overlay.Read(root.FS(), filepath.ToSlash(relative(folder))); err != nil {
		return err
	}
	p.Template = fromService(folder, service)
	return nil
}

// fromService returns how a folder is reached from that of the service, so that whoever has both side by side finds it.
func fromService(folder, service string) string {
	if local, err := filepath.Rel(service, folder); err == nil {
		return filepath.ToSlash(local)
	}
	return filepath.ToSlash(folder)
}

// overlaidByGit reads templates from a git repository: URL[#ref].
func overlaidByGit(ctx context.Context, p *project.Project, named, base, service string) error {
	url, ref, _ := strings.Cut(named, "#")
	r := repository{url: url, ref: ref}
	if err := r.check(); err != nil {
		return fmt.Errorf("--template %s%s: %w", gitPrefix, named, err)
	}
	noted := url
	if r.local() {
		if r.url = filepath.FromSlash(url); !filepath.IsAbs(r.url) {
			r.url = filepath.Join(base, r.url)
		}
		noted = fromService(r.url, service)
	}
	tree, commit, err := r.fetch(ctx)
	if err != nil {
		return fmt.Errorf("--template %s%s: %w", gitPrefix, named, err)
	}
	if p.Own, err = overlay.Read(tree, strings.TrimSuffix(path.Base(filepath.ToSlash(url)), ".git")); err != nil {
		return err
	}
	if p.Template, p.Commit = gitPrefix+noted, commit; ref != "" {
		p.Template += "#" + ref
	}
	return nil
}

// apart refuses files of templates where the contract or its code lies.
func apart(files []generator.File, jobs []*job, contract []generator.File) error {
	taken := map[string]string{}
	for _, f := range contract {
		taken[strings.ToLower(f.Path)] = "is the contract's"
	}
	for _, j := range jobs {
		for _, f := range j.files {
			taken[strings.ToLower(f.Path)] = "is generated from the contract"
		}
	}
	for _, f := range files {
		if whose := taken[strings.ToLower(f.Path)]; whose != "" {
			return fmt.Errorf("%s %s, so that no template can print it: give it another path", f.Path, whose)
		}
	}
	return nil
}
