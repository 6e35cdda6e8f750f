package checktest

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// Problems returns what is wrong with a check's metadata, with its documentation, whose examples are
// run, and with its fixtures in the folder. Whether the fixtures tell the truth Suite says.
func Problems(check *breaking.Check, folder fs.FS) []string {
	problems := metaProblems(&check.Meta)
	text, err := fs.ReadFile(folder, check.ID+".md")
	if err != nil {
		problems = append(problems, fmt.Sprintf("the documentation is missing: %v", err))
	} else {
		problems = append(problems, docProblems(check, string(text))...)
	}
	return append(problems, fixtureProblems(&check.Meta, folder)...)
}

// Fixtures returns the paths of the check's fixtures in its folder, sorted.
func Fixtures(folder fs.FS, id string) []string {
	var paths []string
	entries, _ := fs.ReadDir(folder, "testdata")
	for _, entry := range entries {
		if owner, _, _ := strings.Cut(entry.Name(), "."); owner == id && path.Ext(entry.Name()) == ".txtar" {
			paths = append(paths, path.Join("testdata", entry.Name()))
		}
	}
	return paths
}

// shown is what the fixtures of a check want together.
type shown struct {
	formats breaking.Formats
	ids     map[string]bool
}

func fixtureProblems(meta *breaking.Meta, folder fs.FS) []string {
	var problems []string
	all := shown{ids: map[string]bool{}}
	for _, name := range Fixtures(folder, meta.ID) {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return append(problems, err.Error())
		}
		c, err := Parse(name, txtar.Parse(text))
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		problems = append(problems, all.add(meta, c)...)
	}
	return append(problems, all.missing(meta)...)
}

// add notes what a fixture wants; what the check does not declare is a problem.
func (s *shown) add(meta *breaking.Meta, c *Case) []string {
	var problems []string
	for line := range strings.Lines(c.Want) {
		id, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !slices.Contains(meta.ChangeIDs(), id) {
			problems = append(problems, fmt.Sprintf("%s wants %q, which the check does not declare in Kinds", c.Name, id))
		}
		s.ids[id] = true
	}
	if c.Want == "" {
		return problems
	}
	for _, format := range formats() {
		if !c.has(format) {
			continue
		}
		s.formats |= breaking.Formats(format)
		if !meta.Formats.Has(format) {
			problems = append(problems, fmt.Sprintf("%s is %s, which the check does not declare in Formats", c.Name, format))
		}
	}
	return problems
}

func (s *shown) missing(meta *breaking.Meta) []string {
	var problems []string
	for _, format := range formats() {
		if meta.Formats.Has(format) && !s.formats.Has(format) {
			problems = append(problems, fmt.Sprintf("no fixture wants a change of %s: write testdata/%s.%s.txtar", format, meta.ID, format))
		}
	}
	for _, id := range meta.ChangeIDs() {
		if !s.ids[id] {
			problems = append(problems, fmt.Sprintf("Kinds declares %s, and no fixture wants one", id))
		}
	}
	return problems
}

func formats() []spec.Format { return []spec.Format{spec.Proto, spec.OpenAPI} }

// has reports whether the fixture has files of the format.
func (c *Case) has(format spec.Format) bool {
	for _, files := range []map[string]string{c.Old, c.New} {
		for name := range files {
			if (path.Ext(name) == ".proto") == (format == spec.Proto) {
				return true
			}
		}
	}
	return false
}
