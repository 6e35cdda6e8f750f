package layout

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var packageNameCase = lint.New(lint.Meta{
	ID:       "package-name-case",
	Title:    "a part of a package's name is not lower_snake_case",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if api.Name == "" || len(api.Documents) == 0 {
			return
		}
		parts := strings.Split(api.Name, ".")
		for i, part := range parts {
			if !words.Snake.Has(part) {
				parts[i] = words.Snake.Write(part)
			}
		}
		better := strings.Join(parts, ".")
		if better == api.Name {
			return
		}
		p.Report(&api.Node, api.Documents[0].NameSpan,
			fmt.Sprintf("package %s is not lower_snake_case between its dots, so folders, modules and type URLs mix upper and lower case", api.Name),
			lint.Cure("name it "+better))
	},
})
