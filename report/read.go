package report

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Reading reads summaries back from what JSON has printed of them. Spans of one path are of one file in all of
// them, except those of old versions.
type Reading struct {
	files, old map[string]*source.File
	rules      map[string]RuleInfo
	problem    error
}

// NewReading returns a reading of nothing yet.
func NewReading() *Reading {
	return &Reading{files: map[string]*source.File{}, old: map[string]*source.File{}, rules: map[string]RuleInfo{}}
}

type jsonDocument struct {
	Version int `json:"version"`
	Tool    struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	} `json:"tool"`
	Summary    jsonSummary       `json:"summary"`
	Findings   []jsonFinding     `json:"findings"`
	Rules      []jsonRule        `json:"rules"`
	Tables     []json.RawMessage `json:"tables"`
	Score      *jsonScore        `json:"score"`
	Shard      *jsonShard        `json:"shard"`
	NotChecked []NotChecked      `json:"not_checked"`
	Beyond     []NotChecked      `json:"not_checkable"`
}

// Read reads one output. The error says why it is none of a version that is known, or that it tells other places
// of a file than one that was read before.
func (r *Reading) Read(content []byte) (*Summary, error) {
	var d jsonDocument
	if err := json.Unmarshal(content, &d); err != nil {
		return nil, fmt.Errorf("is no JSON of bylaw: %w", err)
	}
	switch {
	case d.Tool.Name != "bylaw" || d.Findings == nil:
		return nil, fmt.Errorf("is no output of bylaw with findings: write it with --format json")
	case d.Version != JSONVersion:
		return nil, fmt.Errorf("has version %d of the output, and this bylaw knows %d", d.Version, JSONVersion)
	case d.Shard != nil && (d.Shard.Index < 1 || d.Shard.Index > d.Shard.Of):
		return nil, fmt.Errorf("is shard %d of %d, which there can't be", d.Shard.Index, d.Shard.Of)
	case len(d.Tables) > 0:
		return nil, fmt.Errorf("has tables, which can't be joined")
	}
	s := r.summary(&d)
	return s, r.problem
}

func (r *Reading) summary(d *jsonDocument) *Summary {
	for _, rule := range d.Rules {
		if _, own := diagnostic(rule.ID); own {
			continue
		}
		severity, _ := ParseSeverity(rule.Severity)
		r.rules[rule.ID] = RuleInfo{ID: rule.ID, Title: rule.Title, Group: rule.Group, Severity: severity, HelpURI: rule.HelpURI}
	}
	s := &Summary{
		Version: d.Tool.Version, Headline: d.Summary.Headline, Suppressed: d.Summary.Suppressed, Checked: d.Summary.Checked,
		NotChecked: d.NotChecked, Beyond: d.Beyond, Fixed: d.Summary.Fixed, Score: d.Score.score(), Findings: r.findings(d.Findings),
	}
	s.FailOn, _ = ParseSeverity(d.Summary.FailOn)
	if d.Shard != nil {
		s.Shard = &Shard{Index: d.Shard.Index, Of: d.Shard.Of, Hidden: d.Shard.Hidden, Contents: d.Shard.Contents}
		for _, o := range d.Shard.Open {
			s.Shard.Open = append(s.Shard.Open, Open{o.Key, o.Here, o.Idle, r.findings(o.Each), r.possible(o.All), r.possible(o.None)})
		}
	}
	return s
}

// Rule explains the rules that the outputs explain.
func (r *Reading) Rule(id string) (RuleInfo, bool) {
	info, ok := r.rules[id]
	return info, ok
}

// Fill gives the files their content, as far as it is that of which the outputs tell.
func (r *Reading) Fill(content func(path string) ([]byte, error)) {
	for path, file := range r.files {
		if text, err := content(path); err == nil {
			file.Fill(text)
		}
	}
}

func (r *Reading) findings(list []jsonFinding) []Finding {
	found := make([]Finding, 0, len(list))
	for i := range list {
		found = append(found, r.finding(&list[i]))
	}
	return found
}

func (r *Reading) possible(f *jsonFinding) *Finding {
	if f == nil {
		return nil
	}
	found := r.finding(f)
	return &found
}

func (r *Reading) finding(f *jsonFinding) Finding {
	severity, ok := ParseSeverity(f.Severity)
	if !ok || severity == Off {
		r.problem = fmt.Errorf("has a finding of severity %q", f.Severity)
	}
	found := Finding{
		Rule: f.Rule, Severity: severity, Message: f.Message, Cure: f.Cure, Element: f.Element, Span: r.span(f.Location, r.files),
		Change: r.change(f.Change), Consumers: f.Consumers.consumers(),
	}
	for _, related := range f.Related {
		found.Related = append(found.Related, Related{related.Message, r.span(related.Location, r.files)})
	}
	for _, fix := range f.Fixes {
		read := Fix{Title: fix.Title, Safety: parseSafety(fix.Safety)}
		for _, e := range fix.Edits {
			read.Edits = append(read.Edits, Edit{r.span(e.Location, r.files), e.New})
		}
		if !apart(read.Edits) {
			r.problem = fmt.Errorf("has a fix whose edits can't be made")
		}
		found.Fixes = append(found.Fixes, read)
	}
	return found
}

// apart reports whether edits have places that don't overlap.
func apart(edits []Edit) bool {
	sorted := slices.Clone(edits)
	slices.SortFunc(sorted, func(a, b Edit) int { return a.Span.Compare(b.Span) })
	for i, e := range sorted {
		if e.Span.IsZero() || i > 0 && e != sorted[i-1] && e.Span.File == sorted[i-1].Span.File && e.Span.Start < sorted[i-1].Span.End {
			return false
		}
	}
	return true
}

func (r *Reading) change(c *jsonChange) *Change {
	if c == nil {
		return nil
	}
	return &Change{
		Old: r.span(c.Old, r.old), New: r.span(c.New, r.files), Breaks: c.Breaks, Compatibility: c.Compatibility, Fingerprint: c.Fingerprint,
	}
}

func (r *Reading) span(l *jsonLocation, files map[string]*source.File) source.Span {
	if l == nil {
		return source.Span{}
	}
	if l.Start.Offset < 0 || l.End.Offset < l.Start.Offset || l.End.Offset > math.MaxInt32 {
		r.problem = fmt.Errorf("tells a place in %s that there can't be", l.File)
		return source.Span{}
	}
	file := files[l.File]
	if file == nil {
		file = source.Outline(l.File)
		files[l.File] = file
	}
	for _, p := range []jsonPosition{l.Start, l.End} {
		if !file.Note(p.Offset, source.Place{Line: p.Line, Column: p.Column, UTF16Column: p.UTF16Column}) && r.problem == nil {
			r.problem = fmt.Errorf("is about another content of %s than the files before: make all of one version", l.File)
		}
	}
	return source.Span{File: file, Start: int32(l.Start.Offset), End: int32(l.End.Offset)}
}

func parseSafety(text string) Safety {
	for s := DisplayOnly; s < Safe; s++ {
		if s.String() == text {
			return s
		}
	}
	return Safe
}

func (c *jsonConsumers) consumers() *Consumers {
	if c == nil {
		return nil
	}
	list := func(all []jsonConsumer) (read []Consumer) {
		for _, one := range all {
			read = append(read, Consumer(one))
		}
		return read
	}
	return &Consumers{list(c.Breaks), list(c.Pending), list(c.AtRisk), list(c.Uses), list(c.Unknown)}
}
