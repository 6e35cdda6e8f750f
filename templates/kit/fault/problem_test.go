package fault_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// TestLossless takes statuses of every code with random details through a problem and back.
func TestLossless(t *testing.T) {
	const rounds = 100
	for code := codes.Canceled; code <= 20; code++ {
		for round := range rounds {
			r := rand.New(rand.NewPCG(uint64(code), uint64(round)))
			was := status.FromProto(&spb.Status{Code: int32(code), Message: word(r), Details: details(r)})
			header := http.Header{}
			if round%2 == 0 { // in the middle of a stream there are none
				fault.SetHeaders(header, was)
			}
			body, httpStatus := fault.Problem(nil, was)
			if !json.Valid(body) || httpStatus < 400 {
				t.Fatalf("%d %s", httpStatus, body)
			}
			is := fault.FromProblem(httpStatus, header, body)
			if is.Code() != was.Code() || is.Message() != was.Message() || !slices.Equal(sorted(is), sorted(was)) {
				t.Fatalf("seed %d %d\n%d %v\n%s\nwas %v\nis  %v", code, round, httpStatus, header, body, was.Proto(), is.Proto())
			}
		}
	}
}

// sorted are the details, for their order may change.
func sorted(s *status.Status) (out []string) {
	for _, d := range s.Proto().GetDetails() {
		text := d.GetTypeUrl() + string(d.GetValue())
		if m, err := d.UnmarshalNew(); err == nil { // fields may come in another order
			b, _ := proto.MarshalOptions{Deterministic: true}.Marshal(m)
			text = d.GetTypeUrl() + string(b)
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

// details has an ErrorInfo always, for a problem has a code always; the others may be missing, doubled or strange.
func details(r *rand.Rand) (out []*anypb.Any) {
	add := func(m proto.Message) {
		d, err := anypb.New(m)
		if err != nil {
			panic(err)
		}
		out = append(out, d)
	}
	for range 1 + r.IntN(9)/8 {
		add(info(r))
	}
	for range r.IntN(9) / 4 {
		add(&errdetails.RequestInfo{RequestId: word(r), ServingData: []string{"", "", word(r)}[r.IntN(3)]})
	}
	for range r.IntN(9) / 4 {
		add(bad(r))
	}
	for range r.IntN(9) / 4 {
		add(&errdetails.RetryInfo{RetryDelay: []*durationpb.Duration{nil, {}, durationpb.New(3 * time.Second), durationpb.New(1500 * time.Millisecond), {Seconds: -1}, {Seconds: 1 << 40}}[r.IntN(6)]})
	}
	for range r.IntN(3) {
		add([]proto.Message{
			&errdetails.Help{Links: []*errdetails.Help_Link{{Url: word(r)}}}, &errdetails.LocalizedMessage{Locale: "de", Message: word(r)},
			structpb.NewStringValue(word(r)), wrapperspb.Int64(1 << 60), &errdetails.QuotaFailure{}, &anypb.Any{},
		}[r.IntN(6)])
	}
	if r.IntN(4) == 0 {
		out = append(out, &anypb.Any{TypeUrl: "type.googleapis.com/nobody.knows.It", Value: []byte(word(r))})
	}
	if r.IntN(8) == 0 {
		out = append(out, &anypb.Any{TypeUrl: out[0].TypeUrl, Value: []byte{0xff}}, &anypb.Any{})
	}
	if r.IntN(8) == 0 { // a member of tomorrow's
		out[0].Value = protowire.AppendVarint(protowire.AppendTag(out[0].Value, 99, protowire.VarintType), 7)
	}
	return out
}

func info(r *rand.Rand) *errdetails.ErrorInfo {
	m := &errdetails.ErrorInfo{Reason: []string{"NOT_FOUND", "", "lower", "Mixed", "A.B", "ß"}[r.IntN(6)], Domain: []string{"", "shop.v1.Orders"}[r.IntN(2)]}
	for range r.IntN(3) {
		if m.Metadata == nil {
			m.Metadata = map[string]string{}
		}
		m.Metadata[[]string{"http_status", "title", "k", word(r)}[r.IntN(4)]] = []string{"412", "500", "999", "Not Found", word(r)}[r.IntN(5)]
	}
	return m
}

func bad(r *rand.Rand) *errdetails.BadRequest {
	m := &errdetails.BadRequest{}
	for range r.IntN(4) {
		v := &errdetails.BadRequest_FieldViolation{
			Field: []string{"", "order.items[2]", `a["b.\"c"]`, "header:x-tenant", word(r)}[r.IntN(5)], Description: word(r),
			Reason: []string{"MIN_LENGTH", "own.Rule", "small", ""}[r.IntN(4)],
		}
		if r.IntN(6) == 0 {
			v.LocalizedMessage = &errdetails.LocalizedMessage{Locale: "de", Message: word(r)}
		}
		m.FieldViolations = append(m.FieldViolations, v)
	}
	return m
}

func word(r *rand.Rand) string {
	return []string{"", "a", "Bad Request", "<&>\u2028", "\x00\x1f\x7f", "\"\\", "日本", strings.Repeat("x", 300), strconv.Itoa(r.IntN(1000))}[r.IntN(9)]
}

func TestProblem(t *testing.T) {
	s := fault.From(&errors.Error{
		Status: 412, Code: "stale", Detail: "someone else was <faster>", Retryable: true, RetryAfter: 1100 * time.Millisecond,
		Violations: []errors.Violation{{Location: errors.Path, Field: "name", Code: "pattern", Description: "d"}, {Location: errors.Header, Field: "x-tenant", Code: "required", Description: "is required"}},
	}, fault.Origin{Domain: "shop.v1.Orders", RequestID: "r"})
	body, httpStatus := fault.ProblemAt([]byte("> "), s, func(field string) errors.Location {
		if field == "name" {
			return errors.Path
		}
		return errors.Query
	})
	want := `> {"type":"about:blank","title":"Precondition Failed","status":412,"detail":"someone else was <faster>","code":"stale","request_id":"r",` +
		`"violations":[{"location":"path","field":"name","code":"pattern","description":"d"},{"location":"header","field":"x-tenant","code":"required","description":"is required"}],` +
		`"retryable":true,"domain":"shop.v1.Orders","retry_after":2,"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.100s"}]}`
	if httpStatus != 412 || string(body) != want {
		t.Errorf("%d\n%s\n%s", httpStatus, body, want)
	}
	header := http.Header{}
	fault.SetHeaders(header, s)
	if header.Get("Grpc-Status") != "9" || header.Get("Retry-After") != "2" || header.Get("Content-Type") != "application/problem+json" {
		t.Error(header)
	}
	if body, httpStatus := fault.Problem(nil, status.New(codes.OK, "")); httpStatus != 500 || !bytes.Contains(body, []byte(`"internal"`)) {
		t.Errorf("OK is %s", body)
	}
}

// TestForeign reads what no one here has written.
func TestForeign(t *testing.T) {
	for _, c := range []struct {
		http   int
		header http.Header
		body   string
		code   codes.Code
		says   string
		after  time.Duration
	}{
		{502, nil, "<html>Bad Gateway</html>", codes.Unavailable, "Bad Gateway", 0},
		{404, nil, `{"title":"Nope","detail":7}`, codes.NotFound, "Not Found", 0},
		{404, nil, `{"title":"Nope"}`, codes.NotFound, "Nope", 0},
		{429, http.Header{"Retry-After": {"7"}}, "", codes.ResourceExhausted, "Too Many Requests", 7 * time.Second},
		{503, http.Header{"Retry-After": {"Wed, 21 Oct 2026 07:28:05 GMT"}, "Date": {"Wed, 21 Oct 2026 07:28:00 GMT"}}, "", codes.Unavailable, "Service Unavailable", 5 * time.Second},
		{503, http.Header{"Retry-After": {"99999999999999999"}}, "", codes.Unavailable, "Service Unavailable", 24 * time.Hour},
		{200, http.Header{"Grpc-Status": {"0"}}, "", codes.Unknown, "OK", 0},
		{500, http.Header{"Grpc-Status": {"-3"}}, `{"details":[{"@type":"x","@bytes":"!"},3,{"@type":"y"}]}`, codes.Internal, "Internal Server Error", 0},
		{404, nil, `{"error":{"code":404,"message":"no such book","status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1s"}]}}`, codes.NotFound, "no such book", time.Second},
		{409, nil, `{"error":{"code":409,"message":"no such book","status":"STALE"}}`, codes.Aborted, "Conflict", 0},
		{400, nil, `{"code":9,"message":"not empty","details":[]}`, codes.FailedPrecondition, "not empty", 0},
		{400, nil, `{"code":400,"message":"not empty"}`, codes.InvalidArgument, "Bad Request", 0},
		{400, nil, `{"error":"invalid_grant"}`, codes.InvalidArgument, "Bad Request", 0},
		{499, nil, ``, codes.Canceled, "Client Closed Request", 0},
	} {
		s := fault.FromProblem(c.http, c.header, []byte(c.body))
		e := fault.Typed(s)
		if s.Code() != c.code || s.Message() != c.says || e.RetryAfter != c.after {
			t.Errorf("%d %s: %v %q %v", c.http, c.body, s.Code(), s.Message(), e.RetryAfter)
		}
	}
}

func FuzzFromProblem(f *testing.F) {
	for _, seed := range []string{`{"code":"x","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1s"}]}`, `{"violations":[{"location":"header"}],"retry_after":1e3}`, "[", ""} {
		f.Add(400, seed)
	}
	f.Fuzz(func(t *testing.T, httpStatus int, body string) {
		s := fault.FromProblem(httpStatus, http.Header{}, []byte(body))
		if fault.Typed(s) == nil {
			t.Fatalf("%d %q is no error", httpStatus, body)
		}
		if out, _ := fault.Problem(nil, s); !json.Valid(out) {
			t.Fatalf("%s", out)
		}
	})
}
