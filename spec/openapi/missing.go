package openapi

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// mostSuggestions bounds the work on a document in which everything is wrong: looking for what was
// meant takes longer than finding that it isn't there.
const mostSuggestions = 200

// nothing says that a fragment leads nowhere, and which of the candidates, pointers from the same
// root, was probably meant.
func (l *lowering) nothing(at *scope, uri, fragment string, candidates []string) *problem {
	p := &problem{report.UnresolvedReference, "nothing stands at " + uri + "#" + fragment, "declare it there, or correct the reference"}
	for _, candidate := range candidates {
		if l.walk(at, candidate).rest == "" {
			p.cure = "did you mean " + uri + "#" + candidate + "?"
			break
		}
	}
	return p
}

// brokenPointer says that a pointer leads no further than end.
func (l *lowering) brokenPointer(at *scope, uri, pointer string, end way) *problem {
	p := l.nothing(at, uri, pointer, l.near(end, pointer))
	if m := l.member(end.value, "$ref"); m != nil && m.Value.Kind == spec.Str {
		p.cure = "pointers don't lead through a $ref; write what it refers to: " + m.Value.Text + tail(m.Value.Text, end.rest)
	}
	return p
}

// tail returns how the rest of a pointer continues a reference.
func tail(ref, rest string) string {
	if strings.Contains(ref, "#") {
		return rest
	}
	return "#" + rest
}

// near returns pointers like the one that leads no further than end: with the token on which it
// broke off spelled otherwise, or to a component of the same name.
func (l *lowering) near(end way, pointer string) []string {
	if l.suggestions++; l.suggestions > mostSuggestions {
		return nil
	}
	var candidates []string
	before := strings.TrimSuffix(pointer, end.rest)
	token, rest := firstOf(end.rest)
	if meant := spelling.Closest(token, keys(end.value)); meant != "" {
		candidates = append(candidates, before+"/"+escape(meant)+rest, before+"/"+escape(meant))
	}
	return append(candidates, components(pointer[strings.LastIndexByte(pointer, '/'):])...)
}

// components returns the pointers at which a component of that name ("/User") may stand.
func components(name string) []string {
	var pointers []string
	for _, section := range sections() {
		pointers = append(pointers, "/components/"+section+name)
	}
	return pointers
}

func keys(v *spec.Value) []string {
	names := make([]string, len(v.Members))
	for i, m := range v.Members {
		names[i] = m.Key
	}
	return names
}

// noFile says that a file can't be read, and which one may have been meant.
func (l *lowering) noFile(name string, err error) *problem {
	if !errors.Is(err, fs.ErrNotExist) {
		return &problem{report.Unreadable, fmt.Sprintf("%s can't be read: %v", name, err), ""}
	}
	p := &problem{report.UnresolvedReference, "there is no file " + name, "correct the path, which is relative to this file"}
	if l.suggestions++; l.suggestions > mostSuggestions {
		return p
	}
	paths := l.tree.Paths()
	meant := spelling.Closest(name, paths)
	for i := 0; meant == "" && i < len(paths); i++ {
		if path.Base(paths[i]) == path.Base(name) {
			meant = paths[i]
		}
	}
	if meant != "" {
		p.cure = "did you mean " + meant + "?"
	}
	return p
}
