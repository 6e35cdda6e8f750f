package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var int64AsJSONNumber = lint.New(lint.Meta{
	ID:       "int64-as-json-number",
	Title:    "an ID of 64 bits is a JSON number",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{141},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, declared(func(p *lint.Pass, f *spec.Field) {
	t := valueType(f.Type)
	if t == nil || t.Kind != spec.KindInteger || t.Format != "int64" && t.Format != "uint64" || lastWordOf(f.Name) != "id" || isBelow53Bits(t) {
		return
	}
	p.Report(&f.Node, typeSpan(f.Type),
		fmt.Sprintf("%s is a number of 64 bits: JavaScript and others read JSON numbers as doubles, and round IDs above 2^53 to those of something else", f.Name),
		lint.Cure("declare it a string, as ProtoJSON does with int64, or bound it with maximum: 9007199254740991"))
}))

// isBelow53Bits reports whether every value can be held by a double: a maximum of at most sixteen digits is.
func isBelow53Bits(t *spec.Type) bool {
	return t.Constraints != nil && t.Constraints.Maximum != nil && len(t.Constraints.Maximum.Text) <= len("9007199254740991") &&
		(len(t.Constraints.Maximum.Text) < len("9007199254740991") || t.Constraints.Maximum.Text <= "9007199254740991")
}
