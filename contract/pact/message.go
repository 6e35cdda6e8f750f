package pact

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

var payloadKeys = []string{"contents", "metadata", "metaData", "matchingRules", "generators"}

// payload reads a message of version 4.
func (r *reader) payload(v *spec.Value) *contract.Payload {
	p := r.message(v)
	p.Body = r.wrapped(v, "contents", metadata(p.Metadata, "contentType"))
	return p
}

// oldMessage reads a message of version 3, whose contents are bare.
func (r *reader) oldMessage(v *spec.Value) *contract.Interaction {
	if v.Kind != spec.Map {
		r.fail(v.Span, "a message is an object, this one is "+article(v), "")
		return nil
	}
	i := r.common(v)
	i.Kind = contract.Message
	i.Contents = r.message(v)
	i.Contents.Body = r.bare(v, "contents", metadata(i.Contents.Metadata, "contentType"))
	i.Unknown = others(v, slices.Concat(commonKeys, payloadKeys)...)
	return i
}

func (r *reader) message(v *spec.Value) *contract.Payload {
	p := &contract.Payload{Rules: r.rules(v), Generators: r.generators(v), Span: v.Span}
	for _, key := range []string{"metadata", "metaData"} {
		if m := r.object(v, key); m != nil {
			p.Metadata = append(p.Metadata, m.Members...)
		}
	}
	return p
}

// metadata returns the text of an entry, by either of the spellings that are in use.
func metadata(members []spec.Member, name string) string {
	v := spec.Value{Kind: spec.Map, Members: members}
	return cmp.Or(v.Get(name).String(), v.Get("content-type").String(), v.Get("Content-Type").String())
}
