package schema

import (
	"path"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// mappings are the types of the user's that stand for formats and schemas.
type mappings struct {
	list []generator.TypeMapping
	used []bool
}

func (m *mappings) read(list []generator.TypeMapping) {
	m.list, m.used = list, make([]bool, len(list))
}

// format returns the user's type for a format. Strings read and write themselves as text
// (encoding.TextUnmarshaler, encoding.TextMarshaler), numbers as JSON.
func (m *mappings) format(format string, k kinds) *basic {
	i := m.find(format)
	switch {
	case i < 0:
		return nil
	case k == kindString:
		return &basic{goType: m.qualified(i), reader: "wire.ReadText", writer: "wire.WriteText", kinds: k, checked: true}
	}
	return m.foreign(i, k)
}

func (m *mappings) foreign(i int, k kinds) *basic {
	return &basic{goType: m.qualified(i), reader: "wire.ReadForeign", writer: "wire.WriteForeign", kinds: k, checked: true}
}

// schema returns the shape of a component that a type of the user's stands for. It reads and writes
// itself as JSON (json.Unmarshaler, json.Marshaler); the contract is checked besides.
func (m *mappings) schema(t *Types, s *spec.Type) *Shape {
	if !t.components[s] {
		return nil
	}
	i := m.find(s.Name)
	if i < 0 {
		return nil
	}
	b := m.foreign(i, t.kindsOf(s))
	return &Shape{
		Go: b.goType, Form: Scalar, types: t, schema: s, basic: b, parts: []*spec.Type{s},
		Nullable: b.kinds.has(kindNull) && b.kinds != kindAny,
	}
}

func (m *mappings) find(name string) int {
	for i := range m.list {
		if m.list[i].Name == name && name != "" {
			m.used[i] = true
			return i
		}
	}
	return -1
}

func (m *mappings) qualified(i int) string {
	if m.list[i].Import == "" {
		return m.list[i].Type
	}
	return packageName(m.list[i].Import) + "." + m.list[i].Type
}

// Imports returns the packages of mapped types by the name that statements and types use.
func (t *Types) Imports() map[string]string {
	imports := map[string]string{}
	for _, m := range t.mapped.list {
		if m.Import != "" {
			imports[packageName(m.Import)] = m.Import
		}
	}
	return imports
}

// packageName guesses the name of a package from its path: the last part, without a version.
func packageName(importPath string) string {
	name := path.Base(importPath)
	if rest, ok := strings.CutPrefix(name, "v"); ok && strings.Contains(importPath, "/") {
		if _, err := strconv.Atoi(rest); err == nil {
			name = path.Base(path.Dir(importPath))
		}
	}
	name, _, _ = strings.Cut(name, ".v")
	name = strings.TrimPrefix(name, "go-")
	return strings.ReplaceAll(name, "-", "")
}

// unused tells of mappings that nothing of the API is named by.
func (m *mappings) unused() []report.Finding {
	var findings []report.Finding
	for i, mapping := range m.list {
		if !m.used[i] {
			findings = append(findings, report.Finding{
				Rule: "generate/unused-type-mapping", Severity: report.Warning, Span: mapping.Span,
				Message: "no schema and no format that is used is called " + strconv.Quote(mapping.Name),
				Cure:    "take the mapping out, or correct its name",
			})
		}
	}
	return findings
}
