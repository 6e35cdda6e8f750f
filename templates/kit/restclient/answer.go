package restclient

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// lost is the error of a call that brought no whole answer. It doesn't tell the URL, which may hold what
// is secret.
func lost(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil {
		return status.FromContextError(cause).Err()
	}
	if refused := fault.Unsent(err); refused != nil {
		return fault.Kept(refused)
	}
	if s, ok := status.FromError(err); ok {
		return s.Err()
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate): // to come again would not help
		return status.Error(codes.FailedPrecondition, "the server can't be trusted: "+err.Error())
	case errors.Is(err, context.DeadlineExceeded): // of the HTTP client itself
		return status.Error(codes.DeadlineExceeded, "no answer came in time")
	}
	return status.Error(codes.Unavailable, "no answer came: "+err.Error())
}

// failure is the error that an answer is; nil for a success.
func failure(response *http.Response, limit int) error {
	switch code := response.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code < 400:
		return status.Errorf(codes.Unknown, "the server answered %d, and redirects are not followed: use the URL that it has moved to", code)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	if err != nil || len(body) > limit {
		body = nil // the status tells enough
	}
	return fault.FromProblem(response.StatusCode, response.Header, body).Err()
}

// readAll reads an answer that must not be longer than the limit.
func readAll(ctx context.Context, response *http.Response, limit int) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	switch {
	case len(body) > limit:
		return nil, tooLarge(limit)
	case err != nil:
		return nil, lost(ctx, err)
	}
	return body, nil
}

func tooLarge(limit int) error {
	return status.Errorf(codes.ResourceExhausted, "the answer is longer than %d bytes, the limit of the client", limit)
}

// broken is the error of an answer that isn't as the contract has it.
func broken(what string) error {
	return status.Error(codes.Internal, "the answer breaks the contract: "+what)
}

// take reads the body of a whole answer into a message.
func (c *Conn) take(b *binding, response *http.Response, body []byte, answer proto.Message) error {
	m := answer.ProtoReflect()
	proto.Reset(answer)
	target, field := m, protoreflect.FieldDescriptor(nil)
	if b.answer != "" {
		field = m.Descriptor().Fields().ByName(protoreflect.Name(b.answer))
		if field.Message() != nil && !field.IsList() && !field.IsMap() && isHTTPBody(field.Message()) {
			target = m.Mutable(field).Message()
		}
	}
	switch {
	case isHTTPBody(target.Descriptor()):
		setDocument(target, response.Header.Get("Content-Type"), body)
		return nil
	case len(body) == 0 && (response.StatusCode == http.StatusNoContent || m.Descriptor().FullName() == "google.protobuf.Empty"):
		return nil
	case !isJSON(response.Header.Get("Content-Type")):
		return broken("it is " + orNothing(response.Header.Get("Content-Type")) + " where JSON is wanted")
	}
	return c.read(body, m, b.answer)
}

// read reads JSON into a message, or a field of it.
func (c *Conn) read(body []byte, m protoreflect.Message, field string) error {
	o := c.json()
	o.DiscardUnknown = true // the server may be newer than this client
	var r wire.Reader
	r.Reset(wire.Response)
	if n, ok := jsonpb.Parse(&r, body, o); ok {
		if field == "" {
			jsonpb.Read(&r, n, m, o)
		} else {
			jsonpb.ReadField(&r, n, m, field, o)
		}
	}
	if r.OK() {
		return nil
	}
	var all []string
	for _, v := range r.Violations() {
		all = append(all, v.String())
	}
	return broken(strings.Join(all[:min(len(all), 5)], "; "))
}

func setDocument(m protoreflect.Message, media string, body []byte) {
	fields := m.Descriptor().Fields()
	m.Set(fields.ByName("content_type"), protoreflect.ValueOfString(media))
	m.Set(fields.ByName("data"), protoreflect.ValueOfBytes(body))
}

func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

func orNothing(contentType string) string {
	if contentType == "" {
		return "of no media type"
	}
	return contentType
}
