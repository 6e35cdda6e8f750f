package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourcePatternVariable = lint.New(lint.Meta{
	ID:       "resource-pattern-variable",
	Title:    "a variable of a resource's pattern isn't called after what it names",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 123},
	Since:    "2026.1",
	Fix:      lint.AlwaysFixable,
	Presets:  lint.AIP,
}, onAnnotations(func(p *lint.Pass, a annotation) {
	if a.message == nil {
		return // what others have named
	}
	for _, path := range a.paths() {
		for _, part := range path.Parts {
			if part.Kind == spec.Variable && part.Span.Text() == part.Text {
				checkVariable(p, a, path.Path, part)
			}
		}
	}
}))

func checkVariable(p *lint.Pass, a annotation, path spec.Path, part spec.PathPart) {
	better := strings.TrimSuffix(words.Snake.Write(part.Text), "_id")
	if better == part.Text || slices.Contains(path.Variables(), better) {
		return
	}
	options := []lint.Option{lint.Cure(fmt.Sprintf("call it {%s}", better))}
	if change, ok := edit.Rename(part.Span, part.Text, better); ok {
		options = append(options, lint.Fix(report.Fix{Title: "rename to " + better, Safety: report.Unsafe, Edits: []report.Edit{change}}))
	}
	p.Report(a.node, part.Span,
		fmt.Sprintf("variable %s of resource %s is no snake_case name of a resource: generated helpers take it for an argument that is called otherwise than everywhere else",
			part.Text, a.Type), options...)
}
