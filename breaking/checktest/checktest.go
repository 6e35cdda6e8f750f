// Package checktest runs breaking checks over fixtures. A fixture is a txtar file: the files of the
// old version under old/, those of the new one under new/, and want with one line for each change,
// as Describe writes it. It is for tests only and knows no check.
package checktest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"golang.org/x/tools/txtar"
)

// Case is a fixture.
type Case struct {
	Name     string
	Old, New map[string]string // path, without the side, to content
	Want     string
}

// Parse reads a fixture.
func Parse(name string, archive *txtar.Archive) (*Case, error) {
	c := &Case{Name: name, Old: map[string]string{}, New: map[string]string{}}
	for _, f := range archive.Files {
		side, path, _ := strings.Cut(f.Name, "/")
		switch {
		case f.Name == "want":
			c.Want = string(f.Data)
		case side == "old" && path != "":
			c.Old[path] = string(f.Data)
		case side == "new" && path != "":
			c.New[path] = string(f.Data)
		default:
			return nil, fmt.Errorf("%s: a fixture has files below old/ and new/, and want; not %q", name, f.Name)
		}
	}
	if len(c.Old) == 0 || len(c.New) == 0 {
		return nil, fmt.Errorf("%s: a fixture has an old and a new version", name)
	}
	return c, nil
}

// Run compares the versions of a fixture.
func (c *Case) Run(tb testing.TB, checks []*breaking.Check) []breaking.Change {
	tb.Helper()
	return run(tb, c.Old, c.New, checks)
}

// Back compares them the other way round.
func (c *Case) Back(tb testing.TB, checks []*breaking.Check) []breaking.Change {
	tb.Helper()
	return run(tb, c.New, c.Old, checks)
}

func run(tb testing.TB, before, after map[string]string, checks []*breaking.Check) []breaking.Change {
	tb.Helper()
	result, err := breaking.Run(context.Background(), breaking.Versions{
		Old: linttest.Load(tb, before),
		New: linttest.Load(tb, after),
	}, checks)
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range result.Failures {
		tb.Error(f.Message)
	}
	return result.Changes
}

// Describe writes a change in one line: what it is, whom it breaks, where, and what is said of it.
//
//	field-removed a.M.x: backward source,json, forward none: 3:9 -> 2:9: the field …
func Describe(c *breaking.Change) string {
	var line strings.Builder
	line.WriteString(c.ID() + " " + string(c.Element))
	if c.Attribute != "" {
		fmt.Fprintf(&line, " %s %q -> %q", c.Attribute, c.From, c.To)
	}
	fmt.Fprintf(&line, " | backward %s | forward %s | %s -> %s | %s", verdicts(c.Backward), verdicts(c.Forward),
		position(c.Old), position(c.New), c.Message)
	if c.Cure != "" {
		line.WriteString(" | " + c.Cure)
	}
	return line.String()
}

func verdicts(v breaking.Verdicts) string {
	var said []string
	if axes := v.At(breaking.Breaking); axes != 0 {
		said = append(said, "breaking "+axes.String())
	}
	if axes := v.At(breaking.Risky) &^ v.At(breaking.Breaking); axes != 0 {
		said = append(said, "risky "+axes.String())
	}
	if said == nil {
		return "safe"
	}
	return strings.Join(said, " and ")
}
