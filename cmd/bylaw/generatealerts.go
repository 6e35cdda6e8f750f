package main

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/alerts"
	"github.com/bylaw-dev/bylaw/generator/protobuf"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// alertsFolder is where rules lie that nobody has placed.
const alertsFolder = "deploy/alerts"

// ofAlerts reports whether an entry is for alerts, which are no Go package.
func ofAlerts(entry *config.Generate) bool {
	return len(entry.Outputs) == 1 && entry.Outputs[0].Value == config.Alerts
}

// meant returns those of the entries that say how to do what is asked for. A command line that asks for alerts means no
// entry for Go, and the other way round; without one that fits, it stands alone.
func (in *input) meant(entries []*config.Generate) []*config.Generate {
	if len(in.flags.outputs) == 0 {
		return entries
	}
	wanted := slices.Contains(in.flags.outputs, config.Alerts)
	fit := slices.DeleteFunc(slices.Clone(entries), func(e *config.Generate) bool { return ofAlerts(e) != wanted })
	if len(fit) == 0 && len(entries) > 0 && in.named {
		return []*config.Generate{{}}
	}
	return fit
}

// alone reports whether an entry is to make alerts.
func (in *input) alone(entry *config.Generate) bool {
	return ofAlerts(entry) || slices.Contains(in.flags.outputs, config.Alerts)
}

// alertJob decides what rules are made of an API, and where they lie: in a module if there is one, for what has been
// generated is listed there, and else below the configuration.
func (in *input) alertJob(entry *config.Generate, pkg string, api *spec.API, more ...*spec.API) (*job, error) {
	out := cmp.Or(in.folder(in.flags.out, entry.OutFor(api.Root.Path, pkg)), filepath.Join(in.base, filepath.FromSlash(alertsFolder)))
	m, err := moduleOf(out, cmp.Or(in.flags.module, entry.Module.Value, "none"), in.base)
	if err != nil {
		return nil, err
	}
	in.senseless(entry)
	j := &job{api: api, target: alerts.New(more...), options: in.asked(entry)}
	j.language = j.target.Language()
	j.options.Service = cmp.Or(in.flags.service, entry.Service.Value, packageName(api))
	if j.options.Out, err = m.local(out); err != nil {
		return nil, err
	}
	j.options.Source = in.source(api, m.root)
	j.place = generator.Place{Root: m.root, Out: j.options.Out, Target: j.language.Name, Source: j.options.Source, Config: in.asking(entry, m.root)}
	j.templates, err = templatesIn(in.folder(in.flags.templates, entry.Templates.Value))
	return j, err
}

// senseless tells of what is about Go.
func (in *input) senseless(entry *config.Generate) {
	wrong := append(slices.Clone(entry.Kit), entry.Package, entry.Support, entry.Formats)
	for _, t := range entry.Types {
		wrong = append(wrong, t.Name)
	}
	for _, text := range wrong {
		if text.Value != "" {
			in.findings = append(in.findings, report.Finding{
				Rule: generator.FormatOption, Severity: report.Error, Span: text.Span,
				Message: "alerts are rules for Prometheus, of which " + text.Value + " says nothing", Cure: "delete it",
			})
		}
	}
}

// alerted is an entry that wants alerts, and the proto packages that it finds.
type alerted struct {
	entry    *config.Generate
	packages []*protobuf.Package
}

// watched adds a package to the entries that want alerts of it, and reports whether nobody needs Go
// for them. They are served.
func (in *input) watched(p *protobuf.Package, served map[*config.Generate]bool, all *[]alerted) (wanted bool) {
	if !p.Chosen {
		return false
	}
	asked := slices.Contains(in.flags.outputs, config.Alerts)
	for _, at := range p.Paths() {
		for _, entry := range in.config.GeneratedFrom(at) {
			served[entry] = served[entry] || ofAlerts(entry)
			if ofAlerts(entry) && (asked || len(in.flags.outputs) == 0) {
				wanted = true
				*all = add(*all, entry, p)
			}
		}
	}
	if asked && !wanted && in.named {
		*all = add(*all, nil, p)
	}
	return wanted || asked
}

func add(all []alerted, entry *config.Generate, p *protobuf.Package) []alerted {
	i := slices.IndexFunc(all, func(a alerted) bool { return a.entry == entry })
	if i < 0 {
		all, i = append(all, alerted{entry: entry}), len(all)
	}
	if !slices.Contains(all[i].packages, p) {
		all[i].packages = append(all[i].packages, p)
	}
	return all
}

// protoAlerts decides what rules are made of packages: one file for an entry, or one for each package if its folder says so.
func (in *input) protoAlerts(all []alerted) (jobs []*job, err error) {
	for _, a := range all {
		entry := cmp.Or(a.entry, &config.Generate{})
		for _, packages := range a.files() {
			j, err := in.packageAlerts(entry, packages)
			if err != nil {
				return nil, err
			}
			jobs = append(jobs, j)
		}
	}
	return jobs, nil
}

// files are the packages that go into one file each. Those without services have nothing to tell of, unless there are no others.
func (a alerted) files() [][]*protobuf.Package {
	serving := slices.DeleteFunc(slices.Clone(a.packages), func(p *protobuf.Package) bool { return len(p.API.Services) == 0 })
	if len(serving) == 0 {
		serving = a.packages[:1]
	}
	if a.entry == nil || !strings.Contains(a.entry.Out.Value, "{package}") {
		return [][]*protobuf.Package{serving}
	}
	var each [][]*protobuf.Package
	for _, p := range serving {
		each = append(each, []*protobuf.Package{p})
	}
	return each
}

func (in *input) packageAlerts(entry *config.Generate, packages []*protobuf.Package) (*job, error) {
	var apis []*spec.API
	var paths []string
	for _, p := range packages {
		apis, paths = append(apis, p.API), append(paths, p.Paths()...)
	}
	folder, _ := packages[0].Default()
	j, err := in.alertJob(entry, folder, apis[0], apis[1:]...)
	if err != nil {
		return nil, err
	}
	for at := path.Dir(j.options.Source); len(paths) > 1 && at != "."; at = path.Dir(at) {
		j.options.Source, j.place.Source = at, at
		if !slices.ContainsFunc(apis, func(api *spec.API) bool { return !strings.HasPrefix(in.source(api, j.place.Root), at+"/") }) {
			break
		}
	}
	return j, nil
}

// mixed says which outputs can't be asked for together.
func mixed(outputs []string) string {
	if len(outputs) > 1 && slices.Contains(outputs, config.Alerts) {
		return "alerts are no part of a package: generate them apart from " + strings.Join(slices.DeleteFunc(slices.Clone(outputs), func(o string) bool { return o == config.Alerts }), ", ")
	}
	return ""
}
