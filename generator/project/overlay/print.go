package overlay

import (
	"cmp"
	"errors"
	"fmt"
	"go/format"
	"path"
	"strings"
	"text/template"
)

// inline prints a value of the manifest.
func (s *Set) inline(t text, data any) (string, error) {
	said, err := execute("value", t.value, longestPath+1, data)
	if err != nil {
		return "", s.wrong(t.line, "%s: %s", t.value, strings.TrimPrefix(err.Error(), "value:1:"))
	}
	return said, nil
}

// print prints a template.
func (s *Set) print(f File, content []byte, data any) ([]byte, error) {
	name := path.Join(s.name, f.entry.source.value)
	said, err := execute(name, string(content), largestText, data)
	if err != nil || path.Ext(f.Path) != ".go" {
		return []byte(said), err
	}
	made, err := format.Source([]byte(said))
	if err != nil {
		return nil, fmt.Errorf("%s, as %s prints it, is not Go: %w", f.Path, name, err)
	}
	return made, nil
}

// execute prints a template within a budget. Errors begin with its name and the line.
func execute(name, content string, most int, data any) (string, error) {
	b := &budget{steps: mostSteps, bytes: mostBytes}
	parsed, err := template.New(name).Funcs(b.functions()).Option("missingkey=error").Parse(content)
	if err != nil {
		return "", plain(err)
	}
	for _, each := range parsed.Templates() {
		if each.Tree != nil {
			meter(each.Tree.Root)
		}
	}
	out := &limited{most: most}
	switch err := parsed.Execute(out, data); {
	case err == nil:
		return out.String(), nil
	case errors.Is(err, errSteps), errors.Is(err, errLong): // no line is to blame
		return "", fmt.Errorf("%s: %w", name, cmp.Or(out.err, errSteps))
	default:
		return "", plain(err)
	}
}

// plain is an error of text/template without what it calls itself.
func plain(err error) error { return errors.New(strings.TrimPrefix(err.Error(), "template: ")) }

// limited is a writer of so many bytes.
type limited struct {
	strings.Builder
	most int
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.most {
		l.err = errLong
		return 0, l.err
	}
	return l.Builder.Write(p)
}
