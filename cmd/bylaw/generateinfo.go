package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"golang.org/x/term"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/coverage"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/matrix"
	"github.com/bylaw-dev/bylaw/contract/mutate"
	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/alerts"
	"github.com/bylaw-dev/bylaw/generator/protobuf"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/openapi/bundle"
)

// generateInfo explains the ID of a finding about what is generated.
func generateInfo(id string) (report.RuleInfo, bool) {
	for _, d := range generateDiagnostics() {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "generate", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return report.RuleInfo{}, false
}

// generateDiagnostics lists what can be said of generating, for every target.
func generateDiagnostics() []report.Diagnostic {
	all := generator.Diagnostics()
	for _, t := range targets() {
		all = slices.Concat(all, t.Language().Diagnostics)
	}
	all = slices.Concat(all, protobuf.Diagnostics(), alerts.Diagnostics())
	return all
}

// ownDiagnostics lists what bylaw itself can say of specs, of its files and of making others of them.
func ownDiagnostics() []report.Diagnostic {
	return slices.Concat(report.Diagnostics(), generateDiagnostics(), exportDiagnostics(), bundle.Diagnostics(), check.Diagnostics(), form.Diagnostics(), verify.Diagnostics(), matrix.Diagnostics(), mutate.Diagnostics(), coverage.Diagnostics(), record.Diagnostics(), brokerDiagnostics())
}

// slowly tells someone at a terminal what takes so long. The result is to be called at the end.
func slowly(w io.Writer, what string) (done func()) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func() {}
	}
	timer := time.AfterFunc(2*time.Second, func() { fmt.Fprintln(file, "bylaw:", what) })
	return func() { timer.Stop() }
}
