package report

import (
	"bufio"
	"io"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// JSONVersion is the version of the JSON output. Fields may be added within a version; none is
// removed, renamed or given another meaning. docs/output-json.md describes it.
const JSONVersion = 1

type jsonSummary struct {
	Headline          string    `json:"headline"`
	Findings          jsonTally `json:"findings"`
	FilesWithFindings int       `json:"files_with_findings"`
	Elements          int       `json:"elements_with_findings"`
	Suppressed        int       `json:"suppressed"`
	Checked           Counts    `json:"checked"`
	FailOn            string    `json:"fail_on"`
	Failing           int       `json:"failing"`
	Fixed             Fixed     `json:"fixed"`
	Fixable           Fixable   `json:"fixable"`
}

type jsonTally struct {
	Total    int `json:"total"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

type jsonRule struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Group    string `json:"group"`
	Severity string `json:"severity"`
	HelpURI  string `json:"help_uri"`
}

type jsonFinding struct {
	Rule        string        `json:"rule"`
	Severity    string        `json:"severity"`
	Message     string        `json:"message"`
	Cure        string        `json:"cure"`
	Element     spec.ID       `json:"element"`
	Fingerprint string        `json:"fingerprint"`
	Location    *jsonLocation `json:"location"`
	Related     []jsonRelated `json:"related"`
	Fixes       []jsonFix     `json:"fixes"`
	Change      *jsonChange   `json:"change"`

	Consumers *jsonConsumers `json:"consumers,omitempty"`
}

type jsonLocation struct {
	File  string       `json:"file"`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Offset      int `json:"offset"`
	Line        int `json:"line"`
	Column      int `json:"column"`
	UTF16Column int `json:"utf16_column"`
}

type jsonRelated struct {
	Message  string        `json:"message"`
	Location *jsonLocation `json:"location"`
}

type jsonFix struct {
	Title  string     `json:"title"`
	Safety string     `json:"safety"`
	Edits  []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	Location *jsonLocation `json:"location"`
	New      string        `json:"new"`
}

// JSON prints everything that is known of the findings, for programs; one finding a line.
func JSON(w io.Writer, s *Summary, _ Options) error {
	prints := Fingerprints(s.Findings)
	d := document{Writer: bufio.NewWriter(w)}
	d.jsonHead(JSONVersion, s)
	d.raw(",\n  \"findings\": [")
	d.elements("    ", len(s.Findings), func(i int) any { return jsonFindingOf(&s.Findings[i], prints[i]) })
	d.raw(",\n  \"rules\": [")
	rules := jsonRulesOf(s)
	d.elements("    ", len(rules), func(i int) any { return rules[i] })
	if len(s.Tables) > 0 {
		d.raw(",\n  \"tables\": [")
		d.elements("    ", len(s.Tables), func(i int) any { return jsonTableOf(&s.Tables[i]) })
	}
	d.jsonScore(s.Score)
	d.jsonShard(s.Shard)
	return d.jsonTail(s)
}

func (d *document) jsonHead(version int, s *Summary) {
	d.jsonVersion(version, s)
	d.raw(",\n  \"summary\": ")
	d.value(jsonSummaryOf(s))
}

// jsonVersion opens the document with what wrote it.
func (d *document) jsonVersion(version int, s *Summary) {
	d.raw("{\n  \"version\": ")
	d.value(version)
	d.raw(",\n  \"tool\": ")
	d.value(struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}{"bylaw", s.Version})
}

func (d *document) jsonTail(s *Summary) error {
	d.raw(",\n  \"not_checked\": [")
	d.elements("    ", len(s.NotChecked), func(i int) any { return s.NotChecked[i] })
	if len(s.Beyond) > 0 {
		d.raw(",\n  \"not_checkable\": [")
		d.elements("    ", len(s.Beyond), func(i int) any { return s.Beyond[i] })
	}
	d.raw("\n}\n")
	return d.close()
}

func jsonSummaryOf(s *Summary) jsonSummary {
	return jsonSummary{
		Headline:          s.Headline,
		Findings:          jsonTallyOf(s),
		FilesWithFindings: s.filesWithFindings(),
		Elements:          s.elementsWithFindings(),
		Suppressed:        s.Suppressed,
		Checked:           s.Checked,
		FailOn:            s.FailOn.String(),
		Failing:           s.Failing(),
		Fixed:             s.Fixed,
		Fixable:           s.Fixable(),
	}
}

func jsonTallyOf(s *Summary) jsonTally {
	return jsonTally{
		Total: len(s.Findings), Errors: s.Count(Error), Warnings: s.Count(Warning), Infos: s.Count(Info),
	}
}

// jsonRulesOf describes the rules and own diagnostics that have findings, as far as they are known.
func jsonRulesOf(s *Summary) []jsonRule {
	var rules []jsonRule
	for _, id := range rulesWithFindings(s) {
		if info, ok := s.rule(id); ok {
			rules = append(rules, jsonRule{id, info.Title, info.Group, info.Severity.String(), info.HelpURI})
		}
	}
	return rules
}

// Lists are written even when they are empty, so that a program need not tell absent from empty.
func jsonFindingOf(f *Finding, print string) jsonFinding {
	result := jsonFinding{
		Rule: f.Rule, Severity: f.Severity.String(), Message: f.Message, Cure: f.Cure, Element: f.Element,
		Fingerprint: print, Location: jsonLocationOf(f.Span),
		Related: make([]jsonRelated, 0, len(f.Related)), Fixes: make([]jsonFix, 0, len(f.Fixes)),
		Change: jsonChangeOf(f.Change), Consumers: jsonConsumersOf(f.Consumers),
	}
	for _, r := range f.Related {
		result.Related = append(result.Related, jsonRelated{r.Message, jsonLocationOf(r.Span)})
	}
	for _, fix := range f.Fixes {
		edits := make([]jsonEdit, 0, len(fix.Edits))
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit{jsonLocationOf(e.Span), e.New})
		}
		result.Fixes = append(result.Fixes, jsonFix{fix.Title, fix.Safety.String(), edits})
	}
	return result
}

func jsonLocationOf(span source.Span) *jsonLocation {
	if span.IsZero() {
		return nil
	}
	return &jsonLocation{
		File:  span.Path(),
		Start: jsonPositionOf(span.File, int(span.Start)),
		End:   jsonPositionOf(span.File, int(span.End)),
	}
}

func jsonPositionOf(file *source.File, offset int) jsonPosition {
	return jsonPosition{
		Offset: offset, Line: file.Position(offset).Line,
		Column: file.RuneColumn(offset), UTF16Column: file.UTF16Column(offset),
	}
}
