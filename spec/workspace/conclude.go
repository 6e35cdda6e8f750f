package workspace

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// conclude says what became of a target that no loader has read. Where it was named that is a
// finding, for who names a file wants to hear of it; where it was found it is a skip.
func (l *loading) conclude(t target) {
	switch {
	case t.kind == protoFile || t.kind == document || l.linted[t.path]:
	case t.named:
		l.findings = append(l.findings, l.notChecked(t))
	case t.kind == fragment:
		l.skips = append(l.skips, Skip{t.path, Unreferenced})
	case t.kind == tooLarge:
		l.skips = append(l.skips, Skip{t.path, TooLarge})
	case t.kind == unreadable:
		l.skips = append(l.skips, Skip{t.path, Unreadable})
	}
}

func (l *loading) notChecked(t target) report.Finding {
	if t.kind == tooLarge {
		return report.Finding{
			Rule: report.FileTooLarge, Severity: report.Error, Span: source.NewFile(t.path, nil).Span(0, 0),
			Message: "the file is " + source.ErrTooLarge.Error() + ", so it was not checked",
			Cure:    "split the spec into files that refer to each other",
		}
	}
	finding := report.Finding{
		Rule: report.NotASpec, Severity: report.Info,
		Message: "this is no API spec and no OpenAPI document of the workspace refers to it, so nothing was checked",
		Cure:    "an OpenAPI document begins with `openapi: 3.1.1`; a file that is part of one is referred to with $ref",
	}
	if t.kind == fragment {
		finding.Message = "this is part of an API spec, but no OpenAPI document of the workspace refers to it, so nothing was checked"
		finding.Cure = "refer to it with $ref from the document that it belongs to, or delete it"
	}
	if !isData(t.path) {
		finding.Severity = report.Error // no hook names such a file because it changed: someone takes it for a spec
	}
	if file, err := l.tree.File(t.path); err == nil {
		finding.Span = file.Span(0, len(file.Line(1).Text()))
	}
	return finding
}
