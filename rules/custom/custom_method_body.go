package custom

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var customMethodBody = lint.New(lint.Meta{
	ID:       "custom-method-body",
	Title:    "a custom method by POST leaves fields of its request to the URL",
	Group:    "custom",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{136, 144, 152, 162, 164, 165, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Streaming&spec.ClientStreaming != 0 {
			return
		}
		_, known := family.Of(p.Words, o)
		isCustom := standard.Classify(p.Words, o) == standard.Custom
		for i := range o.HTTP {
			b := &o.HTTP[i]
			custom := isCustom && (known || isColon(b))
			if b.Method == "POST" && custom && b.Body != "*" && !isBytes(o, b.Body) {
				reportBody(p, o, b)
				return
			}
		}
	},
})

// isBytes reports whether the body is a payload of arbitrary bytes, which has to be a field.
func isBytes(o *spec.Operation, body string) bool {
	return body != "" && slices.ContainsFunc(o.RequestType().AllFields(), func(f *spec.Field) bool {
		return f.Name == body && f.Type.Resolve().ID() == "google.api.HttpBody"
	})
}

func reportBody(p *lint.Pass, o *spec.Operation, b *spec.HTTPBinding) {
	fields := "every field that the path doesn't name"
	if b.Body != "" {
		fields = "every field beside " + b.Body
	}
	p.Report(&o.Node, b.MethodSpan,
		fmt.Sprintf("%s is a POST that takes %s in the URL, those to come as well: URLs are logged and have a limit, and moving a field to the body later breaks every caller",
			standard.Label(o), fields),
		lint.Cure(`write body: "*"`))
}
