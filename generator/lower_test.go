package generator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// made is a target whose lowering is a function.
type made func(*spec.API, Options) (*Plan, []report.Finding)

func (m made) Lower(api *spec.API, o Options) (*Plan, []report.Finding) { return m(api, o) }
func (made) Language() Language                                         { return Language{Name: "made"} }

func shop() *spec.API {
	service := &spec.Service{Operations: []*spec.Operation{
		{Node: spec.Node{Name: "listOrders"}, Tags: []string{"orders"}},
		{Node: spec.Node{Name: "listUsers"}, Tags: []string{"users", "beta"}},
		{Node: spec.Node{Name: "ping"}},
	}}
	return &spec.API{Node: spec.Node{Name: "Shop"}, Services: []*spec.Service{service}}
}

func TestTags(t *testing.T) {
	config := source.NewFile("bylaw.yaml", []byte("orders users beta none"))
	at := func(text string) Word {
		i := strings.Index(string(config.Content), text)
		return Word{text, config.Span(i, i+len(text))}
	}
	for _, test := range []struct {
		include, exclude []Word
		chosen           string
		said             string
	}{
		{nil, nil, "listOrders listUsers ping", "[]"},
		{[]Word{at("orders")}, nil, "listOrders", "[]"},
		{nil, []Word{at("beta")}, "listOrders ping", "[]"},
		{[]Word{at("orders"), at("users")}, []Word{at("beta")}, "listOrders", "[]"},
		{[]Word{at("orders"), at("none")}, nil, "listOrders", `[generate/unknown-tag warning 19: no operation of Shop has the tag "none"]`},
		{nil, []Word{at("none")}, "listOrders listUsers ping", `[generate/unknown-tag warning 19: no operation of Shop has the tag "none"]`},
		{[]Word{at("users")}, []Word{at("beta")}, "", `[generate/no-operation error 1: the tags choose none of the 3 operations]`},
	} {
		var chosen []string
		target := made(func(api *spec.API, o Options) (*Plan, []report.Finding) {
			for _, op := range api.Services[0].Operations {
				if o.Wants(op) {
					chosen = append(chosen, op.Name)
				}
			}
			return &Plan{}, nil
		})
		_, findings := Lower(target, shop(), Options{Include: test.include, Exclude: test.exclude})
		said := []string{}
		for _, f := range findings {
			column := 1
			if !f.Span.IsZero() {
				column = f.Span.Position().Column
			}
			said = append(said, fmt.Sprintf("%s %s %d: %s", f.Rule, f.Severity, column, f.Message))
		}
		if got := strings.Join(chosen, " "); got != test.chosen || fmt.Sprint(said) != test.said {
			t.Errorf("%v without %v: %s, %v; want %s, %s", test.include, test.exclude, got, said, test.chosen, test.said)
		}
	}
}

func TestLowerSurvives(t *testing.T) {
	plan, findings := Lower(made(func(*spec.API, Options) (*Plan, []report.Finding) { panic("lost my way") }), shop(), Options{})
	if plan == nil || len(findings) != 1 || findings[0].Rule != report.Internal ||
		!strings.Contains(findings[0].Message, "lower_test.go:") || !strings.Contains(findings[0].Message, "lost my way") {
		t.Errorf("%+v", findings)
	}
}

func TestOutputs(t *testing.T) {
	var all Outputs
	for _, name := range OutputNames() {
		part, ok := ParseOutput(name)
		if !ok || all.Has(part) {
			t.Errorf("%s: %v", name, part)
		}
		all |= part
	}
	if _, ok := ParseOutput("mock"); ok || all != AllOutputs|Service|Connect|Alerts || !all.Has(Server|Tests) || Types.Has(Types|Client) {
		t.Error(all)
	}
}

// Every finding has an explanation.
func TestDiagnostics(t *testing.T) {
	known := map[string]report.Severity{FormatOption: report.Error, unknownTag: report.Warning, noOperation: report.Error}
	for _, kind := range []Kind{Missing, Stale, Orphan, Edited, Unlisted} {
		f := Finding(Difference{Kind: kind})
		if f.Message == "" || f.Cure == "" {
			t.Errorf("%s: %+v", kind, f)
		}
		known[f.Rule] = f.Severity
	}
	before := ""
	for _, d := range Diagnostics() {
		if severity, ok := known[d.ID]; !ok || severity != d.Severity || d.ID <= before || d.Help == "" {
			t.Errorf("%+v", d)
		}
		before = d.ID
		delete(known, d.ID)
	}
	if len(known) > 0 {
		t.Errorf("not explained: %v", known)
	}
}
