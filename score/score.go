// Package score says part by part of a contract (operations, shapes, validation, errors, non-functional policy) what
// is in order, beside what is not. It knows which part a rule is about; it knows no loader and no reporter, and
// judges nothing by itself.
package score

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Run is what was looked at, and what was found.
type Run struct {
	APIs    []*spec.API
	Found   [][]report.Finding // by the rules in each API
	Hidden  []report.Finding   // those that are suppressed
	Rules   *lint.Set
	Profile func(path string) *config.Profile
	Focus   func(path string) bool // of which files is told
}

// Of counts, API by API, so that the scores of parts of a run add up to that of the whole. An element counts
// where a rule of the part is on, whatever that rule has to say of such elements; one that has an error or a
// warning of the part is not in order.
func Of(r Run) *report.Score {
	c := counting{
		Run: r, masks: map[mask]parts{}, ran: map[string]bool{}, counts: map[string]*report.ScoreRule{},
		hidden: map[same]bool{},
	}
	for i := range r.Hidden {
		c.hidden[sameAs(&r.Hidden[i])] = true
	}
	for _, rule := range r.Rules.Rules() {
		c.counts[rule.ID] = &report.ScoreRule{ID: rule.ID}
	}
	for i, api := range r.APIs {
		if !api.Imported {
			c.api(api, r.Found[i])
		}
	}
	return c.score()
}

type counting struct {
	Run
	hidden map[same]bool
	masks  map[mask]parts
	tally  [partCount]report.Tally
	ran    map[string]bool // rules that were on for a file
	counts map[string]*report.ScoreRule
}

// parts is a set of parts.
type parts uint8

func (p parts) has(part part) bool { return p&(1<<part) != 0 }

// mask is what decides which parts are looked at in a file.
type mask struct {
	profile *config.Profile
	format  spec.Format
}

// same is what two APIs agree in that have found the same.
type same struct {
	rule, message string
	span          source.Span
}

func sameAs(f *report.Finding) same { return same{f.Rule, f.Message, f.Span} }

// api counts the elements of an API, and what was found in it.
func (c *counting) api(api *spec.API, found []report.Finding) {
	a := apiCounting{counting: c, api: api, files: map[string]parts{}, wrong: map[spec.ID]parts{}}
	for _, d := range api.Documents {
		a.files[d.File.Path] = c.looked(d.File.Path, api.Format)
	}
	for i := range found {
		if c.Focus(found[i].Span.Path()) {
			a.note(&found[i])
		}
	}
	if len(a.wrong) > 0 {
		a.of, a.faults = map[*spec.Node]parts{}, map[*spec.Node]parts{}
	}
	spec.Walk(api, a.visitor())
}

// note counts a finding of a rule.
func (a *apiCounting) note(f *report.Finding) {
	count := a.counts[f.Rule]
	switch {
	case count == nil: // the rule broke
	case a.hidden[sameAs(f)]:
		count.Suppressed++
	default:
		count.Now.Count(f.Severity)
		if f.Severity >= report.Warning {
			a.wrong[f.Element] |= 1 << partOf(&a.Rules.Rule(f.Rule).Meta)
		}
	}
}

// looked returns the parts of which a rule is on in a file; none if the file is only there for others.
func (c *counting) looked(path string, format spec.Format) parts {
	if !c.Focus(path) {
		return 0
	}
	at := mask{c.Profile(path), format}
	if known, ok := c.masks[at]; ok {
		return known
	}
	var on parts
	for _, setting := range at.profile.Settings {
		if rule := c.Rules.Rule(setting.Rule); rule != nil && setting.Severity > report.Off && rule.Formats.Has(format) {
			on |= 1 << partOf(&rule.Meta)
			c.ran[rule.ID] = true
		}
	}
	c.masks[at] = on
	return on
}

type apiCounting struct {
	*counting
	api    *spec.API
	files  map[string]parts     // what is looked at in each of its files
	wrong  map[spec.ID]parts    // what is not in order, until the element is met: some share their ID with what is in them
	of     map[*spec.Node]parts // the elements that count, and for what; only where something is wrong
	faults map[*spec.Node]parts // those that are not in order
}

func (a *apiCounting) visitor() *spec.Visitor {
	return &spec.Visitor{
		API:       func(e *spec.API) { a.visit(&e.Node, 0) },
		Document:  func(e *spec.Document) { a.visit(&e.Node, 0) },
		Service:   func(e *spec.Service) { a.visit(&e.Node, ofService(a.api)) },
		Operation: func(e *spec.Operation) { a.visit(&e.Node, ofOperations) },
		Parameter: func(e *spec.Parameter) { a.visit(&e.Node, ofParameters) },
		Payload:   func(e *spec.Payload) { a.visit(&e.Node, 0) },
		Response:  func(e *spec.Response) { a.visit(&e.Node, 0) },
		MediaType: func(e *spec.MediaType) { a.visit(&e.Node, 0) },
		Type:      func(e *spec.Type) { a.visit(&e.Node, ofType(e)) },
		Field:     func(e *spec.Field) { a.visit(&e.Node, ofFields) },
		OneOf:     func(e *spec.OneOf) { a.visit(&e.Node, 0) },
		EnumValue: func(e *spec.EnumValue) { a.visit(&e.Node, ofEnumValues) },
	}
}

// visit counts an element; what it is declared in was visited before.
func (a *apiCounting) visit(node *spec.Node, of parts) {
	of &= a.lookedAt(node)
	for part := range partCount {
		if of.has(part) {
			a.tally[part].Checked++
			a.tally[part].Passed++
		}
	}
	if a.of == nil {
		return
	}
	a.of[node] = of
	against := a.against(node)
	for part := range partCount {
		if against.has(part) {
			a.blame(node, part)
		}
	}
}

// lookedAt returns the parts of which a rule is on where an element is declared.
func (a *apiCounting) lookedAt(node *spec.Node) parts {
	if looked, known := a.files[node.Span.Path()]; known || a.api.Root == nil {
		return looked
	}
	return a.files[a.api.Root.Path]
}

// against returns the parts that have something against an element.
func (a *apiCounting) against(node *spec.Node) parts {
	id := node.ID()
	in := a.wrong[id]
	delete(a.wrong, id)
	return in
}

// blame takes an element out of those that are in order, or what it is declared in if it doesn't count itself.
func (a *apiCounting) blame(node *spec.Node, part part) {
	at := node
	for at != nil && !a.of[at].has(part) {
		at = at.Parent
	}
	switch {
	case at == nil:
		a.tally[part].Checked++ // it counts by being wrong
	case !a.faults[at].has(part):
		a.faults[at] |= 1 << part
		a.tally[part].Passed--
	}
}

func (c *counting) score() *report.Score {
	s := &report.Score{}
	for part := range partCount {
		s.Parts = append(s.Parts, report.ScorePart{Name: about[part].name, Title: about[part].title, Nouns: about[part].nouns, Now: c.tally[part]})
	}
	for id, count := range c.counts {
		if c.ran[id] {
			at := &s.Parts[partOf(&c.Rules.Rule(id).Meta)]
			at.Rules = append(at.Rules, *count)
		}
	}
	for i := range s.Parts {
		slices.SortFunc(s.Parts[i].Rules, func(a, b report.ScoreRule) int { return strings.Compare(a.ID, b.ID) })
	}
	return s
}
