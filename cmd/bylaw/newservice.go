package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fatih/color"
	"golang.org/x/term"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project"
	"github.com/bylaw-dev/bylaw/generator/protobuf"
)

// run makes the service in a folder of its own, and puts it in its place when it is whole.
func (n *creation) run(ctx context.Context, s streams) error {
	steps := progress{s.err}
	if err := n.template(ctx, steps); err != nil {
		return err
	}
	contract, err := n.contract(ctx, s)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "bylaw-new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if work, err = filepath.EvalSymlinks(work); err != nil {
		return err
	}
	steps.say("generating the code of the contract …")
	if err := n.assemble(ctx, s, work, contract); err != nil {
		return err
	}
	files, err := filesOf(work)
	if err != nil {
		return err
	}
	p := placing{target: n.target, files: files}
	if err := p.free(); err != nil { // before time is spent on modules
		return err
	}
	steps.say("fetching modules …")
	notes := tidy(ctx, work)
	if p.files, err = filesOf(work); err != nil {
		return err
	}
	if err := p.put(ctx, work); err != nil {
		return err
	}
	return n.tell(s.out, len(p.files), notes)
}

// template reads the templates of the user's own.
func (n *creation) template(ctx context.Context, steps progress) error {
	if strings.HasPrefix(n.flags.template, gitPrefix) {
		steps.say("fetching templates …")
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	return overlaid(ctx, n.project, n.flags.template, here, n.target)
}

// assemble writes the whole service into a folder.
func (n *creation) assemble(ctx context.Context, s streams, work string, contract []generator.File) error {
	begin, err := n.project.Begin(ctx)
	if err != nil {
		return err
	}
	if err := writeAll(work, slices.Concat(begin, contract)); err != nil {
		return err
	}
	var rest []generator.File
	jobs, err := n.generate(ctx, s, work, func(jobs []*job) ([]generator.File, error) {
		rest, err = n.around(ctx, jobs)
		return rest, err
	})
	if err != nil {
		return err
	}
	if err := apart(rest, jobs, contract); err != nil {
		return err
	}
	require(n.project, jobs, rest)
	if begin, err = n.project.Begin(ctx); err != nil { // go.mod knows its modules only now
		return err
	}
	return n.record(ctx, work, slices.Concat(begin, contract, rest))
}

// around returns the files of the project that stand around what is to be generated.
func (n *creation) around(ctx context.Context, jobs []*job) ([]generator.File, error) {
	learn(n.project, jobs)
	if len(n.project.Groups) == 0 {
		return nil, fmt.Errorf("%s has no operations to serve", n.flags.from)
	}
	return n.project.Rest(ctx)
}

// generate does what `bylaw generate` does in the new service. around returns the files that will import some of it.
func (n *creation) generate(ctx context.Context, s streams, work string, around func([]*job) ([]generator.File, error)) ([]*job, error) {
	g, err := newGeneration(generateFlags{sessionFlags: sessionFlags{color: "auto"}})
	if err != nil {
		return nil, err
	}
	g.dir = work
	in, err := g.read(ctx, s, nil)
	defer in.close()
	if err != nil {
		return nil, err
	}
	var jobs []*job
	if verdict(in.summary()) == nil {
		if jobs, err = in.lowered(s); err != nil {
			return nil, err
		}
	}
	if summary := in.summary(); verdict(summary) != nil {
		fmt.Fprintf(s.err, "bylaw: nothing is written, because nothing can be generated from %s, which the service would have\n", n.project.Spec)
		return nil, g.print(s.out, in.tree, summary)
	}
	files, err := around(jobs)
	if err != nil {
		return nil, err
	}
	for _, group := range together(jobs) {
		keepFor(group, files)
	}
	_, err = g.write(ctx, in, jobs)
	return jobs, err
}

// learn tells the project what was generated.
func learn(p *project.Project, jobs []*job) {
	p.Groups = groups(jobs)
	p.Runtime = slices.ContainsFunc(jobs, func(j *job) bool { return slices.Contains(j.plan.Support, "celvalid") })
}

// require tells the project which modules its code needs, files of the project itself included.
func require(p *project.Project, jobs []*job, files []generator.File) {
	for _, j := range jobs {
		files = slices.Concat(files, j.files)
	}
	imports := map[string]bool{}
	for _, f := range files {
		for _, name := range protobuf.Imports(f) {
			imports[name] = true
		}
	}
	p.Requires = nil
	for _, m := range protobuf.Modules(imports) {
		p.Requires = append(p.Requires, strings.Replace(m, "@", " ", 1))
	}
}

// record writes the files of the project in the place of those that generating needed, and lists them in the manifest.
func (n *creation) record(ctx context.Context, work string, files []generator.File) error {
	for _, f := range files {
		if err := os.Remove(filepath.Join(work, filepath.FromSlash(f.Path))); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	place := generator.Place{Root: work, Out: ".", Target: "service", Stamp: n.project.Stamp().String()}
	_, err := generator.Disk(ctx, place).Put(files)
	return err
}

// writeAll writes files below a folder.
func writeAll(folder string, files []generator.File) error {
	for _, f := range files {
		to := filepath.Join(folder, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, f.Content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// tell says what there is now, and what to do with it.
func (n *creation) tell(w io.Writer, written int, notes []string) error {
	at := relative(n.target)
	lines := []string{fmt.Sprintf("%s: %s written", at, files(written))}
	note, next := lead(w, "Note: "), lead(w, "Next: ")
	for _, said := range notes {
		lines = append(lines, note+said)
	}
	if at != "." {
		lines = append(lines, next+"cd "+at)
	}
	if n.project.Store == "postgres" {
		lines = append(lines, next+"make database, and export what it says; or set DATABASE_URL to a PostgreSQL that you have")
	}
	lines = append(lines, next+"make test", next+"make run")
	for _, call := range n.project.Calls() {
		lines = append(lines, next+call)
	}
	if !n.project.Example {
		lines = append(lines, next+"write the operations in internal/service")
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// lead returns what a line begins with, so that it is seen on a terminal.
func lead(w io.Writer, word string) string {
	bold := color.New(color.Bold, color.FgCyan)
	if !outputOptions(w, "auto").Color {
		return word
	}
	bold.EnableColor()
	return bold.Sprint(word)
}

// progress tells someone at a terminal what is being done.
type progress struct{ w io.Writer }

func (p progress) say(what string) {
	if file, ok := p.w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		fmt.Fprintln(file, "bylaw:", what)
	}
}
