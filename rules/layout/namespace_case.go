package layout

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var namespaceCase = lint.New(lint.Meta{
	ID:       "namespace-case",
	Title:    "a namespace is not written as its language does",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		all := languages()
		for _, d := range api.Documents {
			// The namespaces of one file are written alike: the first that is wrong speaks for all.
			for _, l := range all {
				if l.check(p, api, d) {
					break
				}
			}
		}
	},
})

// language is one that has namespaces of its own.
type language struct {
	name, option, separator string
	version                 func(string) string // how a version is written
}

func languages() []language {
	first := func(version string) string { return "V" + strings.ToLower(version[1:]) }
	return []language{
		{"C#", "csharp_namespace", ".", everyPart},
		{"PHP", "php_namespace", `\`, first},
		{"Ruby", "ruby_package", "::", first},
	}
}

// everyPart writes V1P1Beta1.
func everyPart(version string) string {
	text, begins := []byte(strings.ToLower(version)), true
	for n, b := range text {
		letter := 'a' <= b && b <= 'z'
		if letter && begins {
			text[n] = b - 'a' + 'A'
		}
		begins = !letter
	}
	return string(text)
}

// check reports whether the namespace was wrong.
func (l language) check(p *lint.Pass, api *spec.API, d *spec.Document) bool {
	a, ok := d.Attr(l.option)
	if !ok || a.Value.String() == "" {
		return false
	}
	parts := strings.Split(a.Value.String(), l.separator)
	for n, part := range parts {
		parts[n] = l.write(api, d, part)
	}
	want := strings.Join(parts, l.separator)
	if want == a.Value.String() {
		return false
	}
	p.Report(&d.Node, a.Value.Span,
		fmt.Sprintf("%s %s is not written as %s writes namespaces, so the generated code looks foreign to its users and its linters", l.option, a.Value.String(), l.name),
		lint.Cure(fmt.Sprintf("write option %s = %s;", l.option, literal(want))))
	return true
}

// write returns a part of a namespace as it should be: as a service of the file that has the same
// name is, or in PascalCase.
func (l language) write(api *spec.API, d *spec.Document, part string) string {
	for _, s := range api.Services {
		if s.Span.File == d.File && strings.EqualFold(s.Name, part) {
			return s.Name
		}
	}
	switch {
	case isVersion(part):
		return l.version(part)
	case words.Pascal.Has(part):
		return part
	}
	return words.Pascal.Write(part)
}
