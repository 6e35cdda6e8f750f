package spec

import "github.com/bylaw-dev/bylaw/spec/source"

// Policy is the vocabulary that neither format has and bylaw adds: options of bylaw/options.proto
// in proto, x-bylaw-* extensions in OpenAPI. The zero value of each field means "not declared".
// docs/vocabulary.md has the table.
type Policy struct {
	PII            string // class of personal data: "none", "contact", "identifier", "financial", "health", "secret" …
	Tier           string // "public" or "internal"
	Cache          string // "static", "api", "private", "none"
	Quota          string // such as "100/min"
	Retryable      *bool
	IdempotencyTTL string // such as "24h"
	SLO            string // such as "99.9% < 300ms"
	Owner          string
	Sunset         string // the day of removal
	Replacement    string
	Bounded        *bool  // a list that is naturally short and so needs no pages
	MaxItems       uint64 // with Bounded: how long it can get
	Ignores        []Ignore
}

// Ignore is one x-bylaw-ignore entry: a suppression as JSON, where there are no comments. Its
// fields are those of the comment grammar.
type Ignore struct {
	Rules                []string
	Until, Owner, Reason string
	Span                 source.Span
}
