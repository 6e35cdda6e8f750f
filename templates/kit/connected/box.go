package connected

import (
	"bytes"
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// box is a message as the library sees it: a request is bytes, for only the edge knows of what type it
// is and what to say of a bad one, and an answer is a message of any type.
type box struct {
	json    bool
	data    []byte // of a request, or of an answer that is written already
	message proto.Message
}

// codec puts messages into boxes and takes them out. Its name is what the content type says.
type codec struct {
	name    string
	json    bool
	options jsonpb.Options
}

// Name implements connect.Codec.
func (c codec) Name() string { return c.name }

// Unmarshal implements connect.Codec. The bytes are the library's and have to be copied.
func (c codec) Unmarshal(data []byte, v any) error {
	switch v := v.(type) {
	case *box:
		v.json, v.data = c.json, bytes.Clone(data)
		return nil
	case proto.Message:
		return proto.Unmarshal(data, v)
	}
	return fmt.Errorf("%T is no message", v)
}

// Marshal implements connect.Codec.
func (c codec) Marshal(v any) ([]byte, error) { return c.MarshalAppend(nil, v) }

// MarshalAppend writes into memory of the library's. What comes in no box is the status of an error.
func (c codec) MarshalAppend(dst []byte, v any) ([]byte, error) {
	message, ok := v.(proto.Message)
	if b, boxed := v.(*box); boxed {
		if message, ok = b.message, true; message == nil {
			return append(dst, b.data...), nil
		}
	}
	switch {
	case !ok:
		return nil, fmt.Errorf("%T is no message", v)
	case c.json:
		return jsonpb.Append(dst, message.ProtoReflect(), c.options)
	}
	return proto.MarshalOptions{}.MarshalAppend(dst, message)
}

// reading is how requests are read.
type reading struct {
	limit  int // bytes of one message
	binary proto.UnmarshalOptions
	json   jsonpb.Options
}

// read fills a message with what is in the box. A message of no bytes is an empty one in either form.
func (r *reading) read(b *box, m proto.Message) error {
	switch {
	case len(b.data) > r.limit:
		return edge.TooLarge(r.limit)
	case !b.json || len(b.data) == 0:
		return edge.Decode(r.binary, b.data, m)
	}
	var tape wire.Reader
	tape.Reset(wire.Request)
	if n, ok := jsonpb.Parse(&tape, b.data, r.json); ok {
		jsonpb.Read(&tape, n, m.ProtoReflect(), r.json)
	}
	if tape.OK() {
		return nil
	}
	return fault.Invalid(tape.Violations())
}
