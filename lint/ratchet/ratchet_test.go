package ratchet

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// finding is "rule element path: message", at a place of its own each time.
func finding(text string) report.Finding {
	head, message, _ := strings.Cut(text, ": ")
	words := strings.Fields(head)
	f := report.Finding{Rule: words[0], Severity: report.Error, Element: spec.ID(strings.ReplaceAll(words[1], "~", " ")), Message: message}
	f.Span = source.NewFile(words[2], []byte(message+"..")).Span(0, 1)
	return f
}

func findings(lines ...string) []report.Finding {
	var list []report.Finding
	for _, line := range lines {
		list = append(list, finding(line))
	}
	return list
}

func TestAgainst(t *testing.T) {
	for _, test := range []struct {
		name        string
		before, now []report.Finding
		fresh       string
		back, gone  int
	}{
		{"the same", findings("r a.B f.proto: m"), findings("r a.B f.proto: m"), "", 1, 0},
		{"another element", findings("r a.B f.proto: m"), findings("r a.C f.proto: m"), "a.C", 0, 1},
		{"another rule", findings("r a.B f.proto: m"), findings("s a.B f.proto: m"), "a.B", 0, 1},
		{"another argument", findings("r a.B f.proto: no x"), findings("r a.B f.proto: no y"), "a.B", 0, 1},
		{"another count", findings("r a.B f.proto: 3 of (17) do"), findings("r a.B f.proto: 4 of (18) do"), "", 1, 0},
		{"a name with digits", findings("r a.B f.proto: no v1"), findings("r a.B f.proto: no v2"), "a.B", 0, 1},
		{"once more", findings("r a.B f.proto: m"), findings("r a.B f.proto: m", "r a.B f.proto: m"), "a.B", 1, 0},
		{"once less", findings("r a.B f.proto: m", "r a.B f.proto: m"), findings("r a.B f.proto: m"), "", 1, 1},
		{"a definition that moved", findings("r a.B f.proto: m"), findings("r a.B g.proto: m"), "", 1, 0},
		{"an operation of another document", findings("r GET~/x f.yaml: m"), findings("r GET~/x g.yaml: m"), "GET /x", 0, 1},
		{"a document that was renamed", findings("r GET~/x old.yaml: m"), findings("r GET~/x new.yaml: m"), "", 1, 0},
		{"mistakes of the tool itself", findings("internal e f: m"), findings("internal e f: m"), "e", 0, 0},
		{"mistakes of the configuration", findings("config e f: m"), findings("config e f: m"), "e", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			held := Against(test.now, test.before, func(old string) string { return strings.Replace(old, "old.", "new.", 1) })
			var fresh []string
			for _, f := range held.New {
				fresh = append(fresh, string(f.Element))
			}
			if got := strings.Join(fresh, ","); got != test.fresh || held.Back != test.back || held.Gone != test.gone {
				t.Errorf("new %q, %d held back, %d gone; want %q, %d, %d", got, held.Back, held.Gone, test.fresh, test.back, test.gone)
			}
		})
	}
}
