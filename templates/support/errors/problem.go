package errors

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendProblem appends e as a problem of RFC 9457 (application/problem+json) with the members type, title, status,
// detail, code, request_id and violations, and retryable where it is true. Empty texts are left out, but code isn't.
func AppendProblem(dst []byte, e *Error) []byte {
	dst = append(dst, `{"type":"about:blank"`...)
	dst = appendMember(dst, "title", e.Title)
	dst = strconv.AppendInt(append(dst, `,"status":`...), int64(e.Status), 10)
	dst = appendMember(dst, "detail", e.Detail)
	dst = appendString(append(dst, `,"code":`...), e.Code)
	dst = appendMember(dst, "request_id", e.RequestID)
	if len(e.Violations) > 0 {
		dst = appendViolations(append(dst, `,"violations":`...), e.Violations)
	}
	if e.Retryable {
		dst = append(dst, `,"retryable":true`...)
	}
	return append(dst, '}')
}

func appendViolations(dst []byte, all []Violation) []byte {
	dst = append(dst, '[')
	for i, v := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(append(dst, `{"location":`...), string(v.Location))
		dst = appendString(append(dst, `,"field":`...), v.Field)
		dst = appendString(append(dst, `,"code":`...), v.Code)
		dst = appendString(append(dst, `,"description":`...), v.Description)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func appendMember(dst []byte, name, text string) []byte {
	if text == "" {
		return dst
	}
	dst = append(append(dst, `,"`...), name...)
	return appendString(append(dst, `":`...), text)
}

// appendString quotes text; what is no UTF-8 becomes U+FFFD, because an error about a bad text must itself be good.
func appendString(dst []byte, text string) []byte {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	dst = append(dst, '"')
	from := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			dst = appendEscape(append(dst, text[from:i]...), c)
			from = i + 1
		}
	}
	return append(append(dst, text[from:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	if c < ' ' {
		return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	}
	return append(dst, '\\', c)
}
