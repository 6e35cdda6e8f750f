package concurrency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var etagType = lint.New(lint.Meta{
	ID:       "etag-type",
	Title:    "an etag is no string",
	Group:    "concurrency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{154},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Field:     func(p *lint.Pass, f *spec.Field) { checkEtag(p, f) },
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) { checkEtag(p, &parameter.Field) },
})

func checkEtag(p *lint.Pass, f *spec.Field) {
	if len(f.Name) > len("if_match") || !isEtag(f.Name) || f.Type == nil || f.Deprecated != nil {
		return
	}
	switch kind := f.Type.Resolve().Kind; kind {
	case spec.KindArray, spec.KindMap, spec.KindBoolean, spec.KindInteger, spec.KindNumber, spec.KindBytes:
		p.Report(&f.Node, f.Type.AttrSpan("type"),
			fmt.Sprintf("%s is %s, where clients and caches know an etag as one opaque string that they hand back as they got it", f.Name, kindName(kind)),
			lint.Cure("declare it a string"))
	}
}

func isEtag(name string) bool {
	name = words.Snake.Write(name)
	return name == "etag" || name == "if_match"
}

func kindName(kind spec.Kind) string {
	return map[spec.Kind]string{
		spec.KindArray: "a list", spec.KindMap: "a map", spec.KindBoolean: "a boolean",
		spec.KindInteger: "a number", spec.KindNumber: "a number", spec.KindBytes: "bytes",
	}[kind]
}
