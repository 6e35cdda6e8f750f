package report

import (
	"strings"
	"testing"
)

// scores is a table with all that can go wrong in a cell.
func scores() Table {
	return Table{
		Name: "operations", Title: "Score of each operation",
		Columns: []Column{{Name: "operation", Title: "operation"}, {Name: "killed", Title: "killed", Number: true}, {Name: "score", Title: "score", Number: true}},
		Rows:    [][]string{{"GET /orders", "12", "92.3"}, {"GET /価格|<b>\x1b", "0", ""}, {"DELETE /x", "7", "no number"}},
	}
}

func TestTables(t *testing.T) {
	s := &Summary{Tables: []Table{scores(), {Name: "all", Title: "Everything", Programs: true}}, Checked: Counts{Files: 1}}
	for _, test := range []struct {
		format Reporter
		want   []string
	}{
		{Text, []string{"Score of each operation\nOPERATION       KILLED      SCORE\nGET /orders         12       92.3\n", "\nDELETE /x            7  no number\n\n"}},
		{Markdown, []string{"**Score of each operation**\n\n| operation | killed | score |\n|---|---:|---:|\n| GET /orders | 12 | 92.3 |\n", "価格\\|&lt;b&gt;"}},
		{HTML, []string{"<h2>Score of each operation</h2>", `<td class="number">92.3</td>`, "GET /価格|&lt;b&gt;"}},
		{JSON, []string{`{"operation":"GET /orders","killed":12,"score":92.3}`, `"killed":0,"score":null}`, `"score":"no number"}`}},
	} {
		got := printed(t, test.format, s, Options{})
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
		if strings.Contains(got, "\x1b") {
			t.Errorf("an escape sequence is passed on:\n%s", got)
		}
		if people := !strings.HasPrefix(got, "{"); strings.Contains(got, "Everything") == people {
			t.Errorf("a table for programs is shown to people, or not to programs:\n%s", got)
		}
	}
}

// What people read is bounded, and says what it leaves out; programs get all of it.
func TestLongTables(t *testing.T) {
	table := scores()
	for range 2_000 {
		table.Rows = append(table.Rows, table.Rows[0])
	}
	s := &Summary{Tables: []Table{table}}
	for name, format := range map[string]Reporter{"text": Text, "markdown": Markdown, "html": HTML} {
		if got := printed(t, format, s, Options{}); len(got) > 64_000 || !strings.Contains(got, "and 1803 more rows") {
			t.Errorf("%s has %d bytes and doesn't say what it leaves out", name, len(got))
		}
	}
	if got := printed(t, JSON, s, Options{}); strings.Count(got, `"killed":`) != 2_003 {
		t.Error("JSON leaves rows out")
	}
	table.Rows[0][0] = strings.Repeat("long ", 200)
	if got := printed(t, Markdown, s, Options{}); len(got) > 64_000 || !strings.Contains(got, "more rows; `--format json` lists all") {
		t.Errorf("Markdown has %d bytes", len(got))
	}
}
