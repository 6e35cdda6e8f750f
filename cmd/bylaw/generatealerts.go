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

// alone reports whether an entry is for alerts, which are no Go package.
func (in *input) alone(entry *config.Generate) bool {
	if len(in.flags.outputs) > 0 {
		return slices.Contains(in.flags.outputs, config.Alerts)
	}
	return len(entry.Outputs) == 1 && entry.Outputs[0].Value == config.Alerts
}

// alertJob decides what rules are made of an API, and where they lie: in a module if there is one, for what has been
// generated is listed there, and else below the configuration.
func (in *input) alertJob(api *spec.API, entry *config.Generate, pkg string) (*job, error) {
	out := cmp.Or(in.folder(in.flags.out, entry.OutFor(api.Root.Path, pkg)), filepath.Join(in.base, filepath.FromSlash(alertsFolder)))
	m, err := moduleOf(out, cmp.Or(in.flags.module, entry.Module.Value, "none"), in.base)
	if err != nil {
		return nil, err
	}
	in.senseless(entry)
	j := &job{api: api, target: alerts.New(), options: in.asked(entry)}
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

// protoAlerts decides what rules are made of a package, for each entry that wants some.
func (in *input) protoAlerts(p *protobuf.Package, entries []*config.Generate) (jobs []*job, err error) {
	folder, _ := p.Default()
	for _, entry := range entries {
		j, err := in.alertJob(p.API, entry, folder)
		if err != nil {
			return nil, err
		}
		if at := path.Dir(j.options.Source); len(p.Paths()) > 1 && at != "." {
			j.options.Source, j.place.Source = at, at
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// ofAlerts returns the entries for a package that want alerts, and marks them as served.
func (in *input) ofAlerts(p *protobuf.Package, served map[*config.Generate]bool) (entries []*config.Generate) {
	if !p.Chosen {
		return nil
	}
	for _, at := range p.Paths() {
		for _, entry := range in.config.GeneratedFrom(at) {
			if in.alone(entry) && !slices.Contains(entries, entry) {
				served[entry] = true
				entries = append(entries, entry)
			}
		}
	}
	if len(entries) == 0 && in.named && in.alone(&config.Generate{}) {
		return []*config.Generate{{}}
	}
	return entries
}

// mixed says which outputs can't be asked for together.
func mixed(outputs []string) string {
	if len(outputs) > 1 && slices.Contains(outputs, config.Alerts) {
		return "alerts are no part of a package: generate them apart from " + strings.Join(slices.DeleteFunc(slices.Clone(outputs), func(o string) bool { return o == config.Alerts }), ", ")
	}
	return ""
}
