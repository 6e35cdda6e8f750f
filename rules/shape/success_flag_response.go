package shape

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var successFlagResponse = lint.New(lint.Meta{
	ID:       "success-flag-response",
	Title:    "a success can say that it is a failure",
	Group:    "shape",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		answer := o.ResponseType()
		if o.Kind != spec.Call || o.Streaming != 0 || answer == nil || judges(p.Words, o) {
			return
		}
		if flag := failureFlag(answer.AllFields()); flag != nil {
			reportFlag(p, o, flag)
		}
	},
})

// judges reports whether it is the operation's very purpose to say whether something holds: a
// failed check is its success.
func judges(l *words.Lexicon, o *spec.Operation) bool {
	for _, word := range append(words.Split(o.Name), standard.Verb(l, o)) {
		switch word {
		case "validate", "check", "test", "verify", "probe", "is", "has", "can", "evaluate", "health", "ping", "introspect", "status", "simulate", "batch":
			return true
		}
	}
	return false
}

// failureFlag returns the field by which an answer says whether what was asked for was done: a
// boolean, or the code of an error beside its message.
func failureFlag(fields []*spec.Field) *spec.Field {
	var code, message *spec.Field
	for _, f := range fields {
		kind := f.Type.Resolve().Kind
		switch name := words.Snake.Write(f.Name); {
		case kind == spec.KindBoolean && isFlag(name):
			return f
		case isScalar(kind) && slices.Contains([]string{"error_code", "err_code", "errcode"}, name):
			code = f
		case kind == spec.KindString && slices.Contains([]string{"error_message", "error_msg", "err_msg", "errmsg", "error_description"}, name):
			message = f
		}
	}
	if message == nil {
		return nil
	}
	return code
}

func isScalar(kind spec.Kind) bool {
	return kind == spec.KindString || kind == spec.KindInteger || kind == spec.KindEnum
}

func isFlag(name string) bool {
	switch name {
	case "success", "ok", "succeeded", "successful", "is_success", "is_successful", "is_ok", "has_error", "has_errors", "is_error", "failed":
		return true
	}
	return false
}

func reportFlag(p *lint.Pass, o *spec.Operation, flag *spec.Field) {
	cure := "answer failures with a 4xx or 5xx and an error body (application/problem+json), and leave " + flag.Name + " out"
	if p.API.Format == spec.Proto {
		cure = "return a gRPC status (google.rpc.Status with ErrorInfo) for failures, and leave " + flag.Name + " out"
	}
	p.Report(&flag.Node, flag.NameSpan,
		fmt.Sprintf("%s answers failures as successes, told by %s: retries, alerts and generated clients take them for successes",
			standard.Label(o), flag.Name),
		lint.Cure(cure), lint.Related(o.NameSpan, "the operation"))
}
