package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var streamBinding = lint.New(lint.Meta{
	ID:       "stream-binding",
	Title:    "an rpc that streams both ways is bound to an HTTP path",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{127},
	Since:    "2026.1",
	Fix:      lint.AlwaysFixable,
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if o.Streaming != spec.ClientStreaming|spec.ServerStreaming || len(o.HTTP) == 0 {
		return
	}
	options := []lint.Option{lint.Cure("delete option (google.api.http), or stream one way")}
	if removal, ok := o.Syntax.Removal("(google.api.http)"); ok {
		options = append(options, lint.Fix(report.Fix{
			Title: "delete the binding", Safety: report.Unsafe, Edits: []report.Edit{{Span: removal}},
		}))
	}
	p.Report(&o.Node, o.HTTP[0].Path.Span,
		fmt.Sprintf("%s streams both ways, which HTTP/1.1 and JSON can't: gateways refuse the binding, or answer when the last request has come", standard.Label(o)), options...)
}})
