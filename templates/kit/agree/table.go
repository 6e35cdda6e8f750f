package agree

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// row is one request that breaks the contract, or only seems to, with what must come of it.
type row struct {
	name  string
	check func(*suite) verdict
}

var table = []row{
	{"unknown path", unknownPath},
	{"wrong method", wrongMethod},
	{"unacceptable Accept", unacceptable},
	{"the request that the others break is valid", onBody(func(s *suite, b *subject) verdict { return s.expect(b.sent(), 200, "") })},
	{"wrong Content-Type", onBody(wrongType)},
	{"no body", onBody(noBody)},
	{"trailing data", onBody(func(s *suite, b *subject) verdict {
		return s.expect(b.with(string(b.sent().body)+" {}"), 400, "INVALID_JSON")
	})},
	{"truncated", onBody(truncated)},
	{"duplicate keys", onBody(duplicateKeys)},
	{"null for what is not there", onBody(nullValue)},
	{"1.0 for an integer", onBody(integralFraction)},
	{"a number too large for any type", onBody(hugeNumber)},
	{"an object where there is none", onBody(wrongKind)},
	{"an unknown member", onBody(func(s *suite, b *subject) verdict { return s.expect(b.plus(`1`), 400, "UNKNOWN_FIELD") })},
	{"four violations in one body", onBody(fourViolations)},
	{"a text of 10 MB", onBody(tooLarge)},
	{"invalid UTF-8", onBody(invalidUTF8)},
	{"half a surrogate pair", onBody(func(s *suite, b *subject) verdict { return s.expect(b.plus(`"\ud800"`), 400, "") })},
	{"deep nesting", onBody(deep)},
	{"caller gone", callerGone},
}

// onBody shows a row on the first method that takes an object of JSON and has an answer.
func onBody(check func(*suite, *subject) verdict) func(*suite) verdict {
	return func(s *suite) verdict {
		reason := "no method takes an object as JSON that a valid one could be made of"
		for _, o := range s.operations {
			b := s.subject(o)
			if b == nil {
				continue
			}
			v := check(s, b)
			if v.skip == "" {
				v.note = "shown on " + o.Name
				return v
			}
			reason = v.skip
		}
		return skipped("%s", reason)
	}
}

// raw sends a request as it is, and counts how much of the body is read.
func (s *suite) raw(r *sent, header headers) (out *outcome, read int) {
	request := httptest.NewRequest(r.verb, r.target, nil)
	body := &counting{Reader: bytes.NewReader(r.body)}
	request.Body, request.ContentLength = body, int64(len(r.body))
	if r.media != "" {
		request.Header.Set("Content-Type", r.media)
	}
	for name, value := range s.with(r.operation, header) {
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	s.handler.ServeHTTP(recorder, request)
	answer := recorder.Result()
	out = &outcome{header: answer.Header.Get, http: answer.StatusCode, media: answer.Header.Get("Content-Type"), body: recorder.Body.Bytes()}
	if answer.StatusCode >= 400 {
		var err error
		if out.failed, err = problemOf(out.media, out.body, answer); err != nil {
			out.broken = err.Error()
		}
	}
	return out, body.count
}

// counting is a body that knows how much of it was read.
type counting struct {
	*bytes.Reader
	count int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.count += n
	return n, err
}

// WriteTo hides that of the reader, which would not be counted.
func (c *counting) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{c}) }

func (c *counting) Close() error { return nil }

// expect sends a request as it is, and holds the status, the form of the error and one of its codes against what
// should come of it.
func (s *suite) expect(r *sent, want int, reason string) (v verdict) {
	out, _ := s.raw(r, nil)
	v.wrong = out.differs(want, reason)
	return v
}

func (out *outcome) differs(want int, reason string) (wrong []string) {
	if out.http != want {
		wrong = append(wrong, fmt.Sprintf("REST answers with status %d instead of %d: %.300s", out.http, want, out.body))
	}
	if out.broken != "" {
		wrong = append(wrong, out.broken)
	}
	told := func(v string) bool { return strings.Contains(v, " "+reason+" ") }
	if out.failed != nil && reason != "" && out.failed.reason != reason && !slices.ContainsFunc(out.failed.violations, told) {
		wrong = append(wrong, fmt.Sprintf("nothing says %s: %s %q", reason, out.failed.reason, out.failed.violations))
	}
	return wrong
}

// refused calls by gRPC with bytes that are no good message.
func (s *suite) refused(o *operation, message []byte, want codes.Code) (wrong []string) {
	out := s.rawGRPC(o.Name, message)
	if out.failed == nil || out.failed.code != want {
		wrong = append(wrong, fmt.Sprintf("gRPC answers %+v instead of %s", out.failed, want))
	}
	return wrong
}

func unknownPath(s *suite) (v verdict) {
	v = s.expect(&sent{verb: "GET", target: strings.Repeat("/nowhere", 40)}, 404, "NOT_FOUND")
	if out := s.rawGRPC("/"+s.service+"/NoSuchMethod", nil); out.failed == nil || out.failed.code != codes.Unimplemented {
		v.add("gRPC answers %+v", out.failed)
	}
	return v
}

// wrongMethod asks for what no binding has.
func wrongMethod(s *suite) (v verdict) {
	for _, o := range s.operations {
		r := s.sent(o)
		if r == nil {
			continue
		}
		verb := r.verb
		r.verb = "BREW"
		out, _ := s.raw(r, nil)
		if out.http == http.StatusOK {
			continue // it has any method
		}
		v.wrong = out.differs(405, "METHOD_NOT_ALLOWED")
		if allow := out.header("Allow"); !strings.Contains(allow, verb) {
			v.add("Allow is %q, without %s", allow, verb)
		}
		return v
	}
	return skipped("no method can be called by REST")
}

// unacceptable asks for a media type that nobody answers with.
func unacceptable(s *suite) (v verdict) {
	for _, o := range s.operations {
		r := s.sent(o)
		if r == nil || o.answer().FullName() == httpBody {
			continue
		}
		out, _ := s.raw(r, headers{"Accept": "application/x-unheard-of"})
		v.wrong = out.differs(406, "NOT_ACCEPTABLE")
		return v
	}
	return skipped("no method answers with a media type of its own")
}

func wrongType(s *suite, b *subject) verdict {
	r := b.sent()
	r.media = "application/x-unheard-of"
	return s.expect(r, 415, "")
}

// noBody is the same as a message in which nothing is there of what the body would hold.
func noBody(s *suite, b *subject) (v verdict) {
	r := b.sent()
	r.body, r.media = nil, ""
	out, _ := s.raw(r, id)
	m := proto.Clone(b.operation.request)
	clearBody(m.ProtoReflect(), b.operation.binding)
	byGRPC := s.callGRPC(context.Background(), b.operation, id, []proto.Message{m})
	switch {
	case out.broken != "":
		v.add("%s", out.broken)
	case byGRPC.failed != nil && out.failed != nil:
		v.wrong = byGRPC.failed.differences(out.failed)
	case byGRPC.failed != nil:
		v.add("gRPC refuses such a message, REST doesn't: %+v", *byGRPC.failed)
	case out.failed != nil && out.http != 400:
		v.add("REST answers with status %d", out.http)
	}
	return v
}

func truncated(s *suite, b *subject) verdict {
	text := b.sent().body
	v := s.expect(b.with(string(text[:len(text)-1])), 400, "")
	v.wrong = append(v.wrong, s.refused(b.operation, []byte{0x0a, 0x7f, 'x'}, codes.InvalidArgument)...)
	return v
}

func duplicateKeys(s *suite, b *subject) verdict {
	for name, value := range b.object {
		text, _ := json.Marshal(value)
		return s.expect(b.with(strings.Replace(string(b.sent().body), "{", fmt.Sprintf("{%q:%s,", name, text), 1)), 400, "DUPLICATE_KEY")
	}
	return skipped("no body has a member")
}

// nullValue says that a field is not there, which ProtoJSON allows.
func nullValue(s *suite, b *subject) verdict {
	for name, f := range b.fields() {
		if _, there := b.object[name]; !there && f.ContainingOneof() == nil {
			return s.expect(b.member(name, "null"), 200, "")
		}
	}
	return skipped("every field is there")
}

func integralFraction(s *suite, b *subject) verdict {
	name, text := b.number(integer)
	if name == "" {
		return skipped("no body has an integer")
	}
	return s.expect(b.member(name, text+".0"), 200, "")
}

func hugeNumber(s *suite, b *subject) verdict {
	name, _ := b.number(integer | fraction)
	if name == "" {
		return skipped("no body has a number")
	}
	return s.expect(b.member(name, "1e999999999"), 400, "")
}

func wrongKind(s *suite, b *subject) verdict {
	name := b.scalar()
	if name == "" {
		return skipped("no body has a scalar")
	}
	return s.expect(b.member(name, `{"bylaw":[1]}`), 400, "")
}

// fourViolations breaks a body in four places, all of which must be told.
func fourViolations(s *suite, b *subject) (v verdict) {
	name := b.scalar()
	if name == "" {
		return skipped("no body has a scalar")
	}
	text := strings.TrimSuffix(string(b.member(name, `{}`).body), "}") + `,"bylaw_a":1,"bylaw_b":2,"bylaw_c":3}`
	out, _ := s.raw(b.with(text), nil)
	v.wrong = out.differs(400, "UNKNOWN_FIELD")
	if out.failed != nil && len(out.failed.violations) < 4 {
		v.add("%d violations are told: %q", len(out.failed.violations), out.failed.violations)
	}
	return v
}

// tooLarge sends ten megabytes, of which little more than the limit may be read.
func tooLarge(s *suite, b *subject) (v verdict) {
	text := strings.Repeat("x", 10<<20)
	out, read := s.raw(b.plus(`"`+text+`"`), nil)
	v.wrong = out.differs(413, "")
	if read > 2<<20 {
		v.add("%d bytes of the body were read, far less are enough to refuse it", read)
	}
	unknown := append([]byte{0xfa, 0xff, 0xff, 0xff, 0x0f}, varint(len(text))...) // the field with the last number there is
	v.wrong = append(v.wrong, s.refused(b.operation, append(unknown, text...), codes.ResourceExhausted)...)
	return v
}

func invalidUTF8(s *suite, b *subject) verdict {
	v := s.expect(b.plus("\"\xff\""), 400, "")
	if f := validated(b.operation.Input().Descriptor()); f != nil {
		v.wrong = append(v.wrong, s.refused(b.operation, append(tag(f), 1, 0xff), codes.InvalidArgument)...)
	}
	return v
}

func deep(s *suite, b *subject) verdict {
	v := s.expect(b.plus(strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)), 400, "")
	if message := nested(b.operation.Input().Descriptor(), 2_000); message != nil {
		v.wrong = append(v.wrong, s.refused(b.operation, message, codes.InvalidArgument)...)
	}
	return v
}

// callerGone calls for a caller that has gone before: nothing is done for it.
func callerGone(s *suite) (v verdict) {
	for _, o := range s.operations {
		r := s.sent(o)
		if r == nil || o.sends() || o.takes() {
			continue
		}
		worked := false
		s.tap.play(func(context.Context, *call) error { worked = true; return context.Canceled })
		defer s.tap.play(nil)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		request := httptest.NewRequest(r.verb, r.target, bytes.NewReader(r.body)).WithContext(ctx)
		request.Header.Set("Content-Type", r.media)
		for name, value := range s.with(o, nil) {
			request.Header.Set(name, value)
		}
		s.handler.ServeHTTP(httptest.NewRecorder(), request)
		if worked {
			v.add("%s is called for a client that has gone", o.Name)
		}
		return v
	}
	return skipped("no method with one answer can be called by REST")
}
