package proto

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// loaded is what Load made of files in memory, with every element by its ID.
type loaded struct {
	t          *testing.T
	apis       []*spec.API
	findings   []report.Finding
	types      map[spec.ID]*spec.Type
	fields     map[spec.ID]*spec.Field
	operations map[spec.ID]*spec.Operation
	values     map[spec.ID]*spec.EnumValue
	oneofs     map[spec.ID]*spec.OneOf
	services   map[spec.ID]*spec.Service
}

// load reads the files, all of them as subjects unless some are named.
func load(t *testing.T, files map[string]string, subjects ...string) *loaded {
	t.Helper()
	tree := memtree.New(files)
	if len(subjects) == 0 {
		for _, path := range tree.Paths() {
			if strings.HasSuffix(path, ".proto") {
				subjects = append(subjects, path)
			}
		}
	}
	return loadWith(t, Config{Tree: tree, Files: subjects})
}

func loadWith(t *testing.T, c Config) *loaded {
	t.Helper()
	l := &loaded{
		t: t, types: map[spec.ID]*spec.Type{}, fields: map[spec.ID]*spec.Field{}, operations: map[spec.ID]*spec.Operation{},
		values: map[spec.ID]*spec.EnumValue{}, oneofs: map[spec.ID]*spec.OneOf{}, services: map[spec.ID]*spec.Service{},
	}
	l.apis, l.findings = Load(context.Background(), c)
	for _, api := range l.apis {
		if !api.Imported {
			spec.Walk(api, &spec.Visitor{
				Type:      func(x *spec.Type) { l.types[x.ID()] = x },
				Field:     func(x *spec.Field) { l.fields[x.ID()] = x },
				Operation: func(x *spec.Operation) { l.operations[x.ID()] = x },
				EnumValue: func(x *spec.EnumValue) { l.values[x.ID()] = x },
				OneOf:     func(x *spec.OneOf) { l.oneofs[x.ID()] = x },
				Service:   func(x *spec.Service) { l.services[x.ID()] = x },
			})
		}
	}
	return l
}

// clean reads one file that is expected to be right.
func clean(t *testing.T, content string) *loaded {
	t.Helper()
	l := load(t, map[string]string{"test.proto": content})
	l.wantFindings()
	return l
}

// lines returns the findings as "path:line:column severity rule: message (cure)".
func (l *loaded) lines() []string {
	var lines []string
	for _, f := range l.findings {
		at := f.Span.Position()
		line := fmt.Sprintf("%s:%d:%d %s %s: %s", f.Span.Path(), at.Line, at.Column, f.Severity, f.Rule, f.Message)
		if f.Cure != "" {
			line += " (" + f.Cure + ")"
		}
		lines = append(lines, line)
		for _, r := range f.Related {
			at := r.Span.Position()
			lines = append(lines, fmt.Sprintf("  %s:%d:%d %s", r.Span.Path(), at.Line, at.Column, r.Message))
		}
	}
	return lines
}

func (l *loaded) wantFindings(want ...string) {
	l.t.Helper()
	if got := l.lines(); !slices.Equal(got, want) {
		l.t.Errorf("findings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (l *loaded) field(id spec.ID) *spec.Field {
	l.t.Helper()
	if l.fields[id] == nil {
		l.t.Fatalf("there is no field %s", id)
	}
	return l.fields[id]
}

func (l *loaded) typ(id spec.ID) *spec.Type {
	l.t.Helper()
	if l.types[id] == nil {
		l.t.Fatalf("there is no type %s", id)
	}
	return l.types[id]
}

func (l *loaded) operation(id spec.ID) *spec.Operation {
	l.t.Helper()
	if l.operations[id] == nil {
		l.t.Fatalf("there is no operation %s", id)
	}
	return l.operations[id]
}

// api returns the API of a package.
func (l *loaded) api(pkg string) *spec.API {
	l.t.Helper()
	for _, api := range l.apis {
		if api.Name == pkg && !api.Imported {
			return api
		}
	}
	l.t.Fatalf("there is no API %s", pkg)
	return nil
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
