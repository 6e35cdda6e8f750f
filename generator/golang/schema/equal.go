package schema

import (
	"crypto/sha256"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// fingerprint is what a schema demands, whatever it is called and however it is described.
type fingerprint [sha256.Size]byte

// fingerprints are kept by the value in the document, for inner schemas are asked for again and again.
type fingerprints struct {
	known map[*spec.Value]fingerprint
	null  bool // whether null is allowed makes no difference
	marks bool // extensions say who may see what
}

// of returns the fingerprint of a schema; false for one that no document holds.
func (f fingerprints) of(s *spec.Type) (fingerprint, bool) {
	if s.Syntax == nil || s.Span.File == nil {
		return fingerprint{}, false
	}
	hash := sha256.New()
	for _, a := range s.Syntax.Attributes() {
		if !f.describes(a.Name) && !(f.null && a.Name == "nullable") {
			inner := f.outer(a.Name, a.Value)
			hash.Write([]byte(quote(a.Name)))
			hash.Write(inner[:])
		}
	}
	hash.Write([]byte(s.Span.Path()))
	return fingerprint(hash.Sum(nil)), true
}

// describes reports whether nothing that is generated depends on a keyword.
func (f fingerprints) describes(keyword string) bool {
	return describing[keyword] || strings.HasPrefix(keyword, "x-") && !f.marks
}

// describing are the keywords that neither types nor checks depend on.
var describing = map[string]bool{
	"description": true, "title": true, "example": true, "examples": true, "externalDocs": true, "$comment": true, "xml": true,
	"deprecated": true,
}

// named are the keywords that hold schemas by name.
var named = map[string]bool{
	"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "dependentSchemas": true,
}

// literal are the keywords that hold values, which may look like schemas.
var literal = map[string]bool{"enum": true, "const": true, "default": true, "discriminator": true}

// outer is keyword for the schema itself, of which null may be no matter.
func (f fingerprints) outer(name string, v *spec.Value) fingerprint {
	if !f.null || name != "type" || v.Kind != spec.List || len(v.Items) != 2 {
		return f.keyword(name, v)
	}
	for i, item := range v.Items {
		if item.String() == "null" {
			return f.keyword(name, v.Items[1-i])
		}
	}
	return f.keyword(name, v)
}

func (f fingerprints) keyword(name string, v *spec.Value) fingerprint {
	switch {
	case literal[name]:
		return sha256.Sum256([]byte(jsonText(v)))
	case named[name] && v.Kind == spec.Map:
		return f.members(v, func(m *spec.Member) fingerprint { return f.value(m.Value) }, false)
	}
	return f.value(v)
}

// value returns the fingerprint of a schema, a list of schemas, or a scalar.
func (f fingerprints) value(v *spec.Value) fingerprint {
	if known, ok := f.known[v]; ok {
		return known
	}
	found := f.compute(v)
	f.known[v] = found
	return found
}

func (f fingerprints) compute(v *spec.Value) fingerprint {
	switch v.Kind {
	case spec.Map:
		return f.members(v, func(m *spec.Member) fingerprint { return f.keyword(m.Key, m.Value) }, true)
	case spec.List:
		hash := sha256.New()
		for _, item := range v.Items {
			inner := f.value(item)
			hash.Write(inner[:])
		}
		return fingerprint(hash.Sum(nil))
	}
	return sha256.Sum256([]byte(jsonText(v)))
}

func (f fingerprints) members(v *spec.Value, of func(*spec.Member) fingerprint, schema bool) fingerprint {
	hash := sha256.New()
	for i := range v.Members {
		m := &v.Members[i]
		if schema && f.describes(m.Key) {
			continue
		}
		inner := of(m)
		hash.Write([]byte(quote(m.Key)))
		hash.Write(inner[:])
	}
	return fingerprint(hash.Sum(nil))
}
