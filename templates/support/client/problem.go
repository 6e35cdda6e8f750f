package client

import (
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Where the facts of an error stand in bodies that are usual: RFC 9457 with the members that ours add
// to it, Google's and gRPC's, OAuth's, JSON:API's, and what many APIs have made up in the same way. The
// first name that fits wins.
var (
	codeNames      = [...]string{"code", "error_code", "errorCode", "status", "error", "reason", "type"}
	detailNames    = [...]string{"detail", "message", "error_description", "error_message", "description", "msg", "error"}
	requestIDNames = [...]string{"request_id", "requestId", "trace_id"}
	afterNames     = [...]string{"retry_after", "retryAfter"}
	listNames      = [...]string{"violations", "errors", "invalid_params", "invalid-params", "fieldViolations", "details", "detail"}
	fieldNames     = [...]string{"field", "name", "param", "path", "pointer"}
	placeNames     = [...]string{"location", "in"}
	ruleNames      = [...]string{"code", "keyword", "type"}
	textNames      = [...]string{"description", "detail", "message", "reason", "msg"}
)

// mostViolations is how many violations are taken from the body of an error.
const mostViolations = 100

// readProblem fills e from the body of an error, as far as it says something.
func readProblem(e *errors.Error, r *wire.Reader, n wire.Node) {
	if r.Kind(n) != wire.KindObject {
		return
	}
	e.Code = first(e.Code, r, n, codeNames[:], isCode)
	e.Title = first(e.Title, r, n, []string{"title"}, isText)
	e.Detail = first(e.Detail, r, n, detailNames[:], func(s string) bool { return s != "" && s != e.Code })
	e.RequestID = first(e.RequestID, r, n, requestIDNames[:], isText)
	readRetry(e, r, n)
	for _, name := range listNames {
		readViolations(e, r, n, name)
	}
	if inner, ok := r.Get(n, "error"); ok {
		readProblem(e, r, inner)
	}
}

// first returns the text of the first of the members that is a string and fits, unless there is one already.
func first(already string, r *wire.Reader, n wire.Node, names []string, fits func(string) bool) string {
	for i := 0; already == "" && i < len(names); i++ {
		if m, ok := r.Get(n, names[i]); ok && r.Kind(m) == wire.KindString && fits(r.String(m)) {
			already = r.Keep(m)
		}
	}
	return already
}

func isText(s string) bool { return s != "" }

// isCode tells words for programs from sentences, URIs, numbers and what says nothing.
func isCode(s string) bool {
	return s != "" && len(s) <= 100 && !strings.ContainsAny(s, " :/") && strings.Trim(s, "0123456789") != "" && s != "error" && s != "fail"
}

func readRetry(e *errors.Error, r *wire.Reader, n wire.Node) {
	if m, ok := r.Get(n, "retryable"); ok && r.Kind(m) == wire.KindBool {
		e.Retryable = r.Bool(m)
	}
	for _, name := range afterNames {
		if m, ok := r.Get(n, name); ok && r.Kind(m) == wire.KindInteger && e.RetryAfter == 0 {
			e.RetryAfter = time.Duration(max(0, min(r.Int64(m), 86400))) * time.Second
		}
	}
	readRetryInfo(e, r, n)
}

// readRetryInfo reads google.rpc.RetryInfo.
func readRetryInfo(e *errors.Error, r *wire.Reader, n wire.Node) {
	details, ok := r.Get(n, "details")
	if !ok {
		return
	}
	for items := r.Items(details); items.Next(); {
		delay, err := time.ParseDuration(first("", r, items.Value, []string{"retryDelay"}, isText))
		if err == nil && delay >= 0 {
			e.Retryable, e.RetryAfter = true, min(delay, 24*time.Hour)
		}
	}
}

func readViolations(e *errors.Error, r *wire.Reader, n wire.Node, name string) {
	list, ok := r.Get(n, name)
	if !ok {
		return
	}
	for items := r.Items(list); items.Next() && len(e.Violations) < mostViolations; {
		readViolation(e, r, items.Value)
	}
}

func readViolation(e *errors.Error, r *wire.Reader, n wire.Node) {
	if r.Kind(n) == wire.KindString {
		e.Violations = append(e.Violations, errors.Violation{Location: errors.Body, Description: r.Keep(n)})
		return
	}
	if nested, ok := r.Get(n, "fieldViolations"); ok && r.Kind(nested) == wire.KindArray { // google.rpc.BadRequest
		readViolations(e, r, n, "fieldViolations")
		return
	}
	v := errors.Violation{
		Location:    errors.Location(first("", r, n, placeNames[:], isText)),
		Field:       first("", r, n, fieldNames[:], isText),
		Code:        first("", r, n, ruleNames[:], isText),
		Description: first("", r, n, textNames[:], isText),
	}
	if source, ok := r.Get(n, "source"); ok { // JSON:API
		v.Field = first(v.Field, r, source, []string{"pointer", "parameter"}, isText)
	}
	if v.Field == "" && v.Description == "" {
		return
	}
	if v.Location == "" {
		v.Location = errors.Body
	}
	e.Violations = append(e.Violations, v)
}
