// Package form tells by their content which format contracts are written in, and reads and writes them
// in it. It knows nothing else of the formats.
package form

import (
	"bytes"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/har"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/postman"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/scenario"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Form is a format of contracts.
type Form uint8

// The formats.
const (
	Unknown  Form = iota
	Bylaw         // bylaw's own
	Pact          // the Pact specification, each version
	HAR           // archives of recorded HTTP
	Postman       // collections of Postman
	Scenario      // scenarios of api-mock-service
)

// String returns the format as people call it.
func (f Form) String() string {
	return [...]string{"unknown", "bylaw", "pact", "har", "postman", "scenario"}[f]
}

// Tell returns the format of a file by its content; its name doesn't count. A file of none is Unknown.
func Tell(file *source.File) Form {
	form, _ := tell(file)
	return form
}

func tell(file *source.File) (Form, []report.Finding) {
	v := outline(file.Content)
	if v == nil {
		document, findings := scenario.Parse(file)
		if document == nil {
			return Unknown, unreadable(file, findings)
		}
		v = document.Root
	}
	switch {
	case v.Kind != spec.Map:
	case v.Get("bylaw") != nil:
		return Bylaw, nil
	case har.Is(v):
		return HAR, nil
	case postman.Is(v):
		return Postman, nil
	case v.Get("consumer") != nil || v.Get("provider") != nil && (v.Get("interactions") != nil || v.Get("messages") != nil):
		return Pact, nil
	case scenario.Is(v):
		return Scenario, nil
	}
	return Unknown, []report.Finding{{
		Rule: fields.Structure, Severity: report.Error, Span: file.Span(0, 0),
		Message: "this is no contract in a format that is known",
		Cure:    "give a contract of bylaw's format, a Pact file, an HTTP archive, a Postman collection or a scenario of api-mock-service",
	}}
}

// traces are texts that recorded files have, and contracts don't.
var traces = []string{"\"entries\"", "getpostman.com", "\nrequest:", "\nresponse:"}

// unreadable returns what is wrong with a file that can't be parsed. If it may be recorded traffic,
// reports must not show what stands there.
func unreadable(file *source.File, findings []report.Finding) []report.Finding {
	if !slices.ContainsFunc(traces, func(t string) bool { return bytes.Contains(file.Content, []byte(t)) }) {
		return findings
	}
	_, _, hidden := recorded.Parse(file, func(*source.File) (*tree.Document, []report.Finding) { return nil, findings })
	return hidden
}

// Read reads a contract in whichever format it is. The names count where the format has none. The
// contract is nil where the file is none.
func Read(file *source.File, names recorded.Names) (*contract.Contract, []report.Finding) {
	form, findings := tell(file)
	switch form {
	case Bylaw:
		return text.Read(file)
	case Pact:
		return pact.Read(file)
	case HAR:
		return har.Read(file, names)
	case Postman:
		return postman.Read(file, names)
	case Scenario:
		return scenario.Read(file, names)
	}
	return nil, findings
}

// Writer writes contracts in one format. It returns what that has no way to say.
type Writer struct {
	Name  string
	Write func(*contract.Contract) ([]byte, []report.Finding)
}

// Writers returns the formats that contracts are written in; the first is bylaw's own.
func Writers() []Writer {
	return []Writer{{"bylaw", text.Write}, {"pact", pact.WriteV4}, {"pact-v3", pact.WriteV3}, {"har", har.Write}}
}

// Diagnostics explains what only the readers of these formats say, sorted by ID.
func Diagnostics() []report.Diagnostic { return fields.Diagnostics() }
