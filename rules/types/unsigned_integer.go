package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var unsignedInteger = lint.New(lint.Meta{
	ID:       "unsigned-integer",
	Title:    "a whole number has a type that not every language has",
	Group:    "types",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{141},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
	t := valueType(f.Type)
	if t == nil || t.Kind != spec.KindInteger || f.Deprecated != nil {
		return
	}
	better := ""
	switch t.Format {
	case "uint32", "fixed32", "sfixed32":
		better = "int32"
	case "uint64", "fixed64", "sfixed64":
		better = "int64"
	default:
		return
	}
	p.Report(&f.Node, typeSpan(f.Type),
		fmt.Sprintf("%s is %s: languages without unsigned numbers read large values as negative ones", f.Name, shown(t, spec.Proto)),
		lint.Cure("declare it "+better+", and bound it if it must not be negative"))
}})
