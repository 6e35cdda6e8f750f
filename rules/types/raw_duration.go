package types

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/prose"
	"github.com/bylaw-dev/bylaw/spec"
)

var rawDuration = lint.New(lint.Meta{
	ID:       "raw-duration",
	Title:    "a span of time is plain text",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{142},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, declared(func(p *lint.Pass, f *spec.Field) {
	t := valueType(f.Type)
	if t == nil || t.Kind != spec.KindString && t.Kind != spec.KindInteger && t.Kind != spec.KindNumber {
		return
	}
	switch all := words.Split(f.Name); {
	case isTimeOffset(all) && (t.Kind != spec.KindString || isPlainText(t)):
	case t.Kind == spec.KindString && isPlainText(t) && namesSpan(all) && !isNamed(f):
	default:
		return
	}
	p.Report(&f.Node, typeSpan(f.Type),
		fmt.Sprintf("%s is %s, so nothing checks that it holds a span of time, and every client writes and reads it by hand", f.Name, shown(t, p.API.Format)),
		lint.Cure(durationCure(p.API.Format)))
}))

// isTimeOffset reports whether a name says that the value is a span, whatever its type.
func isTimeOffset(all []string) bool {
	n := len(all)
	return n > 1 && all[n-1] == "offset" && all[n-2] == "time"
}

// namesSpan reports whether a name ends in a word for a span of time, or in a unit of one.
func namesSpan(all []string) bool {
	if len(all) == 0 {
		return false
	}
	switch last := all[len(all)-1]; last {
	case "duration", "ttl", "timeout", "lifetime":
		return true
	case "seconds", "secs", "millis", "milliseconds", "micros", "microseconds", "nanos", "nanoseconds", "minutes", "hours":
		return len(all) > 1
	}
	return false
}

// isNamed reports whether a span is one of some names ("daily", "once"), or what an enum in disguise is.
func isNamed(f *spec.Field) bool {
	doc := docOf(f)
	return len(prose.Values(doc)) > 0 || strings.Contains(doc, "enum") || strings.Contains(doc, "predetermined") || strings.Contains(doc, "one of")
}

func durationCure(format spec.Format) string {
	if format == spec.Proto {
		return "declare it google.protobuf.Duration"
	}
	return "declare it {type: string, format: duration} (RFC 3339, appendix A), or a number with its unit in its name"
}
