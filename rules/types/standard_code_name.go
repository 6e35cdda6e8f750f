package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type codeNameOptions struct {
	Names map[string]string `json:"names"`
}

var standardCodeName = lint.NewWith(lint.Meta{
	ID:       "standard-code-name",
	Title:    "a standard code goes by another name or type than elsewhere",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{143},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, codeNameOptions{map[string]string{
	"country": "region_code", "country_code": "region_code", "currency": "currency_code", "lang": "language_code",
	"language": "language_code", "mime": "mime_type", "mimetype": "mime_type", "timezone": "time_zone", "tz": "time_zone",
}}, func(options codeNameOptions) lint.Hooks {
	standard := map[string]bool{"utc_offset": true}
	for _, name := range options.Names {
		standard[name] = true
	}
	return declared(func(p *lint.Pass, f *spec.Field) {
		name := words.Snake.Write(f.Name)
		better := options.Names[name]
		t := f.Type.Resolve()
		switch {
		case f.Reference != nil:
		case better != "" && t.Kind == spec.KindString:
			p.Report(&f.Node, f.NameSpan,
				fmt.Sprintf("%s is what other APIs call %s: consumers can't tell whether it holds the same codes", f.Name, better),
				lint.Cure("name it "+words.Like(f.Name, words.Split(better))))
		case standard[name] && isNoCode(t, p.API.Format):
			p.Report(&f.Node, typeSpan(f.Type),
				fmt.Sprintf("%s is no string, as the codes of its standard are: consumers convert what they get from everywhere else", f.Name),
				lint.Cure("declare it a string"))
		}
	})
})

// isNoCode reports whether a type can hold no code. What a message or a repeated field of .proto holds says its type.
func isNoCode(t *spec.Type, format spec.Format) bool {
	switch t.Kind {
	case spec.KindInteger, spec.KindNumber, spec.KindBoolean, spec.KindBytes:
		return true
	case spec.KindArray, spec.KindObject:
		return format == spec.OpenAPI
	}
	return false
}
