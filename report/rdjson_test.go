package report

import (
	"bytes"
	"testing"

	"github.com/reviewdog/reviewdog/proto/rdf"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// readRDJSON reads the output as reviewdog does: what its format doesn't know is an error.
func readRDJSON(t *testing.T, s *Summary) *rdf.DiagnosticResult {
	t.Helper()
	text := printed(t, RDJSON, s, Options{})
	var result rdf.DiagnosticResult
	if err := protojson.Unmarshal([]byte(text), &result); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	return &result
}

func TestRDJSONGolden(t *testing.T) {
	golden(t, "shop.rd.json", printed(t, RDJSON, shopSummary(t), Options{}))
	for name, s := range map[string]*Summary{"shop": shopSummary(t), "change": changeSummary(t), "nothing": {}} {
		if got := len(readRDJSON(t, s).Diagnostics); got != len(s.Findings) {
			t.Errorf("%s: %d of %d findings", name, got, len(s.Findings))
		}
	}
}

// offset is where a position lies, as the format counts: lines and bytes from 1.
func offset(content []byte, at *rdf.Position) int {
	lines := bytes.SplitAfter(content, []byte("\n"))
	n := int(at.Column) - 1
	for _, line := range lines[:at.Line-1] {
		n += len(line)
	}
	return n
}

// What a reviewer takes over by a click is what --fix would have written.
func TestRDJSONSuggestions(t *testing.T) {
	file := source.NewFile("a.yaml", []byte("größe: 1\r\nb: 2\r\nc: 3\r\n"))
	other := source.NewFile("b.yaml", []byte("x"))
	span := func(text string) source.Span { return at(t, file, text) }
	fix := func(safety Safety, edits ...Edit) Finding {
		return Finding{Rule: "r", Severity: Error, Message: "m", Span: span("b"), Fixes: []Fix{{Title: "t", Safety: safety, Edits: edits}}}
	}
	for name, test := range map[string]struct {
		finding Finding
		want    bool
	}{
		"one edit":           {fix(Safe, Edit{span("b"), "bb"}), true},
		"several, unsorted":  {fix(Unsafe, Edit{span("c"), "cc"}, Edit{span("röß"), "ros"}), true},
		"an insertion":       {fix(Safe, Edit{file.Span(12, 12), "0"}), true},
		"the same twice":     {fix(Safe, Edit{span("b"), "bb"}, Edit{span("b"), "bb"}), true},
		"deleted lines":      {fix(Safe, Edit{span("b: 2\r\n"), ""}), true},
		"not to be applied":  {fix(DisplayOnly, Edit{span("b"), "bb"}), false},
		"of two files":       {fix(Safe, Edit{span("b"), "bb"}, Edit{other.Span(0, 1), "y"}), false},
		"of another file":    {fix(Safe, Edit{other.Span(0, 1), "y"}), false},
		"nothing to replace": {fix(Safe), false},
	} {
		t.Run(name, func(t *testing.T) {
			suggestions := readRDJSON(t, &Summary{Findings: []Finding{test.finding}}).Diagnostics[0].Suggestions
			if !test.want {
				if len(suggestions) > 0 {
					t.Fatalf("suggested: %v", suggestions)
				}
				return
			}
			want, err := Apply(file, test.finding.Fixes[0].Edits)
			if err != nil {
				t.Fatal(err)
			}
			s := suggestions[0]
			content := file.Content
			got := string(content[:offset(content, s.Range.Start)]) + s.Text + string(content[offset(content, s.Range.End):])
			if got != string(want) {
				t.Errorf("taken over: %q\n   applied: %q", got, want)
			}
		})
	}
}

func TestRDJSONLeavesOutWhatIsFarApart(t *testing.T) {
	file := source.NewFile("a.yaml", bytes.Repeat([]byte("a\n"), 2*rdLines))
	f := Finding{Rule: "r", Severity: Error, Message: "m", Span: file.Span(0, 1), Fixes: []Fix{
		{Title: "t", Safety: Safe, Edits: []Edit{{file.Span(0, 1), "b"}, {file.Span(2*rdLines, 2*rdLines+1), "b"}}},
	}}
	if s := readRDJSON(t, &Summary{Findings: []Finding{f}}).Diagnostics[0].Suggestions; len(s) > 0 {
		t.Errorf("nobody sees what it does: %v", s)
	}
}
