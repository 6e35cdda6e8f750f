package validation

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var idWithoutFormat = lint.New(lint.Meta{
	ID:       "id-without-format",
	Title:    "an ID in a path may be any text of its length",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
	t := parameter.Type.Resolve()
	if parameter.In != spec.InPath || t == nil || t.Kind != spec.KindString || says(t) || !namesOne(parameter.Name) {
		return
	}
	if c := t.Constraints; c == nil || c.MaxLength == nil || c.Pattern != "" || len(c.In) > 0 || c.Const != nil {
		return // without any bound it is unconstrained-field's
	}
	p.Report(&parameter.Node, parameter.NameSpan,
		fmt.Sprintf("%s may be any text of that length: one with a slash, a dot or a quote in it is refused by each service in its own way, or found by none", parameter.Name),
		lint.Cure("declare what its values look like: format: uuid, or a pattern such as ^[a-z0-9-]{1,63}$"))
}})

// namesOne reports whether a parameter is an identifier by its name.
func namesOne(name string) bool {
	all := words.Split(name)
	if len(all) == 0 {
		return false
	}
	switch all[len(all)-1] {
	case "id", "uuid", "guid", "key", "uid":
		return true
	}
	return false
}
