// Package alerts is the target for Prometheus: rules that tell when a service breaks what its contract promises (slo), and
// when its process is in trouble. They read the series that the kit's telemetry makes, by their names and labels. It must not
// know how a spec is read, nor any generated code.
package alerts

import (
	"fmt"
	"strconv"
	"text/template"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/templates"
)

// New returns the target. Rules of more APIs that the same service serves go into the same file.
func New(more ...*spec.API) generator.Target { return target{more} }

type target struct{ more []*spec.API }

// FileName is the one file of a plan.
const FileName = "alerts.yaml"

// Language returns how rules are printed.
func (target) Language() generator.Language {
	return generator.Language{
		Name: "prometheus", Comment: "#", Templates: templates.Alerts(), Diagnostics: Diagnostics(),
		Funcs: template.FuncMap{"quote": strconv.Quote}, // what Go writes so, YAML reads so
		Format: func(_ string, text []byte) ([]byte, error) {
			var all yaml.Node
			if err := yaml.Unmarshal(text, &all); err != nil {
				return nil, fmt.Errorf("%w", err)
			}
			return text, nil
		},
	}
}

// File is what is printed.
type File struct {
	Notes  []string // for who opens it
	Groups []Group
}

// Template returns the name of the template.
func (*File) Template() string { return "alerts.yaml.tmpl" }

// Group is evaluated in order.
type Group struct {
	Name  string
	Rules []Rule
}

// Rule records a series, or tells of one.
type Rule struct {
	Record, Alert string // one of them
	Lines         []string
	For           string
	Labels        []Pair
	Annotations   []Pair
}

// Pair is a label or an annotation.
type Pair struct{ Name, Value string }

// Lower makes rules of an API. One without a promise gets those of the process only.
func (t target) Lower(api *spec.API, o generator.Options) (*generator.Plan, []report.Finding) {
	l := &lowering{apis: append([]*spec.API{api}, t.more...), format: api.Format, service: o.Service}
	file := &File{Notes: l.notes()}
	for _, c := range l.classes(o) {
		file.Groups = append(file.Groups, l.group(c))
	}
	file.Groups = append(file.Groups, l.process())
	return &generator.Plan{
		Units: []generator.Unit{{Path: FileName, Owner: generator.Regenerated, Data: file}},
		Next:  []string{"have Prometheus read the rules (rule_files), and label what it sends by severity (page, ticket) and team"},
	}, l.findings
}

// lowering is what one service serves on its way to rules.
type lowering struct {
	apis     []*spec.API // of one format
	format   spec.Format
	service  string // service.name, which all series have as service_name
	findings []report.Finding
}

// operation is one of an API's.
type operation struct {
	*spec.Operation
	api *spec.API
}

// operations are those that can be called.
func (l *lowering) operations() (all []operation) {
	for _, api := range l.apis {
		for _, s := range api.Services {
			for _, op := range s.Operations {
				if op.Kind == spec.Call {
					all = append(all, operation{op, api})
				}
			}
		}
	}
	return all
}

func (l *lowering) notes() []string {
	return []string{
		"Rules of Prometheus for series with service_name=" + promQuote(l.service) + ", which the kit's telemetry makes. Promises (slo) are held to",
		"by how fast they use up what they leave for errors, over a long window and a short one (SRE workbook, chapter 5).",
	}
}

// tell adds a finding, once for each place.
func (l *lowering) tell(f report.Finding) {
	for _, known := range l.findings {
		if known.Rule == f.Rule && known.Span == f.Span && known.Message == f.Message {
			return
		}
	}
	l.findings = append(l.findings, f)
}
