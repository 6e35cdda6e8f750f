package golang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// textOf is the expression of the text that says a word.
func textOf(word httpapi.Word) string {
	switch word {
	case httpapi.Message:
		return "cmp.Or(e.Detail, e.Title)"
	case httpapi.Title:
		return "cmp.Or(e.Title, e.Code)"
	case httpapi.Code:
		return "e.Code"
	case httpapi.RequestID:
		return "e.RequestID"
	case httpapi.Status:
		return "strconv.Itoa(e.Status)"
	case httpapi.ViolationField:
		return "v.Field"
	case httpapi.ViolationLocation:
		return "string(v.Location)"
	case httpapi.ViolationCode:
		return "v.Code"
	case httpapi.ViolationDescription:
		return "v.Description"
	}
	return `"about:blank"`
}

// choice writes a value of an enum: the only one, the place of a violation, or what means the error's
// code.
func (f fill) choice(t *spec.Type, word httpapi.Word) ([]string, bool) {
	values := httpapi.StringValues(t)
	switch {
	case len(values) == 1:
		return []string{fmt.Sprintf("w.String(%q)", values[0])}, true
	case word == httpapi.ViolationLocation && httpapi.NamesPlaces(values, f.places()):
		return []string{"w.String(" + textOf(word) + ")"}, true
	case len(values) == 0 || word != httpapi.Code:
		return nil, false
	}
	lines := []string{"switch e.Code {"}
	meanings, otherwise := httpapi.Meanings(values)
	for _, m := range meanings {
		lines = append(lines, fmt.Sprintf("case %q:", m.Code), fmt.Sprintf("w.String(%q)", m.Value))
	}
	return append(lines, "default:", fmt.Sprintf("w.String(%q)", otherwise), "}"), true
}

func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = strconv.Quote(text)
	}
	return strings.Join(quoted, ", ")
}
