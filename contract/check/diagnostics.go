package check

import "github.com/bylaw-dev/bylaw/report"

// The IDs of what is found.
const (
	Contradiction    = "contract/contradiction"
	Example          = "contract/example"
	MediaType        = "contract/media-type"
	NotPromised      = "contract/not-promised"
	Request          = "contract/request"
	Response         = "contract/response"
	Status           = "contract/status"
	UndeclaredField  = "contract/undeclared-field"
	UndeclaredInput  = "contract/undeclared-input"
	UnknownOperation = "contract/unknown-operation"
)

// Diagnostics explains everything that Check can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: Contradiction, Title: "the contract contradicts itself", Severity: report.Error, Help: "An example of the contract breaks a matcher of the same contract, so that nothing could ever fulfil it. " +
			"Record the interaction again, or correct the matcher."},
		{ID: Example, Title: "the example is no value of the spec any more", Severity: report.Warning, Help: "The consumer was tested with a value that the spec doesn't allow. Its matcher takes others that the spec does allow, so that " +
			"verification still passes; but nobody has seen the consumer work with those."},
		{ID: MediaType, Title: "the answer is of another media type", Severity: report.Error, Help: "The consumer expects a type that the spec's answer doesn't come in."},
		{ID: NotPromised, Title: "the spec doesn't promise what the consumer needs", Severity: report.Warning, Help: "The spec allows what is expected, and allows other answers too: without the optional field, with null, with another type. The consumer breaks " +
			"as soon as the service makes use of that. Make it required in the spec, or have the consumer do without it."},
		{ID: Request, Title: "the request breaks the spec", Severity: report.Error, Help: "A server that enforces the spec refuses this request. Contracts that expect to be refused (400, 406, 413, 415, 422) are about just that, " +
			"and are not told."},
		{ID: Response, Title: "the spec rules out what is expected", Severity: report.Error, Help: "No answer that keeps the spec fulfils the contract: a value is of another type, format, pattern or range, or a list of another length."},
		{ID: Status, Title: "the spec has no such status", Severity: report.Error, Help: "The operation doesn't declare an answer of the status that the consumer expects, nor one for its class, nor a default."},
		{ID: UndeclaredField, Title: "the spec has no such field", Severity: report.Error, Help: "The consumer reads a field that the spec's answer doesn't declare: it was removed or renamed, or has never been part of the contract. " +
			"A service that is generated from the spec can't send it."},
		{ID: UndeclaredInput, Title: "nobody reads what is sent", Severity: report.Warning, Help: "The consumer sends a parameter or a field that the spec doesn't declare. Servers overlook it, so that the consumer doesn't get what it asks for."},
		{ID: UnknownOperation, Title: "the spec has no such operation", Severity: report.Error, Help: "No path of the spec, with that method, matches the request. Servers' base paths are taken into account."},
	}
}
