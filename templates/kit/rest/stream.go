package rest

import (
	"bufio"
	"bytes"
	stderrors "errors"
	"io"
	"net/http"
	"strconv"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
)

// stream is the client's side of a streaming call. Messages come one a line of JSON, and go out as lines or as events;
// a google.api.HttpBody comes and goes in pieces as they are.
type stream struct {
	x     *exchange
	flush func() error
	lines *bufio.Reader // nil: the request is a single message
	read  bool          // the single message has been read
	ended bool          // there are no more lines
	calm  func()        // ends the bound of reading
	only  []byte        // the answer of a method that doesn't stream it
	media string        // of only
	kept  bool          // only is set
}

// stream serves a call with streams of either side.
func (x *exchange) stream() {
	d := x.binding.method.Desc
	controller := http.NewResponseController(x.w)
	s := &stream{x: x, flush: controller.Flush}
	if d.IsStreamingClient() && x.binding.hasBody() {
		if !x.streamable() {
			return
		}
		x.duplex(controller)
		s.lines = bufio.NewReader(x.req.Body)
	} else {
		x.fetch() // even if the implementation doesn't ask for it
	}
	defer s.bound(controller)()
	err := x.binding.method.Serve(x.context(), &x.call, s)
	s.end(err)
}

// duplex lets the answer begin before the request ends, as HTTP/2 does by itself. In HTTP/1.1 what is left of a request
// at the end of its answer could be taken for the next one, so there is none on this connection.
func (x *exchange) duplex(c *http.ResponseController) {
	_ = c.EnableFullDuplex()
	if x.req.ProtoMajor == 1 {
		x.w.Header().Set("Connection", "close")
	}
}

// streamable says whether the request's body can be read as a stream; if not, that has been answered. It can't be read
// to see whether it is empty: the client may be waiting for the server to speak first.
func (x *exchange) streamable() bool {
	if x.req.Body == http.NoBody || x.req.ContentLength == 0 || x.readable() {
		return true
	}
	x.refuse(x.unsupported())
	return false
}

// bound keeps reads and writes from outliving the time that the client asks for. What it gives is to be called at the end.
func (s *stream) bound(c *http.ResponseController) (end func()) {
	x, calm := s.x, func() {}
	if d := x.call.Timeout; d > 0 {
		calm = x.impatience(d + grace)
		if s.lines != nil {
			s.calm = x.patience(d)
		}
	}
	return func() {
		calm()
		if s.lines != nil && !s.ended { // a client that never ends its part must not hold this goroutine
			x.patience(grace)
		}
	}
}

// eof notes that all of the body is there. From here on net/http itself reads, to see whether the client is still there,
// and would take a deadline for its end.
func (s *stream) eof() error {
	s.ended, s.x.complete = true, true
	if s.calm != nil {
		s.calm()
	}
	return io.EOF
}

// Recv implements edge.Stream.
func (s *stream) Recv(m proto.Message) error {
	proto.Reset(m) // as gRPC does: it may have held the message before
	switch {
	case s.lines != nil && s.x.binding.rawIn:
		return s.piece(m)
	case s.lines != nil:
		return s.line(m)
	case s.read:
		return io.EOF
	}
	s.read = true
	return s.x.read(m)
}

// line reads one message.
func (s *stream) line(m proto.Message) error {
	x := s.x
	for {
		text, err := s.next()
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(text)) > 0 {
			msg := m.ProtoReflect()
			wrong := x.readJSON(msg, text)
			return x.invalid(append(x.readURL(msg), wrong...))
		}
	}
}

// next reads one line, however it ends.
func (s *stream) next() ([]byte, error) {
	m, most := s.x.memory, s.x.handler.edge.MaxMessage
	m.body = m.body[:0]
	for {
		part, err := s.lines.ReadSlice('\n')
		m.body = append(m.body, part...)
		switch {
		case len(bytes.TrimRight(m.body, "\r\n")) > most:
			return nil, edge.TooLarge(most)
		case err == nil:
			return m.body, nil
		case err == io.EOF && len(m.body) > 0:
			return m.body, nil
		case err == io.EOF:
			return nil, s.eof()
		case err != bufio.ErrBufferFull:
			return nil, s.x.unreadable(err)
		}
	}
}

// pieceSize is how many bytes of a document one message holds at most.
const pieceSize = 64 << 10

// piece reads what has come of a document. Each message has its media type.
func (s *stream) piece(m proto.Message) error {
	x := s.x
	data := make([]byte, min(pieceSize, x.handler.edge.MaxMessage))
	n, err := s.lines.Read(data)
	switch {
	case n > 0:
	case err == io.EOF:
		return s.eof()
	case err != nil:
		return x.unreadable(err)
	}
	msg := m.ProtoReflect()
	x.document(msg, x.req.Header.Get("Content-Type"), data[:n:n])
	return x.invalid(x.readURL(msg))
}

// SendHeader implements edge.Stream. The head of a stream goes out at once, but for that of a document, whose type is
// known with its first piece.
func (s *stream) SendHeader(md metadata.MD) error {
	s.x.outgoing(md)
	if !s.x.binding.method.Desc.IsStreamingServer() || s.x.binding.rawOut {
		return nil
	}
	s.open(s.x.media)
	return s.flush()
}

// open sends the head of a stream, once.
func (s *stream) open(media string) {
	if !s.x.sent {
		if h := s.x.w.Header(); !s.x.binding.rawOut && h["Cache-Control"] == nil {
			h["Cache-Control"] = []string{"no-store"}
		}
		s.x.head(http.StatusOK, media, -1)
	}
}

// Send implements edge.Stream.
func (s *stream) Send(m proto.Message) error {
	x := s.x
	body, media, err := x.encode(x.memory.out[:0], m)
	if err != nil {
		return err
	}
	if !x.binding.method.Desc.IsStreamingServer() {
		s.only, s.media, s.kept = bytes.Clone(body), media, true
		return nil
	}
	if !x.binding.rawOut {
		body, media = x.frame(body), x.media
	}
	s.open(media)
	if err := x.write(body); err != nil {
		return status.Error(codes.Unavailable, "the client is gone")
	}
	return s.flush()
}

// frame makes an item of a JSON text, which has no line ends.
func (x *exchange) frame(json []byte) []byte {
	dst := x.memory.item[:0]
	if x.media == mediaEvents {
		dst = append(append(append(dst, "data: "...), json...), "\n\n"...)
	} else {
		dst = append(append(dst, json...), '\n')
	}
	x.memory.item = dst
	return dst
}

// end answers what is left to be said once the call is over.
func (s *stream) end(err error) {
	x := s.x
	switch {
	case x.gone():
		if x.sent {
			panic(http.ErrAbortHandler)
		}
		x.leave()
	case err != nil && !x.sent:
		x.fail(status.Convert(err))
	case err != nil:
		s.cut(status.Convert(err))
	case x.binding.method.Desc.IsStreamingServer():
		s.close()
	case s.kept:
		if s.ended {
			x.w.Header().Del("Connection") // nothing is left of the request
		}
		x.outgoing(x.call.Trailer)
		x.head(http.StatusOK, s.media, len(s.only))
		_ = x.write(s.only)
	default:
		x.refuse(stderrors.New("the method has ended without an answer"))
	}
}

// close ends a stream that is whole. Metadata that is known only now goes behind the body.
func (s *stream) close() {
	x := s.x
	if !x.sent {
		x.outgoing(x.call.ResponseHeader)
		media := x.media
		if media == "" {
			media = mediaBytes
		}
		s.open(media)
		_ = s.flush() // with a length, which would be 0, nothing could follow
	}
	h := x.w.Header()
	for key, values := range x.call.Trailer {
		for _, value := range values {
			if !ofConnection(key) {
				h.Add(http.TrailerPrefix+http.CanonicalHeaderKey(key), encoded(key, value))
			}
		}
	}
}

// cut tells why a stream is not whole, and ends the connection: nobody must take a part for the whole.
func (s *stream) cut(st *status.Status) {
	x := s.x
	if !x.binding.rawOut {
		body, _ := fault.ProblemAt(append(x.memory.out[:0], `{"error":`...), st, x.call.Locate)
		body = append(strconv.AppendInt(append(body, `,"grpc_status":`...), int64(st.Code()), 10), '}') // no header can say it any more
		if x.media == mediaEvents {
			_ = x.write([]byte("event: error\n"))
		}
		_ = x.write(x.frame(body))
		_ = s.flush()
	}
	panic(http.ErrAbortHandler)
}
