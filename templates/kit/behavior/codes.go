package behavior

import (
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Codes of violations that JSON Schema has no keyword for.
const (
	Length = "length" // it has to be exactly so long
	Range  = "range"  // it lies outside of two bounds, or between two that exclude what is between
)

// CodeOf returns the code of a violation for the ID of a rule of buf.validate: string.min_len is min_length.
// What an author calls a rule of his own stays.
func CodeOf(rule string) string {
	kind, name, ok := strings.Cut(rule, ".")
	switch {
	case rule == "required":
		return errors.Required
	case rule == "message.oneof":
		return errors.OneOf
	case !ok || !isKind(kind):
		return rule
	case kind == "string" && strings.HasPrefix(name, "well_known_regex.header_"), isForm(kind, strings.TrimSuffix(name, "_empty")):
		return errors.Format
	}
	if code := codeOf(name); code != "" {
		return code
	}
	return rule
}

func isKind(kind string) bool {
	switch kind {
	case "float", "double", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64",
		"bool", "string", "bytes", "enum", "repeated", "map", "any", "duration", "timestamp", "field_mask":
		return true
	}
	return false
}

func isForm(kind, name string) bool {
	switch name {
	case "ip", "ipv4", "ipv6", "uuid":
		return kind == "string" || kind == "bytes"
	case "email", "hostname", "uri", "uri_ref", "address", "tuuid", "ulid", "host_and_port", "protobuf_fqn", "protobuf_dot_fqn",
		"ip_with_prefixlen", "ipv4_with_prefixlen", "ipv6_with_prefixlen", "ip_prefix", "ipv4_prefix", "ipv6_prefix":
		return kind == "string"
	}
	return false
}

// codeOf returns the code for the name of a rule behind its kind; "": it is none of buf.validate's.
func codeOf(name string) string {
	switch name {
	case "const":
		return errors.Const
	case "in", "defined_only":
		return errors.Enum
	case "not_in", "not_contains":
		return errors.Not
	case "lt", "lt_now":
		return errors.ExclusiveMaximum
	case "lte":
		return errors.Maximum
	case "gt", "gt_now":
		return errors.ExclusiveMinimum
	case "gte":
		return errors.Minimum
	case "within", "gt_lt", "gt_lte", "gte_lt", "gte_lte",
		"gt_lt_exclusive", "gt_lte_exclusive", "gte_lt_exclusive", "gte_lte_exclusive":
		return Range
	case "finite":
		return errors.Format
	case "len", "len_bytes":
		return Length
	case "min_len", "min_bytes":
		return errors.MinLength
	case "max_len", "max_bytes":
		return errors.MaxLength
	case "pattern", "prefix", "suffix", "contains":
		return errors.Pattern
	case "min_items":
		return errors.MinItems
	case "max_items":
		return errors.MaxItems
	case "unique":
		return errors.UniqueItems
	case "min_pairs":
		return errors.MinProperties
	case "max_pairs":
		return errors.MaxProperties
	}
	return ""
}
