package httpapi

// Subject is what a schema of errors is filled from.
type Subject uint8

// The subjects.
const (
	WholeError Subject = iota
	OneViolation
)

// DeepestError is how many objects and lists may lie around a value that is filled from an error.
const DeepestError = 6

// Word is what a property says of an error, or of one of its violations.
type Word uint8

// The words: those that begin with Violation are of violations, the others of errors.
const (
	NoWord  Word = iota // an error has nothing of the kind
	Message             // the detail, or else the title
	Title               // or else the code
	Code                // "not_found"
	RequestID
	Status     // the number as a text
	AboutBlank // the type of a problem that has no page of its own (RFC 9457 §4.2.1)
	Retryable  // a flag
	Success    // a flag that is always false
	ViolationField
	ViolationLocation
	ViolationCode
	ViolationDescription
)

// TextWord returns the word that a text property of that canonical name holds, by the usual names.
func TextWord(name string, of Subject) Word {
	if of == OneViolation {
		return violationWord(name)
	}
	switch name {
	case "message", "detail", "errormessage", "errordescription", "description", "msg", "text", "reason", "usermessage", "details", "errormsg":
		return Message
	case "title", "summary", "statusmessage", "statustext":
		return Title
	case "code", "errorcode", "error", "type", "kind", "errortype", "key", "errorkey":
		return Code
	case "requestid", "traceid", "correlationid", "xrequestid", "reqid", "id", "errorid":
		return RequestID
	case "status", "statuscode", "httpstatus", "httpstatuscode", "httpcode":
		return Status
	}
	return NoWord
}

func violationWord(name string) Word {
	switch name {
	case "field", "path", "pointer", "param", "parameter", "property", "name", "attribute", "key", "target", "fieldname", "propertypath":
		return ViolationField
	case "location", "in", "source", "resource", "domain", "locationtype":
		return ViolationLocation
	case "code", "type", "rule", "reason", "error", "keyword", "errorcode", "kind", "issue":
		return ViolationCode
	case "message", "description", "detail", "msg", "title", "text", "errormessage", "details":
		return ViolationDescription
	}
	return NoWord
}

// FlagWord returns the word that a boolean property of an error holds, by its canonical name.
func FlagWord(name string) Word {
	switch name {
	case "retryable":
		return Retryable
	case "success", "ok":
		return Success
	}
	return NoWord
}

// HoldsStatus reports whether a number of that canonical name is the status.
func HoldsStatus(name string) bool {
	switch name {
	case "status", "statuscode", "code", "httpstatus", "httpstatuscode", "httpcode", "errorcode":
		return true
	}
	return false
}

// WrapsError reports whether an object of that canonical name is the error itself.
func WrapsError(name string) bool {
	switch name {
	case "error", "err", "fault", "problem", "errorinfo", "errordetail":
		return true
	}
	return false
}

// ListsViolations reports whether a list of that canonical name says what is wrong in detail.
func ListsViolations(name string) bool {
	switch name {
	case "errors", "violations", "details", "fields", "invalidparams", "fielderrors", "validationerrors", "issues", "causes",
		"fieldviolations", "errordetails", "messages", "invalidfields", "errormessages":
		return true
	}
	return false
}
