package config

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Fact is one fact of bylaw's own vocabulary, a field of spec.Policy, by its name in snake_case.
type Fact string

// facts are those that a company's own options and extensions can be mapped to.
var facts = [...]Fact{
	"pii", "tier", "cache", "quota", "retryable", "idempotency_ttl", "slo", "owner", "sunset",
	"replacement", "bounded", "max_items",
}

// Option returns the name that the fact goes by in bylaw's own proto options, the fields of
// (bylaw.method), (bylaw.field) and so on.
func (f Fact) Option() string { return string(f) }

// Extension returns the name of bylaw's own OpenAPI extension for the fact.
func (f Fact) Extension() string { return "x-bylaw-" + strings.ReplaceAll(string(f), "_", "-") }

// vocabulary reads the mappings of a company's own options and extensions onto bylaw's.
func (p *parser) vocabulary(v *spec.Value) Vocabulary {
	var made Vocabulary
	p.object(v, "vocabulary", []key{
		{"options", func(v *spec.Value) {
			made.Options = p.mappings(v, "option", Fact.Option, isFullName, "an option goes by its full name, such as acme.v1.pii")
		}},
		{"extensions", func(v *spec.Value) {
			made.Extensions = p.mappings(v, "extension", Fact.Extension, isExtension, "an extension begins with x-")
		}},
	})
	return made
}

func (p *parser) mappings(v *spec.Value, kind string, name func(Fact) string, valid func(string) bool, cure string) []Mapping {
	if v.Kind != spec.Map {
		p.wrongType(v, kind+"s", "a mapping")
		return nil
	}
	var mappings []Mapping
	for _, member := range v.Members {
		fact, ok := p.fact(member.Value, kind, name)
		if !valid(member.Key) {
			p.fail(member.KeySpan, quote(member.Key)+" is no "+kind+" of your own", cure)
		} else if ok {
			mappings = append(mappings, Mapping{member.Key, fact, member.KeySpan})
		}
	}
	slices.SortFunc(mappings, func(a, b Mapping) int { return cmp.Compare(a.Name, b.Name) })
	return mappings
}

func (p *parser) fact(v *spec.Value, kind string, name func(Fact) string) (Fact, bool) {
	known := make([]string, len(facts))
	for i, fact := range facts {
		if known[i] = name(fact); v.String() == known[i] {
			return fact, true
		}
	}
	if v.Kind != spec.Str {
		p.wrongType(v, "the meaning of an "+kind, "one of "+strings.Join(known, ", "))
		return "", false
	}
	p.unknown(v.Span, kind, v.Text, known, "")
	return "", false
}

func isFullName(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if !isIdentifier(part) {
			return false
		}
	}
	return !strings.HasPrefix(name, "bylaw.")
}

func isIdentifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

func isExtension(name string) bool {
	return len(name) > len("x-") && strings.HasPrefix(name, "x-") && !strings.HasPrefix(name, "x-bylaw-")
}
