package report

import (
	"slices"
	"strings"
	"testing"
)

func TestDiagnosticsTable(t *testing.T) {
	table := Diagnostics()
	if !slices.IsSortedFunc(table, func(a, b Diagnostic) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the table is not sorted by ID")
	}
	for i, d := range table {
		if i > 0 && table[i-1].ID == d.ID {
			t.Errorf("%s stands twice", d.ID)
		}
		if d.Severity == Off || d.Title == "" || strings.HasSuffix(d.Title, ".") || !strings.HasSuffix(d.Help, ".") {
			t.Errorf("%s: want a severity, a title without a full stop, and help in sentences: %+v", d.ID, d)
		}
	}
}
