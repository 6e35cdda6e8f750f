package fault

import (
	stderrors "errors"
	"strconv"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// What ErrorInfo's metadata says of an *errors.Error that a status has no place for.
const (
	httpStatusKey = "http_status" // where it isn't the one of the code
	titleKey      = "title"       // where it isn't the HTTP status's own text
)

// inHeader marks the field of a violation as the name of a header, for google.rpc has but one kind of place. It can't be
// the path of a field.
const inHeader = "header:"

// ofError spells out an *errors.Error.
func ofError(e *errors.Error, origin Origin) *status.Status {
	code := codeFor(e)
	if relayed(e) {
		e = &errors.Error{Status: e.Status, Code: e.Code, Retryable: e.Retryable, RetryAfter: e.RetryAfter}
	}
	s := &spb.Status{Code: int32(code), Message: text(first(e.Detail, e.Title, said(code)))}
	info := &errdetails.ErrorInfo{Reason: text(reasonOf(first(e.Code, of(code).code))), Domain: origin.Domain}
	note(info, httpStatusKey, e.Status != HTTPStatus(code) && e.Status >= 400 && e.Status < 600, strconv.Itoa(e.Status))
	note(info, titleKey, e.Title != "" && e.Title != titleOf(httpStatus(code, info)), e.Title)
	details := []proto.Message{info}
	if id := first(origin.RequestID, e.RequestID); id != "" {
		details = append(details, &errdetails.RequestInfo{RequestId: id})
	}
	if len(e.Violations) > 0 {
		details = append(details, badRequest(e.Violations))
	}
	if e.Retryable || e.RetryAfter > 0 {
		details = append(details, retryInfo(e))
	}
	s.Details = pack(details)
	return status.FromProto(s)
}

// codeFor lets the error's own code decide among those that share an HTTP status.
func codeFor(e *errors.Error) codes.Code {
	code := Code(e.Status)
	for i, k := range table {
		if k.code == e.Code && (k.http == e.Status || e.Status == 0) {
			return codes.Code(i)
		}
	}
	if code == codes.OK {
		return codes.Unknown
	}
	return code
}

func note(info *errdetails.ErrorInfo, key string, when bool, value string) {
	if when {
		if info.Metadata == nil {
			info.Metadata = map[string]string{}
		}
		info.Metadata[key] = text(value)
	}
}

func badRequest(all []errors.Violation) *errdetails.BadRequest {
	out := &errdetails.BadRequest{FieldViolations: make([]*errdetails.BadRequest_FieldViolation, len(all))}
	for i, v := range all {
		field := v.Field
		if v.Location == errors.Header {
			field = inHeader + field
		}
		out.FieldViolations[i] = &errdetails.BadRequest_FieldViolation{
			Field: text(field), Description: text(v.Description), Reason: text(reasonOf(v.Code)),
		}
	}
	return out
}

func retryInfo(e *errors.Error) *errdetails.RetryInfo {
	if e.RetryAfter > 0 {
		return &errdetails.RetryInfo{RetryDelay: durationpb.New(e.RetryAfter)}
	}
	return &errdetails.RetryInfo{}
}

// ofStatus finishes a status that a handler has made.
func ofStatus(s *status.Status, origin Origin) *status.Status {
	if s.Code() == codes.OK { // an error that says OK is none that anyone meant
		s = status.New(codes.Internal, "")
	}
	p := s.Proto()
	code := s.Code()
	if int(code) >= len(table) {
		p.Code, code = int32(codes.Unknown), codes.Unknown
	}
	if p.Message = text(p.Message); p.Message == "" || secret(code, len(p.Details)) {
		p.Message = said(code)
	}
	p.Details = finish(p.Details, code, origin)
	return status.FromProto(p)
}

// secret reports whether the text of a status isn't meant for callers: that of mistakes of the server's, and of an UNAVAILABLE
// without details, which is how gRPC's own clients tell whom they can't reach.
func secret(code codes.Code, details int) bool {
	switch code {
	case codes.Internal, codes.Unknown, codes.DataLoss:
		return true
	case codes.Unavailable:
		return details == 0
	}
	return false
}

// relayed reports whether an error is what a client has got from another service, rather than words of this one's, and
// tells what is for this one's operator alone.
func relayed(e *errors.Error) bool {
	from, ok := stderrors.AsType[interface {
		error
		GRPCStatus() *status.Status
	}](e.Cause)
	if !ok {
		return false
	}
	s := from.GRPCStatus()
	return s.Message() == e.Detail && secret(s.Code(), len(s.Proto().GetDetails()))
}

// finish puts details into the house's order: ErrorInfo, RequestInfo, and the others as they were.
func finish(details []*anypb.Any, code codes.Code, origin Origin) []*anypb.Any {
	info := &errdetails.ErrorInfo{Reason: reasonOf(of(code).code), Domain: origin.Domain}
	var rest []*anypb.Any
	given := false
	for _, d := range details {
		switch {
		case d.MessageIs((*errdetails.DebugInfo)(nil)):
		case d.MessageIs((*errdetails.RequestInfo)(nil)) && origin.RequestID != "":
		case d.MessageIs((*errdetails.ErrorInfo)(nil)) && !given:
			if own := new(errdetails.ErrorInfo); d.UnmarshalTo(own) == nil {
				info, given = own, true
			}
		default:
			rest = append(rest, d)
		}
	}
	head := []proto.Message{info}
	if origin.RequestID != "" {
		head = append(head, &errdetails.RequestInfo{RequestId: origin.RequestID})
	}
	return append(pack(head), rest...)
}

// pack makes details of messages.
func pack(messages []proto.Message) []*anypb.Any {
	out := make([]*anypb.Any, 0, len(messages))
	for _, m := range messages {
		if value, err := (proto.MarshalOptions{Deterministic: true}).Marshal(m); err == nil {
			out = append(out, &anypb.Any{TypeUrl: "type.googleapis.com/" + string(m.ProtoReflect().Descriptor().FullName()), Value: value})
		}
	}
	return out
}

// httpStatus is the one that an ErrorInfo names, else that of the code.
func httpStatus(code codes.Code, info *errdetails.ErrorInfo) int {
	if own, err := strconv.Atoi(info.GetMetadata()[httpStatusKey]); err == nil && own >= 400 && own < 600 && code != codes.OK {
		return own
	}
	return HTTPStatus(code)
}

// text makes a text fit for protobuf, which refuses a whole error for one byte that is no UTF-8.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
