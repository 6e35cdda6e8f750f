package failure

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// Judges reports whether it is the operation's very purpose to say whether something holds: a
// failed check is its success.
func Judges(l *words.Lexicon, o *spec.Operation) bool {
	for _, word := range append(words.Split(o.Name), standard.Verb(l, o)) {
		switch word {
		case "validate", "check", "test", "verify", "probe", "is", "has", "can", "evaluate", "health", "ping", "introspect", "status", "simulate", "batch":
			return true
		}
	}
	return false
}

// Flag returns the field by which an answer says whether what was asked for was done: a boolean, or
// the code of an error beside its message.
func Flag(fields []*spec.Field) *spec.Field {
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
