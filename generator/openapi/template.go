package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// template is the path of a binding as OpenAPI has it.
type template struct {
	text      strings.Builder // with {} for each variable
	variables []variable
}

// variable is one segment of the path that a request fills in.
type variable struct {
	name    string // of the parameter
	of      string // the path of the field that it is, or is a part of
	pattern string // of the field: "customers/*/orders/*"
	index   int    // which wildcard of the pattern it is
	parts   int    // how many the pattern has
	many    bool   // it spans segments
}

// whole reports whether the variable is all of the field.
func (v *variable) whole() bool { return v.pattern == "*" || v.pattern == "**" }

// expand splits a template into segments: what a variable's pattern spells out becomes part of the path, and each of
// its wildcards a variable.
func expand(p spec.Path) *template {
	t := &template{}
	t.text.WriteByte('/')
	segment := 0
	for i, part := range p.Parts {
		for ; segment < part.Segment; segment++ {
			t.text.WriteByte('/')
		}
		switch part.Kind {
		case spec.Literal:
			t.text.WriteString(part.Text)
		case spec.Verb:
			t.text.WriteString(":" + part.Text)
		case spec.Wildcard:
			t.wildcard(p.Parts, i)
		case spec.Variable:
			if i+1 == len(p.Parts) || p.Parts[i+1].Within != part.Text {
				t.add(variable{of: part.Text, pattern: "*", parts: 1})
			}
		}
	}
	if strings.HasSuffix(p.Raw, "/") && len(p.Parts) > 0 {
		t.text.WriteByte('/')
	}
	return t
}

func (t *template) add(v variable) {
	t.text.WriteString("{}")
	t.variables = append(t.variables, v)
}

// wildcard adds the variable for a wildcard, in the pattern of a variable or on its own.
func (t *template) wildcard(parts []spec.PathPart, i int) {
	v := variable{of: parts[i].Within, many: parts[i].Text == "**"}
	var segments []string
	for j, part := range parts {
		if v.of == "" || part.Within != v.of {
			continue
		}
		segments = append(segments, part.Text)
		if part.Kind == spec.Wildcard {
			v.parts++
			if j < i {
				v.index++
			}
		}
	}
	v.pattern = strings.Join(segments, "/")
	t.add(v)
}

// fill puts the names of the variables into the path.
func (t *template) fill(names []string) string {
	path := t.text.String()
	for _, name := range names {
		path = strings.Replace(path, "{}", "\x00"+name+"\x01", 1)
	}
	return strings.NewReplacer("\x00", "{", "\x01", "}").Replace(path)
}

// name gives each variable a name: that of the resource's pattern where there is one, else the singular of the
// collection before it, else the field's.
func (e *exporter) name(t *template, request *spec.Type) []string {
	var names []string
	for i := range t.variables {
		v := &t.variables[i]
		name := e.variableName(v, request)
		for n := 2; slices.Contains(names, name) || name == ""; n++ {
			name = strings.TrimRight(name, "0123456789") + strconv.Itoa(n)
		}
		v.name = name
		names = append(names, name)
	}
	return names
}

func (e *exporter) variableName(v *variable, request *spec.Type) string {
	if v.of == "" {
		return "segment"
	}
	field := walk(request, v.of)
	if v.whole() || field == nil {
		return camel(v.of)
	}
	for _, pattern := range e.patterns(field) {
		if name, ok := nameIn(pattern, v); ok {
			return camel(name)
		}
	}
	if collection := v.collection(); collection != "" {
		return camel(singular(collection))
	}
	return camel(field.Name) + strconv.Itoa(v.index+1)
}

// collection is the segment before the variable; "": another variable.
func (v *variable) collection() string {
	before, wildcards := "", 0
	for _, segment := range strings.Split(v.pattern, "/") {
		switch {
		case segment != "*" && segment != "**":
			before = segment
			continue
		case wildcards == v.index:
			return before
		}
		before = ""
		wildcards++
	}
	return ""
}

// patterns are those of the resources that a field may name.
func (e *exporter) patterns(f *spec.Field) []string {
	var patterns []string
	if f.Owner != nil && f.Owner.Resource != nil {
		patterns = append(patterns, f.Owner.Resource.Patterns...)
	}
	if f.Reference == nil {
		return patterns
	}
	for _, r := range e.resources() {
		switch r.Type {
		case f.Reference.Type:
			patterns = append(patterns, r.Patterns...)
		case f.Reference.ChildType:
			for _, p := range r.Patterns {
				patterns = append(patterns, parentPattern(p))
			}
		}
	}
	return patterns
}

// resources are those that the package declares.
func (e *exporter) resources() []*spec.Resource {
	all := slices.Clone(e.api.Resources)
	var visit func(types []*spec.Type)
	visit = func(types []*spec.Type) {
		for _, t := range types {
			if t.Resource != nil {
				all = append(all, t.Resource)
			}
			visit(t.Types)
		}
	}
	visit(e.api.Types)
	return all
}

// parentPattern leaves out the resource's own collection and ID.
func parentPattern(p string) string {
	segments := strings.Split(p, "/")
	return strings.Join(segments[:max(0, len(segments)-2)], "/")
}

// nameIn returns what a resource's pattern calls a variable, if it is made as the path's is.
func nameIn(pattern string, v *variable) (string, bool) {
	theirs, ours := strings.Split(pattern, "/"), strings.Split(v.pattern, "/")
	if len(theirs) != len(ours) {
		return "", false
	}
	name, wildcards := "", 0
	for i, segment := range ours {
		inner := strings.TrimSuffix(strings.TrimPrefix(theirs[i], "{"), "}")
		switch {
		case segment != "*" && segment != "**":
			if segment != theirs[i] {
				return "", false
			}
			continue
		case inner == theirs[i]:
			return "", false
		case wildcards == v.index:
			name = strings.TrimSuffix(inner, "=**")
		}
		wildcards++
	}
	return name, name != ""
}

// walk returns the field that a path of names leads to; nil if there is none.
func walk(t *spec.Type, path string) *spec.Field {
	var found *spec.Field
	for _, name := range strings.Split(path, ".") {
		if found = fieldOf(t, name); found == nil {
			return nil
		}
		t = found.Type
	}
	return found
}

// singular makes a guess at the word for one member of a collection.
func singular(word string) string {
	for _, end := range [...]struct{ plural, singular string }{
		{"ies", "y"}, {"sses", "ss"}, {"xes", "x"}, {"ches", "ch"}, {"shes", "sh"}, {"ss", "ss"}, {"us", "us"}, {"s", ""},
	} {
		if base, ok := strings.CutSuffix(word, end.plural); ok && len(base) > 1 {
			return base + end.singular
		}
	}
	return word
}

// camel makes camelCase of a name in snake or kebab case.
func camel(name string) string {
	parts := strings.FieldsFunc(name, func(r rune) bool {
		return r != '_' && !(r >= 'a' && r <= 'z') && !(r >= 'A' && r <= 'Z') && !(r >= '0' && r <= '9') || r == '_'
	})
	for i := range parts {
		if i > 0 {
			parts[i] = upperFirst(parts[i])
		} else {
			parts[i] = strings.ToLower(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}
