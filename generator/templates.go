package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/bylaw-dev/bylaw/internal/spelling"
)

const templateSuffix = ".tmpl"

// parseTemplates parses the templates of a language, and then what stands in for some of them.
func parseTemplates(language Language, overrides fs.FS) (*template.Template, error) {
	parsed := template.New("").Funcs(language.Funcs)
	names, err := parseFolder(parsed, language.Templates, nil)
	if err != nil || overrides == nil {
		return parsed, err
	}
	replaced, err := parseFolder(parsed, overrides, names)
	if err == nil && len(replaced) == 0 {
		err = fmt.Errorf("the folder of templates holds none: those that can be replaced are %s", strings.Join(names, ", "))
	}
	return parsed, err
}

// parseFolder parses the templates of a folder. With known names, others are refused: a template
// that nothing prints is a mistake.
func parseFolder(into *template.Template, folder fs.FS, known []string) (names []string, err error) {
	if names, err = fs.Glob(folder, "*"+templateSuffix); err != nil {
		return nil, err
	}
	var errs []error
	for _, name := range names {
		if known != nil && !slices.Contains(known, name) {
			errs = append(errs, unknownTemplate(name, known))
			continue
		}
		text, err := fs.ReadFile(folder, name)
		if err == nil {
			_, err = into.New(name).Parse(string(text))
		}
		errs = append(errs, err)
	}
	return names, errors.Join(errs...)
}

func unknownTemplate(name string, known []string) error {
	if meant := spelling.Closest(name, known); meant != "" {
		return fmt.Errorf("template %s replaces nothing: did you mean %s?", name, meant)
	}
	return fmt.Errorf("template %s replaces nothing: those that can be replaced are %s", name, strings.Join(known, ", "))
}

var linePrefix = regexp.MustCompile(`(?:^|:)(\d+):\d+:`)

// excerpt returns the printed line that an error of a formatter is about, or nothing.
func excerpt(text string, err error) string {
	at := linePrefix.FindStringSubmatch(err.Error())
	if at == nil {
		return ""
	}
	number, _ := strconv.Atoi(at[1])
	lines := strings.Split(text, "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return fmt.Sprintf("\n\t%d | %s", number, lines[number-1])
}
