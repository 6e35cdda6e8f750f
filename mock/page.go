package mock

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// What leads to the next page, and what says that there is one, by canonical names.
var (
	nextNames = []string{"nextpagetoken", "nextpage", "nexttoken", "nextcursor", "next", "nextlink", "nexturl"}
	moreNames = []string{"hasmore", "hasnext", "hasnextpage", "more"}
)

// lastPage makes an answer the last page of its list: a client that goes through all pages would never
// come to an end otherwise. What the schema doesn't allow to say so stays as it is.
func (m *media) lastPage(v *spec.Value) *spec.Value {
	if v == nil || v.Kind != spec.Map || !slices.ContainsFunc(v.Members, func(m spec.Member) bool { return m.Value.Kind == spec.List }) {
		return v
	}
	for _, member := range v.Members {
		name := httpapi.Canonical(member.Key)
		switch {
		case slices.Contains(nextNames, name):
			v = m.firstValid(v, without(v, member.Key), with(v, member.Key, &spec.Value{Kind: spec.Null}), with(v, member.Key, &spec.Value{Kind: spec.Str}))
		case slices.Contains(moreNames, name) && member.Value.Bool():
			v = m.firstValid(v, with(v, member.Key, &spec.Value{Kind: spec.Bool, Text: "false"}))
		}
	}
	return v
}

// firstValid returns the first of the values that the schema allows, or else the old one.
func (m *media) firstValid(old *spec.Value, values ...*spec.Value) *spec.Value {
	for _, v := range values {
		var r wire.Reader
		r.Reset(wire.Response)
		if n, ok := r.ParseJSON(sample.Encode(v), wire.Limits{}); ok {
			if m.Check(&r, n); r.OK() {
				return v
			}
		}
	}
	return old
}

func with(object *spec.Value, key string, v *spec.Value) *spec.Value {
	made := *object
	made.Members = slices.Clone(object.Members)
	for i := range made.Members {
		if made.Members[i].Key == key {
			made.Members[i].Value = v
		}
	}
	return &made
}

func without(object *spec.Value, key string) *spec.Value {
	made := *object
	made.Members = slices.DeleteFunc(slices.Clone(object.Members), func(m spec.Member) bool { return m.Key == key })
	return &made
}
