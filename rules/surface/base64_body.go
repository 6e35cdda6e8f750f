package surface

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var base64Body = lint.New(lint.Meta{
	ID:       "base64-body",
	Title:    "an internal API packs bytes into the text of JSON",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if o.Kind != spec.Call || o.Visibility != "INTERNAL" && !isInternal(&o.Node) && !isInternal(&p.API.Node) {
		return
	}
	for _, t := range []*spec.Type{o.RequestType(), o.ResponseType()} {
		at := slices.IndexFunc(t.AllFields(), func(f *spec.Field) bool {
			inner := f.Type.Resolve()
			return inner.Kind == spec.KindString && (inner.Format == "byte" || inner.Schema != nil && inner.Schema.ContentEncoding == "base64")
		})
		if at >= 0 {
			f := t.AllFields()[at]
			p.Report(&o.Node, o.NameSpan,
				fmt.Sprintf("%s is internal and sends %s as base64 in JSON: both sides hold it three times in memory, and a third more travels", standard.Label(o), f.Name),
				lint.Cure("send it as application/octet-stream or multipart, or offer the operation over gRPC"))
			return
		}
	}
}})
