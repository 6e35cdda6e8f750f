package connected

import (
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// Messages are measured three times: by what has come of them, here; by what they inflate to, in
// inflater; and as they are, where a box is opened. The library's own limit reads on to the end of what
// it refuses, which is what a bomb wants.

// slack is how many bytes compression may add to a message that can't be compressed.
func slack(limit int) int64 { return int64(limit)/1024 + 1024 }

// bounded is a body of which no message is read beyond the limit.
type bounded struct {
	io.ReadCloser
	fail   func(error) error
	most   int   // bytes that a message may have
	limit  int64 // bytes that one may come as
	framed bool  // each message says its length in a prefix
	prefix [5]byte
	have   int   // bytes of the prefix
	left   int64 // of the message
	err    error
}

func (e *endpoint) bound(r *http.Request) io.ReadCloser {
	b := &bounded{ReadCloser: r.Body, most: e.reading.limit, limit: int64(e.reading.limit) + slack(e.reading.limit)}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	b.framed = isFramed(media)
	b.left = b.limit
	if b.framed {
		b.left = 0
	}
	b.fail = func(err error) error {
		call := &edge.Call{Protocol: "connect", RequestID: idOf(r.Context())}
		return failure(e.method.Fail(r.Context(), call, err), nil)
	}
	return b
}

// Read reads on within the message.
func (b *bounded) Read(p []byte) (n int, err error) {
	switch {
	case b.err != nil:
		return 0, b.err
	case b.framed && b.left == 0:
		n, err = b.ReadCloser.Read(p[:min(len(p), len(b.prefix)-b.have)])
		b.have += copy(b.prefix[b.have:], p[:n])
		if b.have == len(b.prefix) {
			b.have, b.left = 0, int64(binary.BigEndian.Uint32(b.prefix[1:]))
		}
		if b.left > b.limit {
			b.err = b.fail(edge.TooLarge(b.most))
		}
	case b.left == 0:
		if n, err = b.ReadCloser.Read(p[:min(len(p), 1)]); n > 0 {
			b.err = b.fail(edge.TooLarge(b.most))
			return 0, b.err
		}
	default:
		n, err = b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
		b.left -= int64(n)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		b.err = b.fail(status.Error(codes.DeadlineExceeded, "the request has not come in time"))
		err = b.err
	}
	return n, err
}

// isFramed says whether messages have prefixes: everywhere but in unary calls of Connect.
func isFramed(media string) bool {
	switch media {
	case "application/proto", "application/json":
		return false
	}
	return true
}

// inflater undoes gzip, but stops after so many bytes, which is one more than a message may have.
type inflater struct {
	gzip.Reader
	most, left int64
}

// Reset implements connect.Decompressor.
func (i *inflater) Reset(from io.Reader) error {
	i.left = i.most
	return i.Reader.Reset(from)
}

// Read implements connect.Decompressor.
func (i *inflater) Read(p []byte) (int, error) {
	if i.left == 0 {
		return 0, io.EOF
	}
	n, err := i.Reader.Read(p[:min(int64(len(p)), i.left)])
	i.left -= int64(n)
	return n, err
}
