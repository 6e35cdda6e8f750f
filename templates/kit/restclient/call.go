package restclient

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Invoke makes a unary call. Its error has a status.
func (c *Conn) Invoke(ctx context.Context, name string, request, answer any, options ...grpc.CallOption) error {
	o := c.callOptions(options)
	err := c.invoke(ctx, name, request, answer, o)
	o.finish(err)
	return err
}

func (c *Conn) invoke(ctx context.Context, name string, request, answer any, o *callOptions) error {
	m, err := c.method(name)
	if err != nil {
		return err
	}
	in, out, err := messages(request, answer)
	if err != nil {
		return err
	}
	spelt, err := c.request(m, in.ProtoReflect())
	if err != nil {
		return err
	}
	if o.sendLimit > 0 && len(spelt.body) > o.sendLimit {
		return status.Errorf(codes.ResourceExhausted, "the request is longer than %d bytes, the limit of the call", o.sendLimit)
	}
	r, err := c.build(o.traced(ctx), spelt, accepted(spelt.binding, m.output), o)
	if err != nil {
		return err
	}
	response, err := c.http.Do(r)
	if err != nil {
		return lost(ctx, err)
	}
	defer response.Body.Close()
	return c.answered(ctx, spelt.binding, response, out, o)
}

// answered reads a whole answer.
func (c *Conn) answered(ctx context.Context, b *binding, response *http.Response, out proto.Message, o *callOptions) error {
	defer o.took(response) // trailers come after the body
	if err := failure(response, o.limit); err != nil {
		return err
	}
	body, err := readAll(ctx, response, o.limit)
	if err != nil {
		return err
	}
	return c.take(b, response, body, out)
}

func messages(request, answer any) (in, out proto.Message, err error) {
	in, isIn := request.(proto.Message)
	out, isOut := answer.(proto.Message)
	if !isIn || !isOut {
		return nil, nil, status.Errorf(codes.Internal, "%T and %T have to be protobuf messages", request, answer)
	}
	return in, out, nil
}

// accepted is the media type of what is wanted.
func accepted(b *binding, output protoreflect.MessageDescriptor) string {
	if b.answer != "" {
		if below := output.Fields().ByName(protoreflect.Name(b.answer)).Message(); below != nil {
			output = below
		}
	}
	if isHTTPBody(output) {
		return "*/*"
	}
	return "application/json"
}

// build builds the HTTP request.
func (c *Conn) build(ctx context.Context, spelt *request, accept string, o *callOptions) (*http.Request, error) {
	var body io.Reader
	if spelt.bodied {
		body = bytes.NewReader(spelt.body)
	}
	r, err := http.NewRequestWithContext(ctx, spelt.binding.verb, c.base+spelt.target, body)
	if err != nil {
		return nil, status.Error(codes.Internal, "the request can't be built: "+err.Error())
	}
	sent, _ := metadata.FromOutgoingContext(ctx)
	if err := setHeader(r.Header, sent); err != nil {
		return nil, err
	}
	if err := o.authorize(r); err != nil {
		return nil, err
	}
	r.Header.Set("Accept", accept)
	if spelt.bodied {
		r.Header.Set("Content-Type", spelt.media)
	}
	if c.options.UserAgent != "" {
		r.Header.Set("User-Agent", c.options.UserAgent)
	}
	if deadline, ok := ctx.Deadline(); ok {
		r.Header.Set("Grpc-Timeout", timeout(time.Until(deadline)))
	}
	return r, nil
}
