package agree

import (
	"context"
	stderrors "errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// comparison is one thing in which the protocols must not differ.
type comparison struct {
	name  string
	check func(*suite, *operation) verdict
}

var comparisons = []comparison{
	{"answers", answers},
	{"status codes", statusCodes},
	{"error details", errorDetails},
	{"other errors", otherErrors},
	{"violations", violations},
	{"headers", passing},
	{"a required header is missing", missingHeader},
	{"deadline", deadline},
	{"cancellation", cancellation},
	{"panic", panics},
	{"stream broken off", brokenOff},
	{"several requests", several},
}

// id is the request's ID that all calls have, so that errors are the same to the letter.
var id = headers{"x-request-id": "agreement-1"}

// answers compares what the implementation itself answers.
func answers(s *suite, o *operation) verdict {
	byGRPC, v := s.same(o, id, o.request)
	if byGRPC != nil && byGRPC.failed != nil && len(v.wrong) == 0 {
		if byGRPC.failed.code == codes.InvalidArgument && len(byGRPC.failed.violations) > 0 {
			o.refused = "the request breaks rules that no sample could be made for: " + strings.Join(byGRPC.failed.violations, ", ")
			return skipped("%s", o.refused)
		}
		v.note = fmt.Sprintf("both protocols fail: %s: %s", byGRPC.failed.code, byGRPC.failed.message)
	}
	return v
}

// statusCodes compares every error that an implementation can answer.
func statusCodes(s *suite, o *operation) (v verdict) {
	for code := codes.Canceled; code <= codes.Unauthenticated; code++ {
		s.tap.play(func(context.Context, *call) error { return status.Error(code, "this is said of it") })
		byGRPC, one := s.same(o, id, o.request)
		if one.skip != "" {
			return one
		}
		v.about(code.String(), one.wrong)
		if byGRPC.failed != nil && byGRPC.failed.code != code {
			v.add("%s becomes %s", code, byGRPC.failed.code)
		}
	}
	return v
}

// errorDetails compares an error that says all that one can.
func errorDetails(s *suite, o *operation) verdict {
	full, err := status.New(codes.ResourceExhausted, "no more today").WithDetails(
		&errdetails.ErrorInfo{Reason: "DAILY_QUOTA", Domain: "example.com", Metadata: map[string]string{"limit": "10"}},
		&errdetails.RetryInfo{RetryDelay: durationpb.New(90 * time.Second)},
		&errdetails.QuotaFailure{Violations: []*errdetails.QuotaFailure_Violation{{Subject: "you", Description: "ten a day"}}},
		&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{{Field: "some.field[2]", Description: "too much", Reason: "MAXIMUM"}}},
		&errdetails.LocalizedMessage{Locale: "de", Message: "für heute ist Schluss"},
	)
	if err != nil {
		return verdict{wrong: []string{err.Error()}}
	}
	s.tap.play(func(context.Context, *call) error { return full.Err() })
	byGRPC, v := s.same(o, id, o.request)
	if byGRPC != nil && byGRPC.failed != nil && (len(byGRPC.failed.details) != 2 || len(byGRPC.failed.violations) != 1 || byGRPC.failed.retry != "90") {
		v.add("details got lost: %+v", *byGRPC.failed)
	}
	return v
}

// otherErrors compares errors that say nothing of gRPC.
func otherErrors(s *suite, o *operation) (v verdict) {
	for name, err := range map[string]error{
		"a text":               stderrors.New("the password is swordfish"),
		"the deadline":         context.DeadlineExceeded,
		"wrapped":              fmt.Errorf("while asking: %w", status.Error(codes.NotFound, "not there")),
		"precondition failed":  &errors.Error{Status: 412, Code: "stale", Detail: "it has changed"},
		"conflict":             &errors.Error{Status: 409, Code: "in_progress", Retryable: true, RetryAfter: 2 * time.Second},
		"unprocessable entity": &errors.Error{Status: 422, Code: "key_reused", Title: "another body", Violations: []errors.Violation{{Location: errors.Header, Field: "idempotency-key", Code: "reused", Description: "it was used"}}},
	} {
		s.tap.play(func(context.Context, *call) error { return err })
		byGRPC, one := s.same(o, id, o.request)
		if one.skip != "" {
			return one
		}
		v.about(name, one.wrong)
		if byGRPC.failed == nil || strings.Contains(fmt.Sprint(*byGRPC.failed), "swordfish") {
			v.add("%s: what is told is %+v", name, byGRPC.failed)
		}
	}
	return v
}

// violations compares what is said of requests that break the contract.
func violations(s *suite, o *operation) (v verdict) {
	if o.takes() && s.pieces(o) {
		return skipped("a document has nothing to break")
	}
	told, unsaid := 0, ""
	for _, b := range o.broken() {
		byGRPC, one := s.same(o, id, b.request)
		if one.skip != "" {
			unsaid = b.name + ": " + one.skip
			continue
		}
		v.about(b.name, one.wrong)
		if byGRPC.failed != nil {
			told = max(told, len(byGRPC.failed.violations))
		}
	}
	switch {
	case len(v.wrong) > 0:
	case told == 0 && unsaid != "":
		return skipped("%s", unsaid)
	case told == 0:
		return skipped("no request was found that breaks the contract")
	default:
		v.note = fmt.Sprintf("%d violations at once are told alike", told)
	}
	return v
}

// guard ends a test that would hang.
const guard = 20 * time.Second

// deadline has the implementation wait until the caller's time is over. Over REST the caller says how long it waits, and
// then waits longer, so that it is the service that ends the call.
func deadline(s *suite, o *operation) (v verdict) {
	var mu sync.Mutex
	bounded := 0
	s.tap.play(func(ctx context.Context, _ *call) error {
		if at, ok := ctx.Deadline(); ok && time.Until(at) < guard {
			mu.Lock()
			bounded++
			mu.Unlock()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(guard):
			return stderrors.New("the deadline didn't reach the implementation")
		}
	})
	if o.binding == nil {
		return skipped("REST can't call it: it has no HTTP binding")
	}
	byREST, err := s.callREST(context.Background(), o, headers{"x-request-id": id["x-request-id"], "grpc-timeout": "30m"}, []proto.Message{o.request})
	if err != nil {
		return skipped("REST can't call it: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	byGRPC := s.callGRPC(ctx, o, id, []proto.Message{o.request})
	for protocol, one := range map[string]*outcome{"gRPC": byGRPC, "REST": byREST} {
		switch {
		case one.broken != "":
			v.add("%s", one.broken)
		case one.failed == nil:
			v.add("%s answers behind the deadline", protocol)
		case one.failed.code != codes.DeadlineExceeded:
			v.add("%s answers %s: %s", protocol, one.failed.code, one.failed.message)
		}
	}
	if byREST.failed != nil && byREST.http != 504 {
		v.add("REST answers with status %d", byREST.http)
	}
	mu.Lock()
	defer mu.Unlock()
	if bounded < 1 { // gRPC may end the call before it reaches the implementation
		v.add("the implementation saw no deadline")
	}
	return v
}

// cancellation has the caller leave while the implementation works.
func cancellation(s *suite, o *operation) (v verdict) {
	if o.binding == nil {
		return skipped("REST can't call it: it has no HTTP binding")
	}
	if _, err := o.binding.request([]proto.Message{o.request}, s.types); err != nil {
		return skipped("REST can't call it: %v", err)
	}
	for _, protocol := range []string{"gRPC", "REST"} {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		s.tap.play(func(ctx context.Context, c *call) error {
			for c.stream != nil { // HTTP/1.1 tells of a client that has gone behind what it has sent
				if c.stream.RecvMsg(o.Input().New().Interface()) != nil {
					break
				}
			}
			cancel()
			select {
			case <-ctx.Done():
				ended <- nil
			case <-time.After(guard / 2):
				ended <- stderrors.New("the implementation works on for a caller that has gone")
			}
			return ctx.Err()
		})
		if protocol == "gRPC" {
			s.callGRPC(ctx, o, id, []proto.Message{o.request})
		} else if _, err := s.callREST(ctx, o, id, []proto.Message{o.request}); err != nil {
			v.add("%v", err)
		}
		select {
		case err := <-ended:
			if err != nil {
				v.add("%s: %v", protocol, err)
			}
		case <-time.After(guard):
			v.add("%s: the implementation was never called", protocol)
		}
		cancel()
	}
	return v
}

// panics has the implementation panic, of which nothing may be told.
func panics(s *suite, o *operation) verdict {
	s.tap.play(func(context.Context, *call) error { panic("the password is swordfish") })
	byGRPC, byREST, err := s.both(context.Background(), o, id, o.request)
	if err != nil {
		return skipped("REST can't call it: %v", err)
	}
	v := verdict{wrong: o.differences(byGRPC, byREST)}
	if byGRPC.failed == nil || byGRPC.failed.code != codes.Internal {
		v.add("gRPC answers %+v", byGRPC.failed)
	}
	for _, secret := range []string{"swordfish", "goroutine", ".go:"} {
		if strings.Contains(string(byREST.body), secret) || byGRPC.failed != nil && strings.Contains(fmt.Sprint(*byGRPC.failed), secret) {
			v.add("the answer tells %q", secret)
		}
	}
	return v
}

// brokenOff has a stream end with an error behind its first message.
func brokenOff(s *suite, o *operation) verdict {
	switch {
	case !o.sends():
		return skipped("it sends no stream")
	case o.binding != nil && o.document():
		return skipped("a document has no place for an error")
	}
	broken := status.Error(codes.Aborted, "the rest is lost")
	s.tap.play(func(_ context.Context, c *call) error {
		return c.next(&short{ServerStream: c.stream, left: 1, err: broken})
	})
	requests := []proto.Message{o.request}
	if o.takes() {
		requests = append(requests, o.request)
	}
	byGRPC, byREST, err := s.both(context.Background(), o, id, requests...)
	if err != nil {
		return skipped("REST can't call it: %v", err)
	}
	if byGRPC.failed == nil {
		return skipped("the implementation sends less than two messages")
	}
	v := verdict{wrong: o.differences(byGRPC, byREST)}
	if len(byGRPC.messages) != 1 {
		v.add("gRPC sends %d messages before the error", len(byGRPC.messages))
	}
	return v
}

// several sends a stream of requests, the second time with one that breaks the contract at its end.
func several(s *suite, o *operation) verdict {
	switch {
	case !o.takes():
		return skipped("it takes no stream")
	case o.binding != nil && !o.binding.lines:
		return skipped("by REST it has one request, for it has no body")
	}
	if s.pieces(o) {
		return skipped("a document comes in pieces of any size")
	}
	_, v := s.same(o, id, o.request, o.request, o.request)
	for _, b := range o.broken() {
		if len(v.wrong) > 0 || v.skip != "" {
			break
		}
		if o.sends() {
			continue // what is answered before the error is a matter of time
		}
		_, one := s.same(o, id, o.request, b.request)
		v.about(b.name+" behind a good one", one.wrong)
	}
	return v
}

// pieces reports whether the requests of a stream are pieces of a document.
func (s *suite) pieces(o *operation) bool {
	r := s.sent(o)
	return r != nil && len(r.body) > 0 && r.media != "application/jsonl"
}
