package types

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var offsetWithoutOrigin = lint.New(lint.Meta{
	ID:       "offset-without-origin",
	Title:    "an offset in time does not say from when",
	Group:    "types",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{142},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
	if !strings.HasSuffix(f.Name, "_offset") || f.Deprecated != nil || valueType(f.Type).ID() != "google.protobuf.Duration" ||
		saysOrigin.MatchString(phrase.Head(f.Doc, 1000)) {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("nothing says from when %s counts: consumers add it to the start of the recording, of the day or of the request", f.Name),
		lint.Cure("say in its comment what it is relative to: the duration from the beginning of the recording to …"))
}})

var saysOrigin = regexp.MustCompile(`(?i)\b(?:relative|from|since|after|before|start|starts|starting|begin|beginning|origin|end of|midnight|utc|gmt)\b`)
