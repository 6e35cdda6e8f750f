package custom

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var bareVerbOperation = lint.New(lint.Meta{
	ID:       "bare-verb-operation",
	Title:    "an rpc is called after what it does, and not to what",
	Group:    "custom",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{136},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		name := words.Split(o.Name)
		if p.API.Format != spec.Proto || len(name) != 1 || !isCustom(p.Words, o) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%s says what is done and not to what: in logs, permissions and generated code it stands without its service, beside others of its name", o.Name),
			lint.Cure(fmt.Sprintf("name the resource, too: %s and a noun", o.Name)))
	},
})
