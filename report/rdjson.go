package report

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// RDJSON prints the findings in the Reviewdog Diagnostic Format, from which reviewdog writes comments in
// pull requests of any forge, with the fixes as suggestions that can be taken over by a click
// (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf). Columns count bytes from 1, and an
// end is exclusive. What was not checked has no place in it.
func RDJSON(w io.Writer, s *Summary, _ Options) error {
	d := document{Writer: bufio.NewWriter(w)}
	d.raw("{\n  \"source\": ")
	d.value(rdSource{"bylaw", homePage})
	d.raw(",\n  \"diagnostics\": [")
	d.elements("    ", len(s.Findings), func(i int) any { return rdDiagnosticOf(s, &s.Findings[i]) })
	d.raw("\n}\n")
	return d.close()
}

type (
	rdSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	}
	rdLocation struct {
		Path  string   `json:"path"`
		Range *rdRange `json:"range,omitempty"`
	}
	rdRange struct {
		Start rdPosition `json:"start"`
		End   rdPosition `json:"end"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	}
	rdCode struct {
		Value string `json:"value"`
		URL   string `json:"url,omitempty"`
	}
	rdSuggestion struct {
		Range *rdRange `json:"range"`
		Text  string   `json:"text"`
	}
)

func rdDiagnosticOf(s *Summary, f *Finding) rdDiagnostic {
	d := rdDiagnostic{
		Message: visible(f.Message), Location: rdLocation{Path: visible(f.Span.Path()), Range: rdRangeOf(f.Span)},
		Severity: strings.ToUpper(f.Severity.String()), Code: rdCode{Value: f.Rule},
	}
	for _, line := range strings.Split(f.Cure, "\n") {
		if line != "" {
			d.Message += "\n" + visible(line)
		}
	}
	for _, line := range f.Consumers.lines() {
		d.Message += "\n" + visible(line)
	}
	if info, ok := s.rule(f.Rule); ok {
		d.Code.URL = info.HelpURI
	}
	for _, fix := range f.Fixes {
		if suggestion, ok := rdSuggestionOf(f, fix); ok {
			d.Suggestions = append(d.Suggestions, suggestion)
		}
	}
	return d
}

func rdRangeOf(span source.Span) *rdRange {
	if span.IsZero() {
		return nil
	}
	start, end := span.Position(), span.EndPosition()
	return &rdRange{rdPosition{start.Line, start.Column}, rdPosition{end.Line, end.Column}}
}

// rdLines is how many lines a suggestion spans at most: a reader must see what it does.
const rdLines = 20

// rdSuggestionOf returns a fix as one text in the place of another. It has none where the fix must not be
// applied, or where its edits lie in another file or far from each other.
func rdSuggestionOf(f *Finding, fix Fix) (rdSuggestion, bool) {
	if fix.Safety == DisplayOnly || len(fix.Edits) == 0 || f.Span.IsZero() {
		return rdSuggestion{}, false
	}
	edits := slices.Clone(fix.Edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return a.Span.Compare(b.Span) })
	edits = slices.Compact(edits)
	file, whole := f.Span.File, edits[0].Span
	whole.End = edits[len(edits)-1].Span.End
	if slices.ContainsFunc(edits, func(e Edit) bool { return e.Span.File != file }) || int(whole.End) > len(file.Content) || whole.EndPosition().Line-whole.Position().Line >= rdLines {
		return rdSuggestion{}, false
	}
	var text strings.Builder
	at := whole.Start
	for _, e := range edits {
		text.Write(file.Content[at:e.Span.Start])
		text.WriteString(e.New)
		at = e.Span.End
	}
	return rdSuggestion{rdRangeOf(whole), text.String()}, true
}
