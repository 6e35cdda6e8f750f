package methods

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var requiredUpdateMask = lint.New(lint.Meta{
	ID:       "required-update-mask",
	Title:    "an update can't be sent without a mask",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{134},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if p.API.Format == spec.Proto && requestOf(p, o, updating) == nil || p.API.Format == spec.OpenAPI && o.Method() != "PATCH" {
		return
	}
	for _, input := range o.Inputs() {
		if name := words.Snake.Write(input.Name); name == "update_mask" && input.Required {
			node := standard.Declared(&input)
			p.Report(node, node.NameSpan,
				fmt.Sprintf("%s demands a mask of those who send the whole resource too: they have to name each field, and miss those added later",
					standard.Label(o)),
				lint.Cure("make it optional, and update every field that is set if there is none (AIP-134)"))
		}
	}
}})
