package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// checkFormat holds a string against its format, where formats are asserted and known, and a number
// against the range of its Go type.
func (t *Types) checkFormat(s *spec.Type, node string) []string {
	if t.options.Annotate {
		return nil
	}
	if low, high := integerRange(s.Format); low != "" && !t.options.Strict {
		return []string{"r.Minimum(" + node + `, "` + low + `")`, "r.Maximum(" + node + `, "` + high + `")`}
	}
	if isChecked(s.Format) {
		return []string{"r.Format(" + node + `, "` + s.Format + `")`}
	}
	if t.options.Strict {
		t.refuse(s, "format", "generate/unknown-format", "nothing is known of this format, so that it can't be asserted", "")
	}
	return nil
}

func integerRange(format string) (low, high string) {
	switch format {
	case "int32":
		return "-2147483648", "2147483647"
	case "int64":
		return "-9223372036854775808", "9223372036854775807"
	}
	return "", ""
}

// isChecked reports whether the run time tells texts of the format from others.
func isChecked(format string) bool {
	return slices.Contains(checkedFormats(), format)
}

func checkedFormats() []string {
	return []string{
		"date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "ipv4", "ipv6", "iri", "iri-reference",
		"json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid",
	}
}
