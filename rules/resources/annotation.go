package resources

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// annotation is a google.api.resource, or a resource_definition, and what it stands at.
type annotation struct {
	*spec.Resource
	node    *spec.Node // the message, or the API
	message *spec.Type // nil: it stands at a file
	file    *spec.Node // which declares it, if no message does
}

// onAnnotations calls check for every annotation.
func onAnnotations(check func(*lint.Pass, annotation)) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			for _, r := range api.Resources {
				check(p, annotation{r, &api.Node, nil, documentOf(api, r)})
			}
		},
		Type: func(p *lint.Pass, t *spec.Type) {
			if t.Resource != nil {
				check(p, annotation{t.Resource, &t.Node, t, nil})
			}
		},
	}
}

func documentOf(api *spec.API, r *spec.Resource) *spec.Node {
	for _, d := range api.Documents {
		if d.File == r.Span.File {
			return &d.Node
		}
	}
	return &api.Node
}

// noun is what the type calls the resource: "BookShelf"; "" if it has no such part.
func (a annotation) noun() string {
	_, noun, _ := strings.Cut(a.Type, "/")
	return noun
}

// singular and plural are what the resource is called, in words: as it says, or as its type does.
func (a annotation) singular() []string {
	if a.Singular != "" {
		return words.Split(a.Singular)
	}
	return words.Split(a.noun())
}

func (a annotation) plural(l *words.Lexicon) []string {
	if a.Plural != "" {
		return words.Split(a.Plural)
	}
	noun := words.Split(a.noun())
	if len(noun) > 0 {
		noun[len(noun)-1] = l.Plural(noun[len(noun)-1])
	}
	return noun
}

// place returns where a member of the annotation stands, or else its type.
func (a annotation) place(member string) source.Span {
	for _, name := range []string{member, "type"} {
		if v := a.value().Get(name); v != nil {
			return v.Span
		}
	}
	if a.message == nil {
		return a.file.NameSpan
	}
	return a.message.NameSpan
}

// value returns what the author wrote.
func (a annotation) value() *spec.Value {
	if a.message != nil {
		all, _ := a.node.Attr("(google.api.resource)")
		return all.Value
	}
	all, _ := a.file.Attr("(google.api.resource_definition)")
	if all.Value == nil || all.Value.Kind != spec.List {
		return all.Value
	}
	for _, v := range all.Value.Items {
		if v.Span == a.Span {
			return v
		}
	}
	return nil
}

// patternPath is a pattern of a resource, taken apart.
type patternPath struct {
	spec.Path
	at source.Span
}

func (a annotation) paths() []patternPath {
	var paths []patternPath
	for i, text := range a.Patterns {
		paths = append(paths, patternPath{spec.ParsePath(text, a.PatternSpans[i]), a.PatternSpans[i]})
	}
	return paths
}
