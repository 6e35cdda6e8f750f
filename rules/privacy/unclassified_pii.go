package privacy

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

var unclassifiedPII = lint.NewWith(lint.Meta{
	ID:       "unclassified-pii",
	Title:    "personal data that no tool knows to be any",
	Group:    "privacy",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, vocabulary.Unchanged(), func(options vocabulary.Options) lint.Hooks {
	terms := vocabulary.Parse(piiText, options)
	check := func(p *lint.Pass, f *spec.Field) {
		if f.Type == nil || declared(f) != "" {
			return
		}
		class := classOf(terms, f)
		if class == "" {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s looks like personal data and has no class: logs, recordings and mocks of the API show it as it is", f.Name),
			append(classify(p.API.Format, f, class), lint.Cure(classIn(p.API.Format, class)))...)
	}
	return lint.Hooks{Field: check, Parameter: func(p *lint.Pass, parameter *spec.Parameter) { check(p, &parameter.Field) }}
})

func classIn(format spec.Format, class string) string {
	if format == spec.Proto {
		return fmt.Sprintf("declare [(bylaw.field).pii = %q], or \"none\" if it isn't any", class)
	}
	return fmt.Sprintf("declare x-bylaw-pii: %s, or none if it isn't any", class)
}

// classify writes down what the name says, where the schema is the field's own. In proto the file would have to
// import the option. It is unsafe, because names deceive.
func classify(format spec.Format, f *spec.Field, class string) []lint.Option {
	if format == spec.Proto || f.Type.Kind == spec.KindReference || f.Owner == nil {
		return nil
	}
	added, ok := edit.Add(&f.Type.Node, "x-bylaw-pii", fmt.Sprintf("%q", class))
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "classify it as " + class, Safety: report.Unsafe, Edits: []report.Edit{added}})}
}
