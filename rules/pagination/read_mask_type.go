package pagination

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var readMaskType = lint.New(lint.Meta{
	ID:       "read-mask-type",
	Title:    "a read mask is no field mask",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{157},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Field: func(p *lint.Pass, f *spec.Field) {
		if f.Name != "read_mask" || f.Owner == nil || !strings.HasSuffix(f.Owner.Name, "Request") || f.Type.Resolve().ID() == "google.protobuf.FieldMask" {
			return
		}
		p.Report(&f.Node, f.Type.NameSpan,
			fmt.Sprintf("%s is no google.protobuf.FieldMask: no library checks its paths, and in JSON it is written otherwise than any other mask", f.Name),
			lint.Cure("make it google.protobuf.FieldMask read_mask (AIP-157)"))
	},
})
