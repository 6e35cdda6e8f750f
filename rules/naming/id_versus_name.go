package naming

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var idVersusName = lint.New(lint.Meta{
	ID:       "id-versus-name",
	Title:    "an ID is documented as a name, or a name as an ID",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{122, 148},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, written(func(p *lint.Pass, f *spec.Field) {
	isID, isName := hasEnding(f.Name, "id"), hasEnding(f.Name, "name")
	if !isID && !isName || f.Type.Resolve().Kind != spec.KindString || retiredInWords(f) {
		return
	}
	doc := phrase.Line(f.Doc, 200)
	switch {
	case isID && beginsWithName.MatchString(doc) && !saysID.MatchString(doc):
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is documented as a name: consumers send what people call the thing where the service looks for its ID, or the other way round", f.Name),
			lint.Cure(fmt.Sprintf("call it %s, or say in its documentation that it is the ID, and which", withLast(f.Name, "name"))))
	case isName && f.Name != "name" && beginsWithID.MatchString(doc) && !saysName.MatchString(doc):
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is documented as an ID: consumers show it to people, or send a name where the service looks for an ID", f.Name),
			lint.Cure(fmt.Sprintf("call it %s, or say in its documentation that it is the name", withLast(f.Name, "id"))))
	}
}))

var (
	labels         = `(?i)^(?:(?:required|optional|immutable|output only|input only)\. )*(?:the |a |an )?`
	beginsWithName = regexp.MustCompile(labels + `(?:(?:resource|full|fully qualified|short|display|unique|full resource) )*name (?:of|for)\b`)
	beginsWithID   = regexp.MustCompile(labels + `(?:unique )?(?:id|identifier|uuid|guid) (?:of|for)\b`)
	saysID         = regexp.MustCompile(`(?i)\b(?:ids?|identifiers?|uuid|identif(?:y|ies)|numeric)\b`)
	saysName       = regexp.MustCompile(`(?i)\bnames?\b|/`)
)

// hasEnding reports whether the last word of a name is that one.
func hasEnding(name, word string) bool {
	if !strings.HasSuffix(strings.ToLower(name), word) {
		return false
	}
	all := words.Split(name)
	return all[len(all)-1] == word
}

func withLast(name, word string) string {
	all := words.Split(name)
	all[len(all)-1] = word
	return words.Like(name, all)
}
