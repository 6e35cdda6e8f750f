package golang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// stringOf is the expression of the text that a property of that name holds, by the usual names; ""
// if an error has nothing of the kind. Names are in lower case and without separators.
func stringOf(name string, of subject) string {
	if of == oneViolation {
		return violationText(name)
	}
	switch name {
	case "message", "detail", "errormessage", "errordescription", "description", "msg", "text", "reason", "usermessage", "details", "errormsg":
		return "cmp.Or(e.Detail, e.Title)"
	case "title", "summary", "statusmessage", "statustext":
		return "cmp.Or(e.Title, e.Code)"
	case "code", "errorcode", "error", "type", "kind", "errortype", "key", "errorkey":
		return "e.Code"
	case "requestid", "traceid", "correlationid", "xrequestid", "reqid", "id", "errorid":
		return "e.RequestID"
	case "status", "statuscode", "httpstatus", "httpstatuscode", "httpcode":
		return "strconv.Itoa(e.Status)"
	}
	return ""
}

func violationText(name string) string {
	switch name {
	case "field", "path", "pointer", "param", "parameter", "property", "name", "attribute", "key", "target", "fieldname", "propertypath":
		return "v.Field"
	case "location", "in", "source", "resource", "domain", "locationtype":
		return "string(v.Location)"
	case "code", "type", "rule", "reason", "error", "keyword", "errorcode", "kind", "issue":
		return "v.Code"
	case "message", "description", "detail", "msg", "title", "text", "errormessage", "details":
		return "v.Description"
	}
	return ""
}

// holdsStatus reports whether a number of that name is the status.
func holdsStatus(name string) bool {
	switch name {
	case "status", "statuscode", "code", "httpstatus", "httpstatuscode", "httpcode", "errorcode":
		return true
	}
	return false
}

// wrapsError reports whether an object of that name is the error itself.
func wrapsError(name string) bool {
	switch name {
	case "error", "err", "fault", "problem", "errorinfo", "errordetail":
		return true
	}
	return false
}

// listsViolations reports whether a list of that name says what is wrong in detail.
func listsViolations(name string) bool {
	switch name {
	case "errors", "violations", "details", "fields", "invalidparams", "fielderrors", "validationerrors", "issues", "causes",
		"fieldviolations", "errordetails", "messages", "invalidfields", "errormessages":
		return true
	}
	return false
}

// choice writes the value of an enum that means the error's code: by its name, or by what such codes
// are called elsewhere.
func choice(t *spec.Type, expr string, places []string) ([]string, bool) {
	values := stringValues(t)
	switch {
	case len(values) == 1:
		return []string{fmt.Sprintf("w.String(%q)", values[0])}, true
	case expr == "string(v.Location)":
		return locations(values, places)
	case len(values) == 0 || expr != "e.Code":
		return nil, false
	}
	lines := []string{"switch e.Code {"}
	for _, synonyms := range codes() {
		i := slices.IndexFunc(values, func(v string) bool { return slices.Contains(synonyms, canonical(v)) })
		if i >= 0 && values[i] != general(values) {
			lines = append(lines, fmt.Sprintf("case %q:", synonyms[0]), fmt.Sprintf("w.String(%q)", values[i]))
		}
	}
	return append(lines, "default:", fmt.Sprintf("w.String(%q)", general(values)), "}"), true
}

// locations writes where a violation is, if the enum has a value for every place that there is.
func locations(values, places []string) ([]string, bool) {
	for _, place := range places {
		if !slices.Contains(values, place) {
			return nil, false
		}
	}
	return []string{"w.String(string(v.Location))"}, true
}

// general picks the value that says least.
func general(values []string) string {
	for _, word := range []string{"unknown", "error", "internal", "other", "general"} {
		for _, v := range values {
			if strings.Contains(canonical(v), word) {
				return v
			}
		}
	}
	return values[0]
}

func stringValues(t *spec.Type) []string {
	var values []string
	for _, v := range t.Values {
		if v.Value != nil && v.Value.Kind == spec.Str {
			values = append(values, v.Value.Text)
		}
	}
	if c := t.Constraints; c != nil && c.Const != nil && c.Const.Kind == spec.Str {
		return []string{c.Const.Text}
	}
	return values
}

// codes are the boundary's codes, each followed by what others call it.
func codes() [][]string {
	return [][]string{
		{"invalid_request", "invalidrequest", "badrequest", "invalidargument", "validationerror", "validationfailed", "validation", "invalid", "invalidinput", "invalidparameter"},
		{"not_found", "notfound", "missing", "resourcenotfound", "unknownresource"},
		{"method_not_allowed", "methodnotallowed"},
		{"not_acceptable", "notacceptable"},
		{"unauthenticated", "unauthenticated", "unauthorized"},
		{"permission_denied", "permissiondenied", "forbidden", "accessdenied"},
		{"conflict", "conflict", "aborted"},
		{"precondition_failed", "preconditionfailed", "failedprecondition"},
		{"unprocessable", "unprocessable", "unprocessableentity"},
		{"too_many_requests", "toomanyrequests", "ratelimited", "resourceexhausted"},
		{"deadline_exceeded", "deadlineexceeded", "timeout"},
		{"payload_too_large", "payloadtoolarge", "requesttoolarge", "toolarge", "contenttoolarge"},
		{"unsupported_media_type", "unsupportedmediatype"},
		{"internal", "internal", "internalerror", "internalservererror", "servererror"},
		{"unimplemented", "unimplemented", "notimplemented"},
		{"unavailable", "unavailable", "serviceunavailable"},
	}
}

func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = strconv.Quote(text)
	}
	return strings.Join(quoted, ", ")
}
