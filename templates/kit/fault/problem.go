package fault

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Problem is ProblemAt for an error whose violations are all of the body or of headers.
func Problem(dst []byte, s *status.Status) (body []byte, httpStatus int) {
	return ProblemAt(dst, s, nil)
}

// ProblemAt appends a status as a problem (application/problem+json), and returns its HTTP status. BadRequest becomes
// violations, ErrorInfo code, domain and metadata, RequestInfo request_id, RetryInfo retryable and retry_after (seconds);
// what these can't say in full, and all other details, are a list of Any, and grpc_status is the code, unless the HTTP status
// says it. locate says where in the request a field
// stands (nil: in the body). OK is no problem: it is told as an internal one.
func ProblemAt(dst []byte, s *status.Status, locate func(field string) errors.Location) (body []byte, httpStatus int) {
	if s.Code() == codes.OK {
		s = status.New(codes.Internal, said(codes.Internal))
	}
	p := takeApart(s)
	e := p.flat()
	place(e.Violations, locate)
	dst = errors.AppendProblem(dst, e)
	dst = dst[:len(dst)-1]
	if p.message == "" {
		dst = append(dst, `,"detail":""`...)
	}
	if Code(e.Status) != p.code { // for those who don't see the header, as in the middle of a stream
		dst = member(dst, "grpc_status", int(p.code))
	}
	if domain := p.info.GetDomain(); domain != "" {
		dst = member(dst, "domain", domain)
	}
	if rest := p.metadata(e); len(rest) > 0 {
		dst = member(dst, "metadata", rest)
	}
	if p.retry.GetRetryDelay() != nil {
		dst = member(dst, "retry_after", seconds(e.RetryAfter))
	}
	if list := p.details(e); len(list) > 0 {
		dst = member(dst, "details", list)
	}
	return append(dst, '}'), e.Status
}

func place(all []errors.Violation, locate func(string) errors.Location) {
	for i := range all {
		if v := &all[i]; locate != nil && v.Location == errors.Body {
			v.Location = locate(v.Field)
		}
	}
}

// member appends a member whose value can't fail to be written.
func member(dst []byte, name string, value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return dst
	}
	dst = append(append(append(dst, `,"`...), name...), `":`...)
	return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// metadata is that of ErrorInfo, less what the problem says by its status and its title.
func (p *parts) metadata(e *errors.Error) map[string]string {
	rest := map[string]string{}
	implied := implied(p.code, e.Status, e.Title)
	for key, value := range p.info.GetMetadata() {
		if told, ok := implied[key]; !ok || told != value {
			rest[text(key)] = text(value)
		}
	}
	return rest
}

// implied is the metadata that a problem's status and title stand for.
func implied(code codes.Code, httpStatus int, title string) map[string]string {
	out := map[string]string{}
	if httpStatus != HTTPStatus(code) && httpStatus >= 400 && httpStatus < 600 {
		out[httpStatusKey] = strconv.Itoa(httpStatus)
	}
	if title != "" && title != titleOf(httpStatus) {
		out[titleKey] = title
	}
	return out
}

// details is what a problem has no members for: all other details, and of its own those that wouldn't come back as they were.
func (p *parts) details(e *errors.Error) []json.RawMessage {
	back := rebuild(p.code, e, p.info.GetDomain(), p.metadata(e), p.retry.GetRetryDelay() != nil)
	var list []json.RawMessage
	add := func(was, is proto.Message) {
		name := was.ProtoReflect().Descriptor().FullName()
		again := slices.ContainsFunc(p.twice, func(m proto.Message) bool { return m.ProtoReflect().Descriptor().FullName() == name })
		if was.ProtoReflect().IsValid() && (again || !proto.Equal(was, is)) {
			list = append(list, detail(pack([]proto.Message{was})[0]))
		}
	}
	add(p.info, back.info)
	add(p.request, back.request)
	add(p.bad, back.bad)
	add(p.retry, back.retry)
	for _, d := range p.rest {
		list = append(list, detail(d))
	}
	return list
}

// rebuild makes the details that the members of a problem stand for.
func rebuild(code codes.Code, e *errors.Error, domain string, metadata map[string]string, waits bool) *parts {
	p := &parts{code: code, info: &errdetails.ErrorInfo{Reason: text(reasonOf(e.Code)), Domain: text(domain)}}
	p.info.Metadata = implied(code, e.Status, e.Title)
	for key, value := range metadata {
		p.info.Metadata[key] = value
	}
	if e.RequestID != "" {
		p.request = &errdetails.RequestInfo{RequestId: text(e.RequestID)}
	}
	if len(e.Violations) > 0 {
		p.bad = badRequest(e.Violations)
	}
	if e.Retryable {
		p.retry = &errdetails.RetryInfo{}
	}
	if e.Retryable && waits {
		p.retry.RetryDelay = durationpb.New(time.Duration(seconds(e.RetryAfter)) * time.Second)
	}
	return p
}

// detail is the JSON of an Any. A type that isn't linked, or whose JSON doesn't say everything, goes as its bytes.
func detail(d *anypb.Any) json.RawMessage {
	out, err := protojson.Marshal(d)
	again := new(anypb.Any)
	if err == nil && protojson.Unmarshal(out, again) == nil && same(d, again) {
		var b bytes.Buffer
		if json.Compact(&b, out) == nil { // protojson puts in spaces at random
			return b.Bytes()
		}
	}
	out, _ = json.Marshal(opaque{Type: text(d.GetTypeUrl()), Bytes: base64.StdEncoding.EncodeToString(d.GetValue())})
	return out
}

// opaque is a detail of a type that isn't known.
type opaque struct {
	Type  string `json:"@type"`
	Bytes string `json:"@bytes"`
}

func same(a, b *anypb.Any) bool {
	first, err := a.UnmarshalNew()
	if err != nil {
		return false
	}
	second, err := b.UnmarshalNew()
	return err == nil && a.GetTypeUrl() == b.GetTypeUrl() && proto.Equal(first, second)
}

// SetHeaders sets the headers of a problem: Content-Type, Grpc-Status with the exact code, and Retry-After.
func SetHeaders(h http.Header, s *status.Status) {
	h.Set("Content-Type", "application/problem+json")
	h.Set("Grpc-Status", strconv.Itoa(int(s.Code())))
	if p := takeApart(s); p.retry.GetRetryDelay() != nil {
		h.Set("Retry-After", strconv.FormatInt(seconds(delay(p.retry)), 10))
	}
}
