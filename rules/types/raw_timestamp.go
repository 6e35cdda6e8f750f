package types

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type rawTimestampOptions struct {
	EpochFormats []string `json:"epoch_formats"`
}

var rawTimestamp = lint.NewWith(lint.Meta{
	ID:       "raw-timestamp",
	Title:    "a moment in time is a number or plain text",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{142},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, rawTimestampOptions{
	EpochFormats: []string{"unix-time", "unixtime", "unix-timestamp", "timestamp", "epoch", "unix-time-ms", "epoch-millis"},
}, func(options rawTimestampOptions) lint.Hooks {
	return lint.Hooks{
		Field: func(p *lint.Pass, f *spec.Field) { checkMoment(p, f, options) },
		Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
			// HTTP writes the dates in its headers in a way of its own (RFC 9110).
			if parameter.In != spec.InHeader {
				checkMoment(p, &parameter.Field, options)
			}
		},
	}
})

func checkMoment(p *lint.Pass, f *spec.Field, options rawTimestampOptions) {
	if !mayNameMoment(f.Name) {
		return
	}
	typ := valueType(f.Type)
	if !isRawTime(typ, p.API.Format, options) {
		return
	}
	m := momentOf(words.Split(f.Name))
	if typ.Kind == spec.KindNumber && m == day {
		return // metrics are often counted by date, and named so
	}
	if !m.means(docOf(f)) {
		return
	}
	p.Report(&f.Node, typeSpan(f.Type),
		fmt.Sprintf("%s is %s, %s", f.Name, shown(typ, p.API.Format), harm(typ, p.API.Format)),
		append(momentFix(p.API, f, m), lint.Cure(momentCure(f, m, p.API.Format)))...)
}

func momentFix(api *spec.API, f *spec.Field, m moment) []lint.Option {
	switch {
	case api.Format == spec.Proto && m == day:
		return retypeField(api, f, "google.type.Date", "google/type/date.proto", plainName(f.Name))
	case api.Format == spec.Proto:
		return retypeField(api, f, "google.protobuf.Timestamp", "google/protobuf/timestamp.proto", plainName(f.Name))
	case m == day:
		return retypeSchema(f, "format", `"date"`)
	}
	return retypeSchema(f, "format", `"date-time"`)
}

// isRawTime reports whether a type could hold a moment without saying so.
func isRawTime(t *spec.Type, format spec.Format, options rawTimestampOptions) bool {
	if t == nil {
		return false
	}
	switch t.Kind {
	case spec.KindInteger, spec.KindNumber:
		return !slices.Contains(options.EpochFormats, t.Format)
	case spec.KindString:
		// A format or a pattern says how the text is to be read, whichever it is.
		declared := t.Format != "" || t.Constraints != nil && t.Constraints.Pattern != ""
		return format == spec.Proto || !declared
	}
	return false
}

func harm(t *spec.Type, format spec.Format) string {
	switch {
	case t.Kind == spec.KindInteger:
		return "so every client converts it by hand, and one that takes milliseconds for seconds is wrong by millennia"
	case t.Kind == spec.KindNumber:
		return "so every client converts it by hand, and rounds its fractions in a way of its own"
	case format == spec.Proto:
		return "so nothing checks that it holds a time, and every client parses its format and zone by hand"
	}
	return "so nothing checks that it holds a time, and every client guesses its format and zone"
}

func momentCure(f *spec.Field, m moment, format spec.Format) string {
	name := plainName(f.Name)
	list := f.Type.Resolve().Kind == spec.KindArray
	switch {
	case format == spec.Proto:
		typ := "google.protobuf.Timestamp"
		if m == day {
			typ = "google.type.Date"
		}
		if list {
			typ = "repeated " + typ
		}
		return fmt.Sprintf("declare it %s %s", typ, name)
	case m == day:
		return fmt.Sprintf("declare %s {type: string, format: date}, or date-time if the hour matters", name)
	}
	return fmt.Sprintf("declare %s {type: string, format: date-time}", name)
}
