package main

import (
	"github.com/bylaw-dev/bylaw/cache/pack"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/waiver"
)

// packUnit returns what was found in a unit as bytes, with the files that it has read, and the files that it tells of.
func packUnit(u *unitResult, linted []string) ([]byte, []*source.File) {
	w := pack.NewWriter()
	w.Texts(linted)
	w.Texts(u.files)
	w.Findings(u.loading)
	w.Findings(u.linting)
	w.Findings(u.malformed)
	w.Int(len(u.suppressions))
	for i := range u.suppressions {
		packSuppression(w, &u.suppressions[i])
	}
	w.Int(len(u.waived))
	for _, scopes := range u.waived {
		packSpans(w, scopes)
	}
	w.Int(len(u.counts))
	for _, c := range u.counts {
		w.Text(c.file)
		for _, n := range []int{c.Files, c.Operations, c.Types, c.Fields} {
			w.Int(n)
		}
	}
	return w.Bytes(), w.Files()
}

func unpackUnit(content []byte, open func(path string) (*source.File, error)) (u *unitResult, linted []string, ok bool) {
	r := pack.NewReader(content, open)
	u = &unitResult{}
	linted, u.files = r.Texts(), r.Texts()
	u.loading, u.linting, u.malformed = r.Findings(), r.Findings(), r.Findings()
	for range r.Count() {
		u.suppressions = append(u.suppressions, unpackSuppression(r))
	}
	for range r.Count() {
		u.waived = append(u.waived, unpackSpans(r))
	}
	for range r.Count() {
		c := fileCounts{file: r.Text()}
		c.Counts = report.Counts{Files: r.Int(), Operations: r.Int(), Types: r.Int(), Fields: r.Int()}
		u.counts = append(u.counts, c)
	}
	return u, linted, r.Err() == nil
}

func packSpans(w *pack.Writer, spans []source.Span) {
	w.Int(len(spans))
	for _, span := range spans {
		w.Span(span)
	}
}

func unpackSpans(r *pack.Reader) (spans []source.Span) {
	for range r.Count() {
		spans = append(spans, r.Span())
	}
	return spans
}

// packSuppression writes one that stands beside a declaration.
func packSuppression(w *pack.Writer, s *waiver.Suppression) {
	w.Int(len(s.Rules))
	for _, rule := range s.Rules {
		w.Text(rule.ID)
		w.Span(rule.Span)
	}
	packSpans(w, s.Scopes)
	w.Texts([]string{s.Until, s.Owner, s.Reason})
	w.Bool(s.Foreign)
	until, line := s.Places()
	for _, place := range []source.Span{s.Span, until, line} {
		w.Span(place)
	}
}

func unpackSuppression(r *pack.Reader) (s waiver.Suppression) {
	for range r.Count() {
		s.Rules = append(s.Rules, waiver.Rule{ID: r.Text(), Span: r.Span()})
	}
	s.Scopes = unpackSpans(r)
	if texts := r.Texts(); len(texts) == 3 {
		s.Until, s.Owner, s.Reason = texts[0], texts[1], texts[2]
	}
	s.Foreign = r.Bool()
	s.Span = r.Span()
	until, line := r.Span(), r.Span()
	return s.WithPlaces(until, line)
}
