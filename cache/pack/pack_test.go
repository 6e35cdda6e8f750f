package pack

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func packed() ([]byte, *source.File, []report.Finding) {
	file, bare := source.NewFile("a.yaml", []byte("some content\n")), source.NewFile("b.yaml", nil)
	findings := []report.Finding{
		{
			Rule: "r", Severity: report.Error, Message: "m", Cure: "c", Element: "e", Span: file.Span(5, 12),
			Related: []report.Related{{Message: "there", Span: file.Span(0, 4)}, {Message: "nowhere"}},
			Fixes:   []report.Fix{{Title: "mend", Safety: report.Safe, Edits: []report.Edit{{Span: file.Span(0, 0), New: "x"}, {Span: file.Span(13, 13)}}}},
		},
		{Rule: "unreadable", Severity: report.Warning, Message: "m", Span: bare.Span(0, 0)},
		{Rule: "r", Severity: report.Info},
	}
	w := NewWriter()
	w.Findings(findings)
	w.Texts([]string{"", "ü", "r"})
	w.Bool(true)
	return w.Bytes(), file, findings
}

func TestPack(t *testing.T) {
	content, file, want := packed()
	r := NewReader(content, func(path string) (*source.File, error) {
		if path != file.Path {
			t.Errorf("%s is opened", path)
		}
		return file, nil
	})
	got, texts := r.Findings(), r.Texts()
	if !r.Bool() || r.Err() != nil || fmt.Sprint(texts) != "[ ü r]" || len(r.rest) > 0 {
		t.Errorf("%v, %q", r.Err(), texts)
	}
	got[1].Span.File = want[1].Span.File // one without content is a new one
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("got  %#v\nwant %#v", got, want)
	}
}

func TestPackOfFilesThatAreGone(t *testing.T) {
	content, _, _ := packed()
	gone := errors.New("gone")
	r := NewReader(content, func(string) (*source.File, error) { return nil, gone })
	if list := r.Findings(); r.Err() != gone || len(list) > 0 {
		t.Errorf("%v, %v", r.Err(), list)
	}
	r = NewReader(content, func(path string) (*source.File, error) { return source.NewFile(path, []byte("short")), nil })
	if r.Findings(); r.Err() == nil {
		t.Error("a span lies outside of its file")
	}
}

func FuzzReader(f *testing.F) {
	content, file, _ := packed()
	f.Add(content)
	for i := range content {
		torn := bytes.Clone(content)
		torn[i] ^= 0xff
		f.Add(torn)
		f.Add(content[:i])
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		r := NewReader(content, func(string) (*source.File, error) { return file, nil })
		for _, finding := range r.Findings() {
			_ = finding.Span.Text()
		}
		r.Texts()
	})
}
