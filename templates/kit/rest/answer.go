package rest

import (
	stderrors "errors"
	"net/http"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
)

// answer sends the answer of a call without a stream.
func (x *exchange) answer(m proto.Message) {
	body, media, err := x.encode(x.memory.out[:0], m)
	if err != nil {
		x.refuse(err)
		return
	}
	x.hurry()
	x.outgoing(x.call.ResponseHeader)
	x.outgoing(x.call.Trailer)
	x.head(http.StatusOK, media, len(body))
	_ = x.write(body)
}

// encode appends a message as the binding wants it, and gives its media type.
func (x *exchange) encode(dst []byte, m proto.Message) (body []byte, media string, err error) {
	msg, b := m.ProtoReflect(), x.binding
	switch {
	case b.rawOut:
		return rawAnswer(msg, b.answer)
	case b.answer != nil:
		body, err = jsonpb.AppendField(dst, msg, b.answer, x.handler.json)
	default:
		body, err = jsonpb.Append(dst, msg, x.handler.json)
	}
	if err == nil {
		x.memory.out = body[:0]
	}
	return body, mediaJSON, err
}

// rawAnswer is a document as it is.
func rawAnswer(msg protoreflect.Message, field protoreflect.FieldDescriptor) (body []byte, media string, err error) {
	if field != nil {
		msg = msg.Get(field).Message()
	}
	fields := msg.Descriptor().Fields()
	body, media = msg.Get(fields.ByName("data")).Bytes(), msg.Get(fields.ByName("content_type")).String()
	if media == "" {
		media = mediaBytes
	}
	for i := range len(media) {
		if media[i] < ' ' || media[i] >= 0x7f {
			return nil, "", stderrors.New("the content type of the document has a character that no header may have")
		}
	}
	return body, media, nil
}
