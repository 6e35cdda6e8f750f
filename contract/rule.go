package contract

import "github.com/bylaw-dev/bylaw/spec/source"

// Category is the part of a request, response or message that a rule or generator is about.
type Category uint8

// The categories.
const (
	InMethod Category = iota
	InPath
	InQuery
	InHeader
	InBody
	InStatus
	InMetadata
)

// String returns the category as V3 and V4 name it ("header").
func (c Category) String() string {
	return [...]string{"method", "path", "query", "header", "body", "status", "metadata"}[c]
}

// Combine says how several matchers of one rule are taken together.
type Combine uint8

// The ways to combine matchers.
const (
	And Combine = iota
	Or
)

// String returns "AND" or "OR".
func (c Combine) String() string { return [...]string{"AND", "OR"}[c] }

// Rule says what is held against the values at a path instead of equality.
type Rule struct {
	Category Category
	Path     Path
	Combine  Combine
	Matchers []*Matcher
	Span     source.Span
}

// In returns the rules of one category, in order.
func In(rules []*Rule, category Category) []*Rule {
	var found []*Rule
	for _, r := range rules {
		if r.Category == category {
			found = append(found, r)
		}
	}
	return found
}
