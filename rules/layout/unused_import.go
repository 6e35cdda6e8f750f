package layout

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var unusedImport = lint.New(lint.Meta{
	ID:       "unused-import",
	Title:    "a file imports another that it does not use",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, d := range api.Documents {
			checkUnused(p, api, d)
		}
	},
})

func checkUnused(p *lint.Pass, api *spec.API, d *spec.Document) {
	for _, i := range d.Imports {
		if !i.Unused || i.Public || namedByOperations(api, d, i) {
			continue
		}
		options := []lint.Option{lint.Cure("delete the import")}
		if line, ok := statementLine(i.Span); ok {
			options = append(options, lint.Fix(report.Fix{
				Title: "delete the import", Safety: report.Safe, Edits: []report.Edit{{Span: line}},
			}))
		}
		p.Report(&d.Node, i.Span,
			fmt.Sprintf("%s is imported and not used, so everybody who builds this file has to have it for nothing", i.Path), options...)
	}
}

// namedByOperations reports whether a long-running operation of the file returns what the import
// declares: its annotation names types in texts, which compilers don't read and generators do.
func namedByOperations(api *spec.API, d *spec.Document, i spec.Import) bool {
	declares := func(name string, t *spec.Type) bool {
		if i.File == nil {
			return name == "google.protobuf.Empty" && i.Path == "google/protobuf/empty.proto"
		}
		return t != nil && t.Span.File == i.File
	}
	for _, s := range api.Services {
		if s.Span.File != d.File {
			continue
		}
		for _, o := range s.Operations {
			l := o.LongRunning
			if l != nil && (declares(l.ResponseName, l.Response) || declares(l.MetadataName, l.Metadata)) {
				return true
			}
		}
	}
	return false
}

// statementLine returns the line of an import with its end, if nothing else stands on it.
func statementLine(path source.Span) (source.Span, bool) {
	line := path.File.Line(path.Position().Line)
	text := strings.TrimSpace(line.Text())
	if !strings.HasPrefix(text, "import") || !strings.HasSuffix(text, ";") || strings.Count(text, ";") != 1 {
		return source.Span{}, false
	}
	end := line.End
	for rest := path.File.Content[end:]; len(rest) > 0 && (rest[0] == '\r' || rest[0] == '\n'); rest = rest[1:] {
		if end++; rest[0] == '\n' {
			break
		}
	}
	return path.File.Span(int(line.Start), int(end)), true
}
