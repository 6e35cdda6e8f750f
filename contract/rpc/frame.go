package rpc

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// prefix is how many bytes stand before a message on the wire: whether it is compressed, and its length.
const prefix = 5

// AppendFrame appends a message as it travels (gRPC over HTTP/2, Length-Prefixed-Message).
func AppendFrame(dst, message []byte) []byte {
	dst = append(dst, 0)
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(message)))
	return append(dst, message...)
}

// ErrTooLarge is returned for messages that are longer, alone or together, than is taken.
var ErrTooLarge = errors.New("the messages are longer than the limit")

// Frames reads messages as they travel. What all of them have together is bounded by Limit.
type Frames struct {
	From     io.Reader
	Encoding string // of those that are compressed: "gzip"
	Limit    int64  // in bytes
}

// Next returns the next message. The error is io.EOF behind the last one.
func (f *Frames) Next() ([]byte, error) {
	var head [prefix]byte
	if _, err := io.ReadFull(f.From, head[:]); err != nil {
		return nil, err
	}
	length := int64(binary.BigEndian.Uint32(head[1:]))
	if f.Limit -= length; f.Limit < 0 {
		return nil, ErrTooLarge
	}
	content, err := io.ReadAll(io.LimitReader(f.From, length)) // which grows with what comes, not with what is announced
	switch {
	case err != nil:
		return nil, err
	case int64(len(content)) < length:
		return nil, io.ErrUnexpectedEOF
	case head[0] == 0:
		return content, nil
	}
	return f.unpacked(content)
}

func (f *Frames) unpacked(content []byte) ([]byte, error) {
	if f.Encoding != "gzip" {
		return nil, fmt.Errorf("a message is compressed as %q, which is not unpacked here", f.Encoding)
	}
	reader, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, errors.New("a message is no gzip, though grpc-encoding says so")
	}
	plain, err := io.ReadAll(io.LimitReader(reader, f.Limit+1))
	if err == nil && int64(len(plain)) > f.Limit {
		return nil, ErrTooLarge
	}
	f.Limit -= int64(len(plain))
	return plain, err
}
