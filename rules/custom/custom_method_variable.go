package custom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

var customMethodVariable = lint.New(lint.Meta{
	ID:       "custom-method-variable",
	Title:    "the variable in a custom method's path is called after another role than it has",
	Group:    "custom",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{136, 165},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if len(o.HTTP) == 0 {
			return
		}
		v, ok := lastVariable(p.Words, o.HTTP[0].Path)
		if !ok {
			return
		}
		if better := betterVariable(p.Words, o, v); better != "" {
			p.Report(&o.Node, v.part.Span,
				fmt.Sprintf("the path of %s calls the %s it works on %s: name is the thing that a method is about, and parent what holds it",
					o.Name, v.noun, v.part.Text),
				lint.Cure(fmt.Sprintf("call the field and the variable %s", better)))
		}
	},
})

// variable is the last variable of a path.
type variable struct {
	part spec.PathPart
	noun string // what its pattern ends in, in the singular: "book"
	last bool   // no collection follows
}

func lastVariable(l *words.Lexicon, path spec.Path) (variable, bool) {
	at := -1
	for i, part := range path.Parts {
		if part.Kind == spec.Variable {
			at = i
		}
	}
	if at < 0 {
		return variable{}, false
	}
	v := variable{part: path.Parts[at], last: true}
	for _, part := range path.Parts[at+1:] {
		switch {
		case part.Within != "" && part.Kind == spec.Literal:
			v.noun = words.Snake.Join(singular(l, words.Split(part.Text)))
		case part.Kind == spec.Literal:
			v.last = false
		}
	}
	return v, v.noun != ""
}

// betterVariable returns what the variable should be called; "" if nothing is wrong with it.
func betterVariable(l *words.Lexicon, o *spec.Operation, v variable) string {
	m, known := family.Of(l, o)
	switch {
	case known && m.Family == family.Purge && v.last && v.part.Text == v.noun:
		return "parent"
	case known || family.Colon(o) == "" || !v.last || isAbout(l, o, v.noun):
		return ""
	case v.part.Text == "name" || v.part.Text == "parent":
		return v.noun
	}
	return ""
}

// isAbout reports whether the rpc's name says no other thing than the one in the path: ArchiveBook,
// or the revisions of it.
func isAbout(l *words.Lexicon, o *spec.Operation, noun string) bool {
	name := words.Split(o.Name)
	if len(name) < 2 || l.Singular(name[len(name)-1]) == "revision" {
		return true
	}
	about := singular(l, name[1:])
	return strings.Contains(strings.Join(about, ""), strings.ReplaceAll(noun, "_", "")) || slices.Contains(words.Split(noun), about[len(about)-1])
}

func singular(l *words.Lexicon, name []string) []string {
	if len(name) == 0 {
		return nil
	}
	name = slices.Clone(name)
	name[len(name)-1] = l.Singular(name[len(name)-1])
	return name
}
