package fault

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// problem is the body of an answer that failed.
type problem struct {
	Title      *string           `json:"title"`
	Detail     *string           `json:"detail"`
	Code       *string           `json:"code"`
	Domain     string            `json:"domain"`
	Metadata   map[string]string `json:"metadata"`
	RequestID  string            `json:"request_id"`
	Violations []violation       `json:"violations"`
	Retryable  bool              `json:"retryable"`
	RetryAfter *int64            `json:"retry_after"`
	Details    []json.RawMessage `json:"details"`
	GRPCStatus uint16            `json:"grpc_status"`
}

type violation struct {
	Location    string `json:"location"`
	Field       string `json:"field"`
	Code        string `json:"code"`
	Description string `json:"description"`
}

// FromProblem is the inverse of Problem: nothing is lost but the order of the details.
// A body that is no problem gives a status by the HTTP status alone, and one without a code has no ErrorInfo.
func FromProblem(httpStatus int, header http.Header, body []byte) *status.Status {
	if s := foreign(body); s != nil {
		return s
	}
	var read problem
	if json.Unmarshal(body, &read) != nil {
		read = problem{} // half of what someone else means is worse than nothing
	}
	code := read.exactCode(httpStatus, header)
	e, waits := read.flat(httpStatus, header)
	p := rebuild(code, e, read.Domain, read.Metadata, waits)
	p.message = read.message(e.Title)
	if read.Code == nil {
		p.info = nil
	}
	p.overlay(read.Details)
	return p.put()
}

// exactCode is the one that the header or the body names, for HTTP has fewer.
func (r *problem) exactCode(httpStatus int, header http.Header) codes.Code {
	if n, err := strconv.ParseUint(header.Get("Grpc-Status"), 10, 31); err == nil && n != 0 {
		return codes.Code(n)
	}
	if r.GRPCStatus != 0 {
		return codes.Code(r.GRPCStatus)
	}
	if code := Code(httpStatus); code != codes.OK {
		return code
	}
	return codes.Unknown
}

func (r *problem) message(title string) string {
	if r.Detail != nil {
		return text(*r.Detail)
	}
	return text(title)
}

func (r *problem) flat(httpStatus int, header http.Header) (e *errors.Error, waits bool) {
	e = &errors.Error{Status: httpStatus, Title: titleOf(httpStatus), RequestID: r.RequestID, Retryable: r.Retryable}
	if r.Title != nil && *r.Title != "" {
		e.Title = *r.Title
	}
	if r.Code != nil {
		e.Code = *r.Code
	}
	for _, v := range r.Violations {
		e.Violations = append(e.Violations, errors.Violation{
			Location: errors.Location(v.Location), Field: v.Field, Code: v.Code, Description: v.Description,
		})
	}
	after, waits := r.wait(header)
	e.RetryAfter = min(time.Duration(max(0, min(after, 1<<32)))*time.Second, longest)
	e.Retryable = e.Retryable || waits
	return e, waits
}

// wait is how many seconds the answer asks for, by the header where the body doesn't say.
func (r *problem) wait(header http.Header) (seconds int64, ok bool) {
	if r.RetryAfter != nil {
		return *r.RetryAfter, true
	}
	if r.Code != nil && !r.Retryable {
		return 0, false
	}
	given := strings.TrimSpace(header.Get("Retry-After"))
	if n, err := strconv.ParseInt(given, 10, 64); err == nil && n >= 0 {
		return n, true
	}
	if at, err := http.ParseTime(given); err == nil {
		now, err := http.ParseTime(header.Get("Date")) // both by the same clock
		return max(0, int64(at.Sub(now)/time.Second)), err == nil
	}
	return 0, false
}

// overlay takes the list of details, which says more than the members where it says the same.
func (p *parts) overlay(list []json.RawMessage) {
	given := new(parts)
	for _, raw := range list {
		if d, ok := readDetail(raw); ok {
			given.take(d)
		}
	}
	if given.info != nil {
		p.info = given.info
	}
	if given.request != nil {
		p.request = given.request
	}
	if given.bad != nil {
		p.bad = given.bad
	}
	if given.retry != nil {
		p.retry = given.retry
	}
	p.rest = given.rest
}

func readDetail(raw json.RawMessage) (*anypb.Any, bool) {
	var o struct {
		Type  string  `json:"@type"`
		Bytes *string `json:"@bytes"`
	}
	if json.Unmarshal(raw, &o) == nil && o.Bytes != nil {
		value, err := base64.StdEncoding.DecodeString(*o.Bytes)
		return &anypb.Any{TypeUrl: text(o.Type), Value: value}, err == nil
	}
	d := new(anypb.Any)
	if (protojson.UnmarshalOptions{RecursionLimit: 100}).Unmarshal(raw, d) == nil {
		return d, true
	}
	return &anypb.Any{TypeUrl: text(o.Type)}, o.Type != "" // of a type that isn't linked here, it is known that there was one
}
