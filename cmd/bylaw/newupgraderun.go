package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project"
	"github.com/bylaw-dev/bylaw/generator/protobuf"
)

// plan says of the project what the stamp and go.mod do.
func (u *upgrade) plan() error {
	if _, err := os.Stat(filepath.Join(u.root, "go.mod")); err != nil {
		return fmt.Errorf("%s has no go.mod, and a service is a module of its own: restore it", relative(u.root))
	}
	m, err := moduleOf(u.root, "", u.root)
	if err != nil {
		return err
	}
	s := u.stamp
	u.project = &project.Project{Name: s.Name, Module: m.path, Kind: s.Kind, Store: s.Store, Example: s.Example, Bylaw: installable(version()), Today: madeOn(s)}
	u.project.Spec = exampleSpec(u.project)
	return nil
}

// madeOn returns the day on which a service was made; today if nobody knows.
func madeOn(s project.Stamp) time.Time {
	if day, err := time.Parse(time.DateOnly, s.Made); err == nil {
		return day
	}
	return time.Now().UTC()
}

// run brings the service up to date: what was made once and what is generated, all of it or nothing.
func (u *upgrade) run(ctx context.Context, s streams) error {
	steps := progress{s.err}
	if err := u.template(ctx, steps); err != nil {
		return err
	}
	steps.say("generating the code of the contract …")
	g, err := newGeneration(generateFlags{sessionFlags: sessionFlags{color: "auto"}})
	if err != nil {
		return err
	}
	g.dir = u.root
	in, err := g.read(ctx, s, nil)
	defer in.close()
	if err != nil {
		return err
	}
	var jobs []*job
	if verdict(in.summary()) == nil {
		if jobs, err = in.lowered(s); err != nil {
			return err
		}
	}
	if summary := in.summary(); verdict(summary) != nil {
		fmt.Fprintln(s.err, "bylaw: nothing is upgraded, because nothing can be generated from the contract")
		return g.print(s.out, in.tree, summary)
	}
	return u.together(ctx, s, in, jobs)
}

// template reads the templates of the user's own that the service was made by, or those that are named now.
func (u *upgrade) template(ctx context.Context, steps progress) error {
	named, base := u.stamp.Template, u.root
	if u.flags.otherTemplate {
		here, err := os.Getwd()
		if err != nil {
			return err
		}
		named, base = u.flags.template, here
	}
	if strings.HasPrefix(named, gitPrefix) {
		steps.say("fetching templates …")
	}
	return overlaid(ctx, u.project, named, base, u.root)
}

// together compares everything, and then writes it.
func (u *upgrade) together(ctx context.Context, s streams, in *input, jobs []*job) error {
	done, err := u.change(ctx, in, jobs)
	if err != nil || u.flags.dry() {
		if err == nil {
			err = done.tell(ctx, s)
		}
		return err
	}
	if done.inputs() { // they were taken: what is generated from them is another
		if err := generateIn(ctx, s, u.root); err != nil {
			return err
		}
	}
	if done.code() {
		progress{s.err}.say("fetching modules …")
		done.notes = modules(ctx, u.root, done.lacking)
	}
	return done.tell(ctx, s)
}

// change is the whole transaction.
func (u *upgrade) change(ctx context.Context, in *input, jobs []*job) (*upgraded, error) {
	t, err := generator.Begin(u.root, u.flags.dry())
	if err != nil {
		return nil, err
	}
	defer t.Close()
	if err := u.example(t); err != nil {
		return nil, err
	}
	files, err := u.files(ctx, in, jobs)
	if err != nil {
		return nil, err
	}
	done := &upgraded{upgrade: u}
	if done.edited, err = t.Edited(".", u.keeps); err != nil {
		return nil, err
	}
	if done.drift, err = t.Upgrade(u.place(), files, u.rules()); err != nil {
		return nil, err
	}
	if done.files, err = t.Files("."); err != nil {
		return nil, err
	}
	if done.generated, err = in.generated(ctx, t, u.root, jobs, done.files); err != nil {
		return nil, err
	}
	if err := apart(files, jobs, nil); err != nil {
		return nil, err
	}
	done.lacking = u.lacking(done)
	if u.flags.dry() {
		return done, nil
	}
	return done, t.Commit(ctx)
}

// example finds out whether the service still keeps the example's item, or had what its consumer relies on before it didn't.
func (u *upgrade) example(t *generator.Transaction) (err error) {
	if slices.Contains(u.listed, project.ExampleConsumer) {
		return nil
	}
	u.project.Replaced, err = t.Edited(".", func(name string) bool {
		about := within(specFolder, name) || within("internal/service", name) || within("internal/store", name)
		return !about || u.takes(name)
	})
	return err
}

// generateIn does what `bylaw generate` does in a folder, and tells only what stops it.
func generateIn(ctx context.Context, s streams, folder string) error {
	g, err := newGeneration(generateFlags{sessionFlags: sessionFlags{color: "auto"}})
	if err != nil {
		return err
	}
	g.dir = folder
	var said bytes.Buffer
	if err = g.run(ctx, streams{in: s.in, out: &said, err: s.err}, nil); err != nil {
		fmt.Fprint(s.out, said.String())
	}
	return err
}

func (u *upgrade) place() generator.Place {
	return generator.Place{Root: u.root, Out: ".", Target: "service", Stamp: u.project.Stamp().String()}
}

func (u *upgrade) rules() generator.Rules {
	waiting := u.project.Stamp()
	waiting.Wiring = u.stamp.Wiring
	return generator.Rules{Take: u.takes, Hold: u.holds, Keep: u.keeps, Waiting: waiting.String(), Again: u.flags.diff}
}

// files returns what the service would be made of today.
func (u *upgrade) files(ctx context.Context, in *input, jobs []*job) ([]generator.File, error) {
	learn(u.project, jobs)
	if len(u.project.Groups) == 0 {
		return nil, errors.New("the contract has no operations to serve")
	}
	if said := in.config.Generate[0].Spec.Value; !u.project.Example || said == formerExampleSpec(u.project) {
		u.project.Spec = cmp.Or(said, u.project.Spec)
	}
	begin, err := u.project.Begin(ctx)
	if err != nil {
		return nil, err
	}
	rest, err := u.project.Rest(ctx)
	if err != nil {
		return nil, err
	}
	files := slices.DeleteFunc(slices.Concat(begin, rest), func(f generator.File) bool { return u.keeps(f.Path) })
	return files, u.useless(files)
}

// keeps reports whether a file is none of the templates: go.mod, which is Go's, and a contract of one's own.
func (u *upgrade) keeps(name string) bool {
	return name == "go.mod" || !u.project.Example && strings.HasPrefix(name, specFolder+"/")
}

// generated prints and compares what is generated in the module, with what the service's files import of it.
func (in *input) generated(ctx context.Context, t *generator.Transaction, root string, jobs []*job, files []generator.File) ([]outcome, error) {
	jobs = slices.DeleteFunc(slices.Clone(jobs), func(j *job) bool { return j.place.Root != root })
	in.forget(jobs)
	keepFor(together(jobs)[root], files)
	var outcomes []outcome
	for _, j := range jobs {
		if err := j.print(ctx); err != nil {
			return nil, err
		}
		outcomes = append(outcomes, outcome{place: j.place, job: j})
	}
	gone, err := in.retired(jobs)
	if err != nil {
		return nil, err
	}
	outcomes = append(outcomes, gone...)
	for i := range outcomes {
		o := &outcomes[i]
		if o.drift, err = t.Put(o.place, o.files()); err != nil {
			return nil, err
		}
		o.told = slices.ContainsFunc(outcomes[:i], func(other outcome) bool { return other.shares(o) })
	}
	return outcomes, nil
}

// lacking returns the modules that the service needs and go.mod doesn't require, or only older.
func (u *upgrade) lacking(done *upgraded) []string {
	imports := map[string]bool{}
	add := func(files []generator.File) {
		for _, f := range files {
			for _, name := range protobuf.Imports(f) {
				imports[name] = true
			}
		}
	}
	add(done.files)
	for _, o := range done.generated {
		add(o.files())
	}
	return missingModules(u.root, protobuf.Modules(imports))
}

// formerExampleSpec is where the contract of an example of .proto lay, before its folder said its package.
func formerExampleSpec(p *project.Project) string { return path.Join(specFolder, p.Name+".proto") }

// exampleSpec is where the contract of an example lies.
func exampleSpec(p *project.Project) string {
	if p.Kind == project.Proto {
		return path.Join(specFolder, p.Contract().File)
	}
	return path.Join(specFolder, p.Name+".yaml")
}
