package checktest

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// goneField is a check that works: it finds proto fields that are gone.
func goneField(change func(*breaking.Meta)) *breaking.Check {
	meta := breaking.Meta{
		ID: "gone-field", Title: "fields that are gone", Group: "test", Since: "2026.1",
		Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Removed},
	}
	change(&meta)
	return breaking.New(meta, breaking.Hooks{Field: func(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
		if pair.Removed() {
			p.Removed("it is gone", breaking.On(breaking.Wire, breaking.Member, breaking.Withdraws))
		}
	}})
}

const goodPage = "# gone-field\n\n**What.** A field.\n\n**Why.** Because.\n\n**Who breaks.** You.\n\n**Instead.** Keep it.\n\n" +
	"```proto old\nstring a = 1;\nstring b = 2;\n```\n\n```proto new\nstring a = 1;\n```\n"

const goodFixture = "-- old/a.proto --\n-- new/a.proto --\n-- want --\ngone-field-removed a.M.x | backward safe\n"

func TestProblems(t *testing.T) {
	const doc, fixture = "gone-field.md", "testdata/gone-field.proto.txtar"
	page := func(old, new string) map[string]string {
		return map[string]string{doc: strings.Replace(goodPage, old, new, 1)}
	}
	want := func(text string) map[string]string { return map[string]string{fixture: text} }
	for name, c := range map[string]struct {
		meta  func(*breaking.Meta)
		files map[string]string // over the good ones; "": none
		want  string            // a part of the one problem; "": none
	}{
		"nothing":             {},
		"ID":                  {meta: func(m *breaking.Meta) { m.ID = "field-removed" }, want: "ends as the ID of a change does"},
		"title":               {meta: func(m *breaking.Meta) { m.Title = "" }, want: "Title is empty"},
		"capital":             {meta: func(m *breaking.Meta) { m.Title = "Fields that are gone" }, want: "begins with a capital"},
		"full stop":           {meta: func(m *breaking.Meta) { m.Title += "." }, want: "full stop"},
		"since":               {meta: func(m *breaking.Meta) { m.Since = "" }, want: "Since"},
		"AIP":                 {meta: func(m *breaking.Meta) { m.AIP = []int{180, 126} }, want: "AIP"},
		"order of kinds":      {meta: func(m *breaking.Meta) { m.Kinds = []breaking.Kind{breaking.Removed, breaking.Removed} }, want: "order of breaking.Kind"},
		"undeclared format":   {files: want("-- old/a.yaml --\n-- new/a.proto --\n-- want --\ngone-field-removed x\n"), want: "does not declare in Formats"},
		"kind without want":   {files: want("-- old/a.proto --\n-- new/a.proto --\n-- want --\n"), want: "no fixture wants"},
		"undeclared kind":     {files: want(goodFixture + "gone-field-added a.M.x\n"), want: "does not declare in Kinds"},
		"no fixture":          {files: want(""), want: "write testdata/gone-field.proto.txtar"},
		"no page":             {files: map[string]string{doc: ""}, want: "documentation is missing"},
		"another title":       {files: page("# gone-field", "# field"), want: "not the check's ID"},
		"section missing":     {files: page("**Why.** Because.\n\n", ""), want: "has to begin with"},
		"section empty":       {files: page("Because.", ""), want: "**Why.** says nothing"},
		"sections in order":   {files: page("**What.** A field.\n\n**Why.** Because.", "**Why.** Because.\n\n**What.** A field."), want: "has to begin with"},
		"no example":          {files: page(goodPage[strings.Index(goodPage, "```"):], ""), want: "no example in proto"},
		"example of nothing":  {files: page("string b = 2;\n", ""), want: "the check finds nothing"},
		"broken example":      {files: page("string b = 2;", "strin g b = 2;"), want: "the old version is broken"},
		"half an example":     {files: page("```proto new\nstring a = 1;\n```\n", ""), want: "pairs of blocks"},
		"unlabelled example":  {files: page("```proto new", "```proto"), want: "pairs of blocks"},
		"example of two tags": {files: page("```proto new", "```yaml new"), want: "pairs of blocks"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{doc: goodPage, fixture: goodFixture}
			maps.Copy(files, c.files)
			folder := fstest.MapFS{}
			for path, text := range files {
				if text != "" {
					folder[path] = &fstest.MapFile{Data: []byte(text)}
				}
			}
			change := c.meta
			if change == nil {
				change = func(*breaking.Meta) {}
			}
			problems := Problems(goneField(change), folder)
			if told := strings.Join(problems, "\n"); c.want == "" && told != "" || !strings.Contains(told, c.want) {
				t.Errorf("got\n%s\nwant %q", told, c.want)
			}
		})
	}
}
