package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"
)

// Emit prints the units of a plan, sorted by path and laid out by the language. Templates are
// parsed once; a file of overrides (nil: none) stands in for the template of its name. An error
// names the template and the line.
func Emit(ctx context.Context, plan *Plan, language Language, o Options, overrides fs.FS) ([]File, error) {
	if err := distinct(plan.Units); err != nil {
		return nil, err
	}
	templates, err := parseTemplates(language, overrides)
	if err != nil {
		return nil, err
	}
	p := printer{templates, language, o}
	files, errs := make([]File, len(plan.Units)), make([]error, len(plan.Units))
	each(ctx, len(plan.Units), func(i int) { files[i], errs[i] = p.print(plan.Units[i]) })
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// distinct refuses a plan with paths that are one file where the system doesn't tell case apart, or
// that lead elsewhere.
func distinct(units []Unit) error {
	seen := map[string]string{}
	for _, u := range units {
		if !fs.ValidPath(u.Path) || u.Path == "." {
			return fmt.Errorf("%s: a generated file has to lie in the folder of its package", u.Path)
		}
		folded := strings.ToLower(u.Path)
		if other, ok := seen[folded]; ok {
			return fmt.Errorf("%s and %s are one file to some systems", other, u.Path)
		}
		seen[folded] = u.Path
	}
	return nil
}

type printer struct {
	templates *template.Template
	language  Language
	options   Options
}

func (p printer) print(u Unit) (File, error) {
	f := File{Path: path.Join(p.options.Out, u.Path), Owner: u.Owner}
	var text strings.Builder
	if u.Owner == Regenerated {
		text.WriteString(heading(p.options.Source, cmp.Or(p.language.Comment, "//")))
	}
	name := u.Data.Template()
	if p.templates.Lookup(name) == nil {
		return f, fmt.Errorf("%s: there is no template %s", f.Path, name)
	}
	if err := p.templates.ExecuteTemplate(&text, name, u.Data); err != nil {
		return f, fmt.Errorf("%s: %w", f.Path, err)
	}
	content, err := p.language.Format(f.Path, []byte(text.String()))
	if err != nil {
		return f, fmt.Errorf("%s, as %s prints it, is not %s: %w%s", f.Path, name, p.language.Name, err, excerpt(text.String(), err))
	}
	f.Content = content
	return f, nil
}

// Headed returns the content of a regenerated file: its heading, an empty line and the body.
func Headed(source string, body []byte) []byte { return append([]byte(heading(source, "//")), body...) }

// heading marks a file as ours. The spec that it comes from is named; its version and ours are not,
// for a file changes only if what is generated does.
func heading(source, comment string) string {
	if source == "" || strings.ContainsAny(source, "\r\n") {
		return comment + mark + "\n\n"
	}
	return comment + mark + "\n" + comment + " Source: " + source + "\n\n"
}

// IsOurs reports whether a file begins with Header.
func IsOurs(content []byte) bool {
	for _, comment := range [...]string{"//", "#"} {
		rest, ok := strings.CutPrefix(string(content[:min(len(content), len(Header)+2)]), comment+mark)
		if ok && (rest == "" || strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "\r\n")) {
			return true
		}
	}
	return false
}
