package agree

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// outcome is what a caller gets, by whatever protocol.
type outcome struct {
	messages []proto.Message
	failed   *failure // nil: all went well
	header   func(name string) string
	http     int    // 0: it was gRPC
	media    string // of REST
	body     []byte // of REST
	broken   string // why nothing can be made of the answer
}

// failure is an error, with all that a caller can learn from it.
type failure struct {
	code       codes.Code
	uncoded    bool   // it says no code
	reason     string // as ErrorInfo spells it
	message    string
	domain     string
	requestID  string
	metadata   map[string]string
	violations []string
	retry      string
	details    []string
	http       int // that it should have
}

// httpStatuses is the table of google/rpc/code.proto.
var httpStatuses = [...]int{200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401}

// ofStatus takes the error of gRPC apart.
func ofStatus(s *status.Status) *failure {
	f := &failure{code: s.Code(), message: s.Message(), metadata: map[string]string{}, http: httpStatuses[codes.Unknown]}
	if int(s.Code()) < len(httpStatuses) {
		f.http = httpStatuses[s.Code()]
	}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			f.reason, f.domain = d.GetReason(), d.GetDomain()
			f.note(d.GetMetadata())
		case *errdetails.RequestInfo:
			f.requestID = d.GetRequestId()
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				f.violations = append(f.violations, violation(v.GetField(), v.GetReason(), v.GetDescription()))
			}
		case *errdetails.RetryInfo:
			f.retry = "yes"
			if d.GetRetryDelay() != nil {
				f.retry = strconv.FormatInt(int64((d.GetRetryDelay().AsDuration()+time.Second-1)/time.Second), 10)
			}
		}
	}
	for _, d := range s.Proto().GetDetails() {
		switch d.MessageName() {
		case "google.rpc.ErrorInfo", "google.rpc.RequestInfo", "google.rpc.BadRequest", "google.rpc.RetryInfo":
		default:
			text, err := protojson.Marshal(d)
			if err != nil {
				text = []byte(err.Error())
			}
			f.details = append(f.details, canonical(text))
		}
	}
	return f
}

// note takes over metadata. Two keys say what a problem has members for.
func (f *failure) note(metadata map[string]string) {
	for key, value := range metadata {
		switch n, err := strconv.Atoi(value); {
		case key == "http_status" && err == nil:
			f.http = n
		case key == "title":
		default:
			f.metadata[key] = value
		}
	}
}

func violation(field, reason, description string) string {
	return fmt.Sprintf("%s %s (%s)", field, strings.ToUpper(reason), description)
}

// problem is the error of REST.
type problem struct {
	Title      string
	Status     int
	Detail     *string
	Code       string
	Domain     string
	Metadata   map[string]string
	RequestID  string `json:"request_id"`
	Violations []struct{ Location, Field, Code, Description string }
	Retryable  bool
	RetryAfter *int64 `json:"retry_after"`
	Details    []json.RawMessage
	Exact      *int `json:"grpc_status"` // where the HTTP status stands for several codes
}

// ofProblem takes the error of REST apart.
func ofProblem(body []byte, httpStatus int, grpcStatus string) (*failure, error) {
	var p problem
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, err
	}
	f := &failure{reason: strings.ToUpper(p.Code), message: p.Title, domain: p.Domain, requestID: p.RequestID, metadata: p.Metadata, http: p.Status}
	if p.Detail != nil {
		f.message = *p.Detail
	}
	n, err := strconv.Atoi(grpcStatus)
	switch {
	case err == nil && p.Exact != nil && n != *p.Exact:
		return nil, fmt.Errorf("Grpc-Status is %d, the problem says %d", n, *p.Exact)
	case err == nil:
		f.code = codes.Code(n)
	case p.Exact != nil:
		f.code = codes.Code(*p.Exact)
	default:
		f.uncoded = true
	}
	if httpStatus != p.Status {
		return nil, fmt.Errorf("the status is %d, the problem says %d", httpStatus, p.Status)
	}
	for _, v := range p.Violations {
		field := v.Field
		if v.Location == "header" {
			field = "header:" + field
		}
		f.violations = append(f.violations, violation(field, v.Code, v.Description))
	}
	if p.Retryable {
		f.retry = "yes"
	}
	if p.RetryAfter != nil {
		f.retry = strconv.FormatInt(*p.RetryAfter, 10)
	}
	for _, d := range p.Details {
		f.details = append(f.details, canonical(d))
	}
	return f, nil
}

// canonical is JSON with its members in order and without spaces.
func canonical(text []byte) string {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return string(text)
	}
	out, _ := json.Marshal(value)
	return string(out)
}

// differences says in what two failures differ. The order of violations is part of what they are.
func (f *failure) differences(rest *failure) (wrong []string) {
	differ := func(what string, a, b any) {
		if x, y := fmt.Sprint(a), fmt.Sprint(b); x != y {
			wrong = append(wrong, fmt.Sprintf("%s is %q by gRPC and %q by REST", what, x, y))
		}
	}
	if !rest.uncoded {
		differ("the code", f.code, rest.code)
	}
	differ("the HTTP status", f.http, rest.http)
	differ("the reason", f.reason, rest.reason)
	differ("the message", f.message, rest.message)
	differ("the domain", f.domain, rest.domain)
	differ("the request's ID", f.requestID, rest.requestID)
	differ("the metadata", f.metadata, orEmpty(rest.metadata))
	differ("when to retry", f.retry, rest.retry)
	differ("what else is said", f.details, rest.details)
	a, b := slices.Sorted(slices.Values(f.violations)), slices.Sorted(slices.Values(rest.violations))
	if !slices.Equal(a, b) {
		wrong = append(wrong, fmt.Sprintf("violations are\n\t%s\nby gRPC and\n\t%s\nby REST", strings.Join(a, "\n\t"), strings.Join(b, "\n\t")))
	}
	return wrong
}

func orEmpty(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

// differences says in what the outcomes of gRPC and REST differ.
func (o *operation) differences(byGRPC, byREST *outcome) (wrong []string) {
	for _, one := range []*outcome{byGRPC, byREST} {
		if one.broken != "" {
			return []string{one.broken}
		}
	}
	wrong = o.compare(byGRPC.messages, byREST.messages)
	switch {
	case byGRPC.failed == nil && byREST.failed == nil:
		if byREST.http != http.StatusOK {
			wrong = append(wrong, fmt.Sprintf("REST answers with status %d", byREST.http))
		}
	case byGRPC.failed == nil:
		wrong = append(wrong, fmt.Sprintf("gRPC answers, REST fails: %+v", *byREST.failed))
	case byREST.failed == nil:
		wrong = append(wrong, fmt.Sprintf("gRPC fails, REST answers: %+v", *byGRPC.failed))
	default:
		wrong = append(wrong, byGRPC.failed.differences(byREST.failed)...)
	}
	if a, b := byGRPC.header("x-request-id"), byREST.header("x-request-id"); a != b {
		wrong = append(wrong, fmt.Sprintf("x-request-id is %q by gRPC and %q by REST", a, b))
	}
	return wrong
}

// compare holds messages against each other, one by one: of those of gRPC only what REST sends of them. A document that
// gRPC sends in pieces is one by REST.
func (o *operation) compare(byGRPC, byREST []proto.Message) []string {
	if o.sends() && o.document() {
		byGRPC, byREST = joined(byGRPC, o.Output().New()), joined(byREST, o.Output().New())
	}
	if len(byGRPC) != len(byREST) {
		return []string{fmt.Sprintf("gRPC sends %d messages, REST %d", len(byGRPC), len(byREST))}
	}
	for i := range byGRPC {
		want := o.visible(byGRPC[i])
		if !proto.Equal(want, byREST[i]) {
			return []string{fmt.Sprintf("message %d is\n\t%s\nby gRPC and\n\t%s\nby REST", i+1, protojson.Format(want), protojson.Format(byREST[i]))}
		}
	}
	return nil
}

// visible is what REST can show of an answer.
func (o *operation) visible(m proto.Message) proto.Message {
	if o.binding.answer == "" && !o.document() {
		return m
	}
	out := o.Output().New()
	if o.binding.answer == "" {
		for _, name := range []string{"content_type", "data"} {
			f := out.Descriptor().Fields().ByName(protoreflect.Name(name))
			out.Set(f, m.ProtoReflect().Get(f))
		}
		return out.Interface()
	}
	f := out.Descriptor().Fields().ByName(protoreflect.Name(o.binding.answer))
	if m.ProtoReflect().Has(f) {
		out.Set(f, m.ProtoReflect().Get(f))
	}
	return out.Interface()
}

// document reports whether REST sends the answer as it is.
func (o *operation) document() bool {
	return o.answer().FullName() == httpBody && o.binding.answer == ""
}

// joined puts the pieces of a document together, if it has any. Its type is the first's.
func joined(pieces []proto.Message, out protoreflect.Message) []proto.Message {
	fields := out.Descriptor().Fields()
	media, data := fields.ByName("content_type"), fields.ByName("data")
	for i, piece := range pieces {
		if i == 0 {
			out.Set(media, piece.ProtoReflect().Get(media))
		}
		out.Set(data, protoreflect.ValueOfBytes(append(out.Get(data).Bytes(), piece.ProtoReflect().Get(data).Bytes()...)))
	}
	if !out.Has(data) {
		return nil
	}
	return []proto.Message{out.Interface()}
}
