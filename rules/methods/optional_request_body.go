package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type optionalRequestBodyOptions struct {
	Always bool `json:"always"`
}

var optionalRequestBody = lint.NewWith(lint.Meta{
	ID:       "optional-request-body",
	Title:    "a body that an operation can't do without may be left out",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, optionalRequestBodyOptions{}, func(options optionalRequestBodyOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		writes := o.Method() == "POST" || o.Method() == "PUT" || o.Method() == "PATCH"
		if o.Request == nil || o.Request.Required || o.Kind != spec.Call || !writes || isSequence(o.Request.Content) {
			return
		}
		needed := neededOf(o.RequestType())
		switch {
		case needed != nil:
			reportOptional(p, o, fmt.Sprintf("demands %s in a body that may be left out", needed.Name))
		case options.Always:
			reportOptional(p, o, "takes a body that may be left out")
		}
	}}
})

// isSequence reports whether a body is one item after the other, of which there may be none: the schema
// is that of an item.
func isSequence(content []*spec.MediaType) bool {
	return slices.ContainsFunc(content, func(m *spec.MediaType) bool {
		name, _, _ := strings.Cut(strings.ToLower(m.Name), ";")
		return m.ItemType != nil || slices.Contains([]string{"application/jsonl", "application/x-ndjson", "application/json-seq", "text/event-stream"}, strings.TrimSpace(name))
	})
}

// neededOf returns a property that a body has to have, unless it has a default; nil if there is none.
func neededOf(t *spec.Type) *spec.Field {
	if t == nil || t.Kind != spec.KindObject {
		return nil
	}
	fields := t.AllFields()
	at := slices.IndexFunc(fields, func(f *spec.Field) bool {
		return f.Required && f.Default == nil && !f.Behavior.Has(spec.BehaviorOutputOnly)
	})
	if at < 0 {
		return nil
	}
	return fields[at]
}

func reportOptional(p *lint.Pass, o *spec.Operation, what string) {
	body, span := &o.Request.Node, o.Request.NameSpan
	if o.Request.Target != nil {
		body = &o.Request.Target.Node
	}
	if a, ok := body.Attr("required"); ok {
		span = a.Value.Span
	}
	options := []lint.Option{lint.Cure("write required: true beside content")}
	if set, ok := edit.Set(body, "required", "true"); ok {
		options = append(options, lint.Fix(report.Fix{Title: "require the body", Safety: report.Unsafe, Edits: []report.Edit{set}}))
	}
	p.Report(&o.Request.Node, span,
		fmt.Sprintf("%s %s: generated clients let callers send none, and find out by an error", standard.Label(o), what), options...)
}
