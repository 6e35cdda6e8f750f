package restclient

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
)

// items reads the messages of an answer, which are lines of JSON, or pieces of a document.
type items struct {
	conn    *Conn
	ctx     context.Context
	from    *bufio.Reader
	binding *binding
	limit   int
	media   string // of a document; "": lines
	clash   bool   // a message may itself have a member called error
	ahead   []byte // a line that has been looked at already
	ended   error  // what came after it
}

func (s *stream) newItems(response *http.Response) (*items, error) {
	i := &items{conn: s.conn, ctx: s.ctx, from: bufio.NewReader(response.Body), binding: s.binding, limit: s.options.limit}
	i.clash = s.method.output.Fields().ByJSONName("error") != nil || s.binding.answer != ""
	contentType := response.Header.Get("Content-Type")
	if accepted(s.binding, s.method.output) != "application/json" {
		i.media = contentType
		return i, nil
	}
	media, _, _ := mime.ParseMediaType(contentType)
	switch media {
	case jsonLines, "application/x-ndjson", "application/ndjson", "application/jsonlines":
		return i, nil
	}
	return nil, broken("it is " + orNothing(contentType) + " where JSON Lines are wanted")
}

func (i *items) next(out proto.Message) error {
	proto.Reset(out)
	if i.media != "" {
		return i.piece(out.ProtoReflect())
	}
	line, err := i.line()
	if err != nil {
		return err
	}
	if problem := isProblem(line); problem != nil {
		if err := i.problem(problem); err != nil {
			return err
		}
	}
	return i.conn.read(line, out.ProtoReflect(), i.binding.answer)
}

// piece takes what has come of a document.
func (i *items) piece(m protoreflect.Message) error {
	field := i.binding.answer
	if field != "" {
		m = m.Mutable(m.Descriptor().Fields().ByName(protoreflect.Name(field))).Message()
	}
	piece := make([]byte, min(i.limit, 32<<10))
	n, err := i.from.Read(piece)
	if n == 0 {
		return i.end(err)
	}
	setDocument(m, i.media, piece[:n])
	return nil
}

// problem tells whether what looks like the last line of a stream that has failed is one: nothing follows
// it, not even a clean end.
func (i *items) problem(p *problem) error {
	if i.clash {
		i.ahead, i.ended = i.read()
		if i.ended == nil || i.ended == io.EOF {
			return nil
		}
	}
	return p.status().Err()
}

// line returns the next line that isn't empty.
func (i *items) line() ([]byte, error) {
	if i.ahead != nil || i.ended != nil {
		line, err := i.ahead, i.ended
		i.ahead = nil
		return line, err
	}
	return i.read()
}

func (i *items) read() ([]byte, error) {
	for {
		line, err := i.upToNewline()
		if line = bytes.TrimSpace(line); err != nil && (err != io.EOF || len(line) == 0) {
			return nil, i.end(err)
		}
		if len(line) > 0 {
			return line, nil
		}
	}
}

// upToNewline reads a line of at most the limit.
func (i *items) upToNewline() (line []byte, err error) {
	for {
		part, err := i.from.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > i.limit+1 {
			return nil, tooLarge(i.limit)
		}
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

// end is why nothing more comes: a stream that is cut is an error.
func (i *items) end(err error) error {
	if err == io.EOF {
		return err
	}
	return lost(i.ctx, err)
}

// problem is the line that ends a stream that has failed.
type problem struct {
	Error json.RawMessage `json:"error"`
	Code  uint32          `json:"grpc_status"`
}

// isProblem reads a line that looks like one; nil: it doesn't.
func isProblem(line []byte) *problem {
	if !bytes.HasPrefix(line, []byte(`{"error":`)) {
		return nil
	}
	var p problem
	if json.Unmarshal(line, &p) != nil || !bytes.HasPrefix(p.Error, []byte("{")) {
		return nil
	}
	return &p
}

func (p *problem) status() *status.Status {
	var said struct {
		Status int `json:"status"`
	}
	if json.Unmarshal(p.Error, &said) != nil || said.Status < 400 || said.Status > 599 {
		said.Status = http.StatusInternalServerError
	}
	header := http.Header{}
	if p.Code != 0 {
		header.Set("Grpc-Status", strconv.FormatUint(uint64(p.Code), 10))
	}
	return fault.FromProblem(said.Status, header, p.Error)
}
