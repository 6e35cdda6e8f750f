package versioning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var stateEnumNotNested = lint.New(lint.Meta{
	ID:       "state-enum-not-nested",
	Title:    "the states of a resource stand beside it instead of in it",
	Group:    "versioning",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{216},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		messages := map[string]*spec.Type{}
		for _, t := range api.Types {
			if t.Kind == spec.KindObject {
				messages[t.Name] = t
			}
		}
		for _, t := range api.Types {
			noun, ok := strings.CutSuffix(t.Name, "State")
			if m := messages[noun]; ok && t.Kind == spec.KindEnum && m != nil && m.Span.File == t.Span.File {
				p.Report(&t.Node, t.NameSpan,
					fmt.Sprintf("%s belongs to %s alone and stands beside it, so its values share a namespace with those of every other state", t.Name, noun),
					lint.Cure(fmt.Sprintf("declare it in message %s as enum State", noun)))
			}
		}
	},
})
