package score

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
)

// part is one side of a contract.
type part uint8

const (
	operations part = iota
	shapes
	validation
	failures
	policy
	partCount
)

// about says what the parts are called, and what is counted in each: the things that a consumer meets there.
var about = [partCount]struct{ name, title, nouns string }{
	operations: {"operations", "Operations", "operations and paths"},
	shapes:     {"shapes", "Shapes", "declarations"},
	validation: {"validation", "Validation", "fields and parameters"},
	failures:   {"errors", "Errors", "operations"},
	policy:     {"policy", "Non-functional policy", "operations and APIs"},
}

// Which elements count in which parts.
const (
	ofOperations = parts(1<<operations | 1<<shapes | 1<<failures | 1<<policy)
	ofParameters = parts(1<<shapes | 1<<validation)
	ofFields     = parts(1<<shapes | 1<<validation)
	ofTypes      = parts(1 << shapes)
	ofEnumValues = parts(1 << shapes)
)

// ofService leaves out what stands for the operations of a document, which nobody has declared.
func ofService(api *spec.API) parts {
	if api.Format == spec.Proto {
		return 1 << shapes
	}
	return 0
}

// ofType leaves out schemas of single values, which are their fields' own.
func ofType(t *spec.Type) parts {
	if t.Kind == spec.KindObject || t.Kind == spec.KindEnum {
		return ofTypes
	}
	return 0
}

// partOf returns the part that a rule is about: that of its group, save rules that stand in a group for how they
// are made and not for what they say to a consumer.
func partOf(rule *lint.Meta) part {
	switch rule.ID {
	case "operation-name-case", "synonym-verb", "execute-bag", "screen-endpoint", "stringly-action":
		return operations
	case "success-flag-response":
		return failures
	}
	switch rule.Group {
	case "resources":
		return operations
	case "validation":
		return validation
	case "errors":
		return failures
	case "idempotency", "pagination", "versioning":
		return policy
	}
	return shapes // naming, shape, types, docs
}
