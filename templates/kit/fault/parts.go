package fault

import (
	"net/http"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// parts is a status taken apart: the details that a problem has members for, and all others.
type parts struct {
	code    codes.Code
	message string
	info    *errdetails.ErrorInfo
	request *errdetails.RequestInfo
	bad     *errdetails.BadRequest
	retry   *errdetails.RetryInfo
	rest    []*anypb.Any
	twice   []proto.Message // kinds that occur more than once
}

func takeApart(s *status.Status) *parts {
	p := &parts{code: s.Code(), message: s.Message()}
	for _, d := range s.Proto().GetDetails() {
		p.take(d)
	}
	return p
}

func (p *parts) take(d *anypb.Any) {
	switch d.MessageName() {
	case "google.rpc.ErrorInfo":
		take(p, d, &p.info, new(errdetails.ErrorInfo))
	case "google.rpc.RequestInfo":
		take(p, d, &p.request, new(errdetails.RequestInfo))
	case "google.rpc.BadRequest":
		take(p, d, &p.bad, new(errdetails.BadRequest))
	case "google.rpc.RetryInfo":
		take(p, d, &p.retry, new(errdetails.RetryInfo))
	default:
		p.rest = append(p.rest, d)
	}
}

// take keeps the first detail of its kind.
func take[M interface {
	comparable
	proto.Message
}](p *parts, d *anypb.Any, to *M, m M) {
	var none M
	if *to == none && d.UnmarshalTo(m) == nil {
		*to = m
		return
	}
	p.rest = append(p.rest, d)
	p.twice = append(p.twice, m)
}

// put is the inverse of takeApart, but for the order of the details.
func (p *parts) put() *status.Status {
	var known []proto.Message
	if p.info != nil {
		known = append(known, p.info)
	}
	if p.request != nil {
		known = append(known, p.request)
	}
	if p.bad != nil {
		known = append(known, p.bad)
	}
	if p.retry != nil {
		known = append(known, p.retry)
	}
	return status.FromProto(&spb.Status{Code: int32(p.code), Message: p.message, Details: append(pack(known), p.rest...)})
}

// flat is the error as a struct: what a problem says and what clients get.
func (p *parts) flat() *errors.Error {
	status := httpStatus(p.code, p.info)
	e := &errors.Error{
		Status: status, Code: of(p.code).code, Title: first(p.info.GetMetadata()[titleKey], titleOf(status)),
		Detail: p.message, RequestID: p.request.GetRequestId(),
		Retryable: p.retry != nil, RetryAfter: delay(p.retry), Violations: p.violations(),
	}
	if p.info != nil {
		e.Code = codeOf(p.info.GetReason())
	}
	if e.Detail == e.Title {
		e.Detail = ""
	}
	return e
}

func titleOf(httpStatus int) string {
	if httpStatus == statusClientClosed {
		return "Client Closed Request"
	}
	return http.StatusText(httpStatus)
}

// longest is as long as any wait makes sense.
const longest = 24 * time.Hour

func delay(r *errdetails.RetryInfo) time.Duration {
	return min(max(r.GetRetryDelay().AsDuration(), 0), longest)
}

func (p *parts) violations() []errors.Violation {
	var all []errors.Violation
	for _, v := range p.bad.GetFieldViolations() {
		one := errors.Violation{Location: errors.Body, Field: v.GetField(), Code: codeOf(v.GetReason()), Description: v.GetDescription()}
		if name, ok := strings.CutPrefix(one.Field, inHeader); ok {
			one.Location, one.Field = errors.Header, name
		}
		all = append(all, one)
	}
	return all
}

// Typed returns what clients see of a status: nil for OK. errors.As finds *errors.Error, and status.FromError the status.
func Typed(s *status.Status) *errors.Error {
	if s.Code() == codes.OK {
		return nil
	}
	p := takeApart(s)
	e := p.flat()
	e.Retryable = e.Retryable || p.code == codes.Unavailable
	e.Cause = s.Err()
	return e
}
