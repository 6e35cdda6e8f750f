package main

import (
	"encoding/json"

	"github.com/bylaw-dev/bylaw/cache/pack"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// packEntry returns an entry as bytes, and the files that it tells of.
func packEntry(e entry) ([]byte, []*source.File) {
	w, s := pack.NewWriter(), e.summary
	w.Text(e.notes)
	w.Bool(e.first)
	w.Text(s.Headline)
	w.Findings(s.Findings)
	for _, n := range []int{s.Suppressed, s.Checked.Files, s.Checked.Operations, s.Checked.Types, s.Checked.Fields, int(s.FailOn), len(s.NotChecked)} {
		w.Int(n)
	}
	for _, left := range s.NotChecked {
		w.Text(left.What)
		w.Text(left.Why)
	}
	score, _ := json.Marshal(s.Score) // plain numbers and texts
	w.Text(string(score))
	packShard(w, s.Shard)
	return w.Bytes(), w.Files()
}

// unpackEntry is the inverse of packEntry.
func unpackEntry(content []byte, open func(path string) (*source.File, error), rule func(string) (report.RuleInfo, bool)) (entry, bool) {
	r := pack.NewReader(content, open)
	s := &report.Summary{Version: version(), Rule: rule, Beyond: notCheckable()}
	e := entry{summary: s, notes: r.Text(), first: r.Bool()}
	s.Headline = r.Text()
	s.Findings = r.Findings()
	s.Suppressed = r.Int()
	s.Checked = report.Counts{Files: r.Int(), Operations: r.Int(), Types: r.Int(), Fields: r.Int()}
	s.FailOn = report.Severity(r.Int())
	for range r.Count() {
		s.NotChecked = append(s.NotChecked, report.NotChecked{What: r.Text(), Why: r.Text()})
	}
	score := r.Text()
	s.Shard = unpackShard(r)
	if r.Err() != nil || json.Unmarshal([]byte(score), &s.Score) != nil {
		return entry{}, false
	}
	return e, s.FailOn <= report.Error
}

func packShard(w *pack.Writer, s *report.Shard) {
	if w.Bool(s != nil); s == nil {
		return
	}
	w.Int(s.Index)
	w.Int(s.Of)
	w.Texts(s.Hidden)
	w.Int(len(s.Open))
	for _, o := range s.Open {
		w.Text(o.Key)
		w.Bool(o.Here)
		w.Int(len(o.Idle))
		for _, rule := range o.Idle {
			w.Int(rule)
		}
		w.Findings(o.Each)
		w.Findings(possible(o.All))
		w.Findings(possible(o.None))
	}
	contents, _ := json.Marshal(s.Contents)
	w.Text(string(contents))
}

func unpackShard(r *pack.Reader) *report.Shard {
	if !r.Bool() {
		return nil
	}
	s := &report.Shard{Index: r.Int(), Of: r.Int(), Hidden: r.Texts()}
	for range r.Count() {
		o := report.Open{Key: r.Text(), Here: r.Bool()}
		for range r.Count() {
			o.Idle = append(o.Idle, r.Int())
		}
		o.Each = r.Findings()
		o.All, o.None = first(r.Findings()), first(r.Findings())
		s.Open = append(s.Open, o)
	}
	_ = json.Unmarshal([]byte(r.Text()), &s.Contents) // of a map of texts, which Marshal has written
	return s
}

func possible(f *report.Finding) []report.Finding {
	if f == nil {
		return nil
	}
	return []report.Finding{*f}
}

func first(list []report.Finding) *report.Finding {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}
