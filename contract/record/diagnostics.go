package record

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// The IDs of what is found.
const (
	NotRecordable    = "record/not-recordable"
	Redacted         = "record/redacted"
	Request          = "record/request"
	Response         = "record/response"
	Undeclared       = "record/undeclared"
	UnknownOperation = "record/unknown-operation"
)

// Diagnostics explains everything that a recording can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: NotRecordable, Title: "this can't be recorded", Severity: report.Warning, Help: "The exchange keeps the spec, but nothing can be written of it: its body is too large or of a type that values can't be told apart in, " +
			"or no value that the spec allows could stand in the place of a secret."},
		{ID: Redacted, Title: "a value was not written", Severity: report.Info, Help: "Credentials, what the spec classifies as personal data (x-bylaw-pii), and what looks like a secret are replaced by a value that the spec allows, before " +
			"anything is written. The matcher stays the same."},
		{ID: Request, Title: "the consumer breaks the spec", Severity: report.Error, Help: "The request is not one that the spec allows. It was passed on, but not recorded: a contract is about what the spec says."},
		{ID: Response, Title: "the provider breaks the spec", Severity: report.Error, Help: "The answer is not one that the spec allows. It was passed on, but not recorded: a contract that demands what the spec rules out could never be fulfilled."},
		{ID: Undeclared, Title: "the spec doesn't know this", Severity: report.Warning, Help: "The spec doesn't declare a field or parameter that was seen. In answers it is left out of the contract; a request with such a thing is not recorded, because nobody " +
			"knows what the service makes of it."},
		{ID: UnknownOperation, Title: "the spec has no such operation", Severity: report.Error, Help: "No path of the spec, with that method, matches the request. It was passed on, but not recorded."},
	}
}

// finding is what there is to say, before it is known how often.
type finding struct {
	rule     string
	severity report.Severity
	message  string // of declared names alone: what came over the network may be a secret
	about    *spec.Node
}

// maxFindings bounds what is said of one recording.
const maxFindings = 1000

// say notes a finding, and tells it if it is new.
func (r *Recorder) say(f finding) {
	key := f.rule + f.message
	if r.counts[key]++; r.counts[key] > 1 {
		return
	}
	if len(r.findings) >= maxFindings {
		delete(r.counts, key)
		return
	}
	told := report.Finding{Rule: f.rule, Severity: f.severity, Message: f.message}
	if f.about != nil {
		told.Element, told.Span = f.about.ID(), r.options.Locate(f.about)
	}
	r.findings = append(r.findings, told)
	if r.options.Tell != nil {
		r.options.Tell(f.message)
	}
}

func times(n int) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(" (%d times)", n)
}
