package report

import (
	"strings"
	"testing"
)

func scoreSummary() *Summary {
	now := &Score{Parts: []ScorePart{
		{Name: "operations", Title: "Operations", Nouns: "operations", Now: Tally{40, 39}, Rules: []ScoreRule{
			{ID: "get-with-body"}, {ID: "verb-in-path", Now: ScoreCount{Warnings: 1}, Suppressed: 2},
		}},
		{Name: "validation", Title: "Validation", Nouns: "fields"},
		{Name: "errors", Title: "Errors", Nouns: "operations", Now: Tally{3, 2}, Rules: []ScoreRule{
			{ID: "missing-error-response", Now: ScoreCount{Errors: 1}},
		}},
	}}
	was := &Score{Parts: []ScorePart{
		{Name: "operations", Now: Tally{40, 30}, Rules: []ScoreRule{{ID: "verb-in-path", Now: ScoreCount{Warnings: 10}}}},
		{Name: "errors", Now: Tally{3, 3}},
	}}
	return &Summary{Checked: Counts{Files: 1}, FailOn: Error, Score: now.Compared(was, "git:main (1234567890)")}
}

func TestScoreGolden(t *testing.T) {
	golden(t, "score.html", printed(t, HTML, scoreSummary(), Options{}))
	golden(t, "score.json", printed(t, JSON, scoreSummary(), Options{}))
}

func TestScoreFollowsTheSchema(t *testing.T) {
	definition := readJSON(t, schemaPath)
	closed(definition)
	schema := compiled(t, definition)
	alone := scoreSummary()
	alone.Score.Since = ""
	for _, s := range []*Summary{scoreSummary(), alone} {
		validate(t, schema, printed(t, JSON, s, Options{}))
	}
}

// All is said only of all: a single mistake in ten thousand is not 100 %.
func TestPercent(t *testing.T) {
	for want, tally := range map[string]Tally{
		"100 %": {7, 7}, "99.9 %": {10_000, 9_999}, "0 %": {3, 0}, "66.6 %": {3, 2}, "not checked": {},
	} {
		if got := tally.Percent(); got != want {
			t.Errorf("%v: %s, want %s", tally, got, want)
		}
	}
}

func TestScoreSaysWhatPassedAndWhatDidNot(t *testing.T) {
	page := readHTML(t, scoreSummary())
	parts := having(page, "article", "part")
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	for i, want := range [][]string{
		{"97.5 %", "39 of 40 operations in order", "up 22.5 points, from 75 %", "1 of 2 rules passed", "1 finding, 2 suppressed (was 10)"},
		{"not checked", "no rule about it is on"},
		{"66.6 %", "down 33.4 points, from 100 %", "0 of 1 rule passed"},
	} {
		for _, text := range want {
			if !strings.Contains(textOf(parts[i]), text) {
				t.Errorf("%q is not in %q", text, textOf(parts[i]))
			}
		}
	}
	if len(having(parts[1], "svg", "")) != 0 {
		t.Error("what was not checked has a bar")
	}
}

// Shards of a run are read back and add up; what they have not all been compared with is dropped.
func TestScoresAreMerged(t *testing.T) {
	read := func(s *Summary) *Summary {
		got, err := NewReading().Read([]byte(printed(t, JSON, s, Options{})))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	merge := func(parts ...*Summary) *Score {
		merged, err := Merge(parts)
		if err != nil {
			t.Fatal(err)
		}
		return merged.Score
	}
	whole := merge(read(scoreSummary()), read(scoreSummary()))
	if p := whole.Parts[0]; p.Now != (Tally{80, 78}) || p.Was != (Tally{80, 60}) || p.Rules[1].Now.Warnings != 2 ||
		p.Rules[1].Was.Warnings != 20 || p.Rules[1].Suppressed != 4 || len(p.Rules) != 2 || p.Nouns != "operations" {
		t.Errorf("added up to %+v", p)
	}
	other := scoreSummary()
	other.Score.Since = "git:other"
	if got := merge(scoreSummary(), other).Since; got != "" {
		t.Errorf("compared with %q", got)
	}
	other.Score = nil
	if got := merge(scoreSummary(), other); got != nil {
		t.Errorf("half a score: %+v", got)
	}
}
