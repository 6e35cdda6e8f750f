package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// job is one package that is generated from one API.
type job struct {
	api      *spec.API
	target   generator.Target
	language generator.Language
	options  generator.Options
	place    generator.Place
	imported bool // nobody asked for it, but what was asked for needs it

	kit       []config.Text // packages of ours that the user imports
	templates fs.FS         // nil: ours
	plan      *generator.Plan
	files     []generator.File
}

// jobs decides what is generated, and where to.
func (in *input) jobs() ([]*job, error) {
	served := map[*config.Generate]bool{}
	all, err := in.protoJobs(served)
	if err != nil {
		return nil, err
	}
	for _, api := range in.specs() {
		if api.Format == spec.Proto {
			continue
		}
		entries := in.entries(api)
		for _, entry := range entries {
			served[entry] = true
		}
		for _, entry := range in.meant(entries) {
			j, err := in.job(api, entry)
			if err != nil {
				return nil, err
			}
			all = append(all, j)
		}
	}
	if !in.named {
		in.idle(served)
	}
	return all, in.distinct(all)
}

// entries returns what the configuration says of an API that is wanted; of one that it doesn't know
// of, nothing is said.
func (in *input) entries(api *spec.API) []*config.Generate {
	entries := in.config.GeneratedFrom(api.Root.Path)
	if len(entries) == 0 && in.named {
		return []*config.Generate{{}}
	}
	return entries
}

// idle says which entries of the configuration are for no spec. What could not be read is told
// already.
func (in *input) idle(served map[*config.Generate]bool) {
	for i := range in.config.Generate {
		entry := &in.config.Generate[i]
		if served[entry] || verdict(&report.Summary{Findings: in.loaded.Findings, FailOn: report.Error}) != nil {
			continue
		}
		in.findings = append(in.findings, report.Finding{
			Rule: report.Config, Severity: report.Error, Span: entry.Spec.Span,
			Message: "nothing is generated for this entry, because no spec is found there", Cure: "name a spec, or delete the entry",
		})
	}
}

// distinct refuses two packages in one folder.
func (in *input) distinct(jobs []*job) error {
	asked := 0
	for _, j := range jobs {
		if !j.imported {
			asked++
		}
	}
	if asked > 1 && (in.flags.out != "" || in.flags.name != "") {
		return fmt.Errorf("--out and --package are for one package, and there are %d: list them under generate in bylaw.yaml", asked)
	}
	owner := map[string]*job{}
	for _, j := range jobs {
		at := filepath.Join(j.place.Root, filepath.FromSlash(j.place.Out))
		folder := strings.ToLower(at) // some systems tell no case apart
		if other := owner[folder]; other != nil {
			return fmt.Errorf("%s and %s would both be generated into %s: give each an `out` of its own under generate in bylaw.yaml",
				in.tree.Display(other.api.Root.Path), in.tree.Display(j.api.Root.Path), relative(at))
		}
		owner[folder] = j
	}
	return nil
}

// job decides what is generated from an API as the configuration and, above it, the command line say.
func (in *input) job(api *spec.API, entry *config.Generate) (*job, error) {
	if in.alone(entry) {
		return in.alertJob(entry, "", api)
	}
	at, err := in.layout(api, entry)
	if err != nil {
		return nil, err
	}
	in.misplaced(api, entry)
	j := &job{api: api, target: targetOf(cmp.Or(in.flags.target, entry.Target.Value)), options: in.asked(entry)}
	return j, in.settle(j, at, entry)
}

// settle says where what is generated lies, and what it is printed with.
func (in *input) settle(j *job, at layout, entry *config.Generate) (err error) {
	if note := at.module.tooOld(neededGo(j.api.Format)); note != "" {
		in.notes = append(in.notes, note)
	}
	j.language, j.kit = j.target.Language(), entry.Kit
	j.options.Module, j.options.Package = at.module.path, at.name
	j.options.Out, j.options.Support, j.options.Source = at.out, at.support, in.source(j.api, at.module.root)
	j.place = generator.Place{
		Root: at.module.root, Out: at.out, Target: j.language.Name,
		Source: j.options.Source, Config: in.asking(entry, at.module.root),
	}
	j.templates, err = templatesIn(in.folder(in.flags.templates, entry.Templates.Value))
	return err
}

// asked returns what the configuration and the command line ask of the target.
func (in *input) asked(entry *config.Generate) generator.Options {
	o := generator.Options{
		Include: words(entry.Include), Exclude: words(entry.Exclude), Annotate: entry.Formats.Value == "annotate",
	}
	outputs := in.flags.outputs
	for _, output := range entry.Outputs {
		if len(in.flags.outputs) == 0 {
			outputs = append(outputs, output.Value)
		}
	}
	for _, name := range outputs {
		part, _ := generator.ParseOutput(name) // both have been looked at
		o.Outputs |= part | generator.Types
	}
	o.Outputs = cmp.Or(o.Outputs, generator.AllOutputs)
	for _, t := range entry.Types {
		o.Types = append(o.Types, generator.TypeMapping{Name: t.Name.Value, Import: t.Import, Type: t.Type, Span: t.Name.Span})
	}
	return o
}

func words(texts []config.Text) []generator.Word {
	var words []generator.Word
	for _, text := range texts {
		words = append(words, generator.Word{Text: text.Value, Span: text.Span})
	}
	return words
}

func templatesIn(folder string) (fs.FS, error) {
	if folder == "" {
		return nil, nil
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s: there is no such folder of templates", relative(folder))
	}
	return os.DirFS(folder), nil
}

// lower has the target plan the package.
func (j *job) lower() []report.Finding {
	var findings []report.Finding
	j.plan, findings = generator.Lower(j.target, j.api, j.options)
	for _, name := range j.kit {
		if !generator.HasSupport(name.Value) {
			findings = append(findings, report.Finding{
				Rule: report.Config, Severity: report.Error, Span: name.Span,
				Message: "there is no package " + name.Value + " among ours", Cure: "name one such as health, lifecycle or pagination",
			})
			continue
		}
		j.plan.Support = append(j.plan.Support, name.Value)
	}
	return findings
}
