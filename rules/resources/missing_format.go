package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type missingFormatOptions struct {
	Addresses []string `json:"addresses"`
	UUIDs     []string `json:"uuids"`
}

var missingFormat = lint.NewWith(lint.Meta{
	ID:       "missing-format",
	Title:    "an IP address or a UUID is declared as any text",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{148, 202},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, missingFormatOptions{
	Addresses: []string{"ip_address"},
	UUIDs:     []string{"uid", "uuid"},
}, func(options missingFormatOptions) lint.Hooks {
	return lint.Hooks{
		Field:     func(p *lint.Pass, f *spec.Field) { options.check(p, f) },
		Parameter: func(p *lint.Pass, f *spec.Parameter) { options.check(p, &f.Field) },
	}
})

func (options missingFormatOptions) check(p *lint.Pass, f *spec.Field) {
	if f.Type.Kind != spec.KindString {
		return
	}
	switch name := strings.ToLower(f.Name); { // which a camel-case name ends in as well
	case endsIn(f.Name, name, options.Addresses) && !isAddress(f):
		p.Report(&f.Node, f.NameSpan, fmt.Sprintf("%s is an IP address, and declared as any text: nothing refuses what is none, and nobody can tell which notations compare as equal", f.Name),
			lint.Cure("declare "+formatCure(p.API, "format: ipv4 or ipv6", "(google.api.field_info).format = IPV4, IPV6 or IPV4_OR_IPV6")))
	case endsIn(f.Name, name, options.UUIDs) && !isUUID(f):
		p.Report(&f.Node, f.NameSpan, fmt.Sprintf("%s is a unique identifier, and declared as any text: callers store it in columns of any width, and a name passes for it", f.Name),
			lint.Cure("declare "+formatCure(p.API, "format: uuid", "(google.api.field_info).format = UUID4")))
	}
}

func formatCure(api *spec.API, openapi, proto string) string {
	if api.Format == spec.OpenAPI {
		return openapi
	}
	return proto
}

// endsIn reports whether a name is one of the endings, or ends in it after a word.
func endsIn(name, lower string, endings []string) bool {
	for _, ending := range endings {
		last := ending[strings.LastIndexByte(ending, '_')+1:]
		if !strings.HasSuffix(lower, last) {
			continue
		}
		if snake := words.Snake.Write(name); snake == ending || strings.HasSuffix(snake, "_"+ending) {
			return true
		}
	}
	return false
}

func isAddress(f *spec.Field) bool {
	return slices.Contains([]string{"ipv4", "ipv6", "ip"}, f.Type.Format) || slices.Contains([]string{"IPV4", "IPV6", "IPV4_OR_IPV6"}, fieldInfo(f)) || hasForm(f, "ip")
}

func isUUID(f *spec.Field) bool {
	info := fieldInfo(f)
	return info == "" && f.Type.Format != "" || info == "UUID4" || hasForm(f, "uuid")
}

// fieldInfo returns the format of google.api.field_info.
func fieldInfo(f *spec.Field) string {
	info, ok := f.Attr("(google.api.field_info)")
	if !ok {
		return ""
	}
	if format := info.Value.Get("format"); format != nil {
		return format.Text
	}
	return ""
}

// hasForm reports whether the field says what its text looks like: by a pattern, by examples of all
// there is, or by a rule of protovalidate.
func hasForm(f *spec.Field, rule string) bool {
	for _, c := range []*spec.Constraints{f.Type.Constraints, f.Type.Resolve().Constraints} {
		if c == nil {
			continue
		}
		if c.Pattern != "" || len(c.In) > 0 || c.Const != nil || len(c.Rules) > 0 {
			return true
		}
		if slices.ContainsFunc(c.Other, func(a spec.Attribute) bool { return strings.Contains(a.Name, "."+rule) }) {
			return true
		}
	}
	return false
}
