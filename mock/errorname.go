package mock

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
)

// words are what a text property of an error says.
type words struct {
	of   func(*errors.Error, errors.Violation) string
	says saying
}

// saying tells words apart that some schemas have room for and others haven't.
type saying uint8

const (
	saysSomething saying = iota
	saysCode
	saysLocation
	saysRequestID
	saysBlank // about:blank: the type of a problem that has no page of its own (RFC 9457, section 4.2.1)
)

var blank = &words{says: saysBlank, of: func(*errors.Error, errors.Violation) string { return "about:blank" }}

// canonical makes names comparable: lower case, without separators.
func canonical(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(name))
}

// textFor returns the words for a property of that name, by the usual names; nil if an error has
// nothing of the kind.
func textFor(name string, of subject) *words {
	if of == oneViolation {
		return violationText(name)
	}
	switch name {
	case "message", "detail", "errormessage", "errordescription", "description", "msg", "text", "reason", "usermessage", "details", "errormsg":
		return &words{of: func(e *errors.Error, _ errors.Violation) string { return cmp.Or(e.Detail, e.Title) }}
	case "title", "summary", "statusmessage", "statustext":
		return &words{of: func(e *errors.Error, _ errors.Violation) string { return cmp.Or(e.Title, e.Code) }}
	case "code", "errorcode", "error", "type", "kind", "errortype", "key", "errorkey":
		return &words{says: saysCode, of: func(e *errors.Error, _ errors.Violation) string { return e.Code }}
	case "requestid", "traceid", "correlationid", "xrequestid", "reqid", "id", "errorid":
		return &words{says: saysRequestID, of: func(e *errors.Error, _ errors.Violation) string { return e.RequestID }}
	case "status", "statuscode", "httpstatus", "httpstatuscode", "httpcode":
		return &words{of: func(e *errors.Error, _ errors.Violation) string { return strconv.Itoa(e.Status) }}
	}
	return nil
}

func violationText(name string) *words {
	switch name {
	case "field", "path", "pointer", "param", "parameter", "property", "name", "attribute", "key", "target", "fieldname", "propertypath":
		return &words{of: func(_ *errors.Error, v errors.Violation) string { return v.Field }}
	case "location", "in", "source", "resource", "domain", "locationtype":
		return &words{says: saysLocation, of: func(_ *errors.Error, v errors.Violation) string { return string(v.Location) }}
	case "code", "type", "rule", "reason", "error", "keyword", "errorcode", "kind", "issue":
		return &words{of: func(_ *errors.Error, v errors.Violation) string { return v.Code }}
	case "message", "description", "detail", "msg", "title", "text", "errormessage", "details":
		return &words{of: func(_ *errors.Error, v errors.Violation) string { return v.Description }}
	}
	return nil
}

// What properties are called that hold the status, the error itself, and what is wrong in detail.
var (
	statusNames  = []string{"status", "statuscode", "code", "httpstatus", "httpstatuscode", "httpcode", "errorcode"}
	wrapperNames = []string{"error", "err", "fault", "problem", "errorinfo", "errordetail"}
	listNames    = []string{
		"errors", "violations", "details", "fields", "invalidparams", "fielderrors", "validationerrors", "issues", "causes",
		"fieldviolations", "errordetails", "messages", "invalidfields", "errormessages",
	}
)

// codes are the boundary's codes, each followed by what others call it.
var codes = [][]string{
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
