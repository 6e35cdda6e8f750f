package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/spec"
)

var content = breaking.New(breaking.Meta{
	ID: "content", Title: "what is inside of a string, and how it is encoded", Group: "types",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"contentEncoding", "contentMediaType", "contentSchema"},
}, breaking.Hooks{Type: compareContent})

func compareContent(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	before, after := schemaOf(pair.Old), schemaOf(pair.New)
	if from, to := before.ContentEncoding, after.ContentEncoding; from != to {
		p.Changed("contentEncoding", from, to, fmt.Sprintf("%s was %s and is %s", subject.Of(&pair.New.Node), encoded(from), encoded(to)),
			breaking.On(breaking.JSON, breaking.Shape, breaking.Incomparable)).
			Cure = "keep the encoding; a new property can have another one"
	}
	if from, to := before.ContentMediaType, after.ContentMediaType; from != to {
		effect := breaking.Incomparable
		if from == "" || to == "" {
			effect = breaking.Undecided // what it held was not said, or is not
		}
		p.Changed("contentMediaType", from, to, fmt.Sprintf("%s held %s and holds %s", subject.Of(&pair.New.Node), orUnsaid(from), orUnsaid(to)),
			breaking.On(breaking.JSON, breaking.Shape, effect)).
			Cure = "keep the media type; a new property can hold another one"
	}
	switch was, is := before.ContentSchema != nil, after.ContentSchema != nil; {
	case was && !is:
		p.Changed("contentSchema", "a schema", "", "what "+subject.Of(&pair.New.Node)+" holds has no schema any more",
			breaking.On(breaking.Behavior, breaking.Bound, breaking.Widens))
	case is && !was:
		p.Changed("contentSchema", "", "a schema", "what "+subject.Of(&pair.New.Node)+" holds has a schema now: what does not follow it can be refused",
			breaking.On(breaking.Behavior, breaking.Bound, breaking.Narrows)).
			Cure = "say in the description what is expected, until the next major version"
	}
}

func schemaOf(t *spec.Type) *spec.Schema {
	if t.Schema == nil {
		return &spec.Schema{}
	}
	return t.Schema
}

func encoded(encoding string) string {
	if encoding == "" {
		return "written as it is"
	}
	return "encoded in " + encoding
}

func orUnsaid(mediaType string) string {
	if mediaType == "" {
		return "something unsaid"
	}
	return mediaType
}
