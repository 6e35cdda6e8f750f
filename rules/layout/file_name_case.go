package layout

import (
	"fmt"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var fileNameCase = lint.New(lint.Meta{
	ID:       "file-name-case",
	Title:    "the name of a file is not lower_snake_case",
	Group:    "layout",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Document: func(p *lint.Pass, d *spec.Document) {
		name := baseName(d)
		if words.Snake.Has(name) {
			return
		}
		p.Report(&d.Node, d.NameSpan,
			fmt.Sprintf("file %s.proto is not lower_snake_case, so imports of it break where upper and lower case differ, and generated files are named unlike all others", name),
			lint.Cure(fmt.Sprintf("rename it to %s.proto", words.Snake.Write(name))))
	},
})

// baseName returns the name of the file without its folder and ending.
func baseName(d *spec.Document) string {
	return strings.TrimSuffix(path.Base(d.File.Path), ".proto")
}
