package versioning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var undeclaredDeprecation = lint.New(lint.Meta{
	ID:       "undeclared-deprecation",
	Title:    "only prose says that something is deprecated",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{192},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, elements(func(p *lint.Pass, e element) {
	if e.Deprecated != nil || within(e.Parent) || strings.EqualFold(e.Name, "deprecated") {
		return
	}
	says := ""
	if day, _ := e.sunset(); day != "" {
		says = "the day of its removal"
	} else if saysDeprecated(e.doc) {
		says = "its documentation"
	}
	if says == "" {
		return
	}
	options := []lint.Option{lint.Cure(declareCure(p.API.Format))}
	if declared, ok := edit.Set(e.Node, "deprecated", "true"); ok {
		options = append(options, lint.Fix(report.Fix{Title: "declare it deprecated", Safety: report.Unsafe, Edits: []report.Edit{declared}}))
	}
	p.Report(e.Node, e.NameSpan,
		fmt.Sprintf("only %s says that %s is deprecated: no compiler warns, and no generated client or document shows it", says, e.label), options...)
}))

func declareCure(format spec.Format) string {
	if format == spec.Proto {
		return "add the option deprecated = true"
	}
	return "add deprecated: true"
}

// saysDeprecated reports whether a line begins with "Deprecated:", as AIP-192 and Go have it, or the
// whole text with DEPRECATED.
func saysDeprecated(doc string) bool {
	if !strings.Contains(doc, "eprecated:") && !strings.Contains(doc, "EPRECATED") {
		return false
	}
	for line := range strings.Lines(doc) {
		line = strings.TrimSpace(line)
		for _, before := range [...]string{"Required. ", "Optional. ", "Output only. "} {
			line = strings.TrimPrefix(line, before)
		}
		if strings.HasPrefix(line, "Deprecated:") || strings.HasPrefix(line, "DEPRECATED:") {
			return true
		}
	}
	doc = strings.TrimLeft(doc, " \t*_[(")
	return strings.HasPrefix(doc, "DEPRECATED")
}
