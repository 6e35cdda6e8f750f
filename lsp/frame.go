package lsp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxMessage is the most bytes that are read of one message: a file of workspace.MaxFile, whose every
// byte JSON writes as four at most where it is text.
const maxMessage = 256 << 20

// maxHeader is the most bytes of the header of a message; those of real clients are below a hundred.
const maxHeader = 8 << 10

// errTooLong is the error of a message that was skipped because it is longer than maxMessage.
var errTooLong = errors.New("the message is longer than 256 MiB")

// readFrame reads one message: header fields that end in CRLF, an empty line, and as many bytes as
// Content-Length says. io.EOF is the error where the input ends between messages. After errTooLong
// reading goes on with the next message; no other error can be recovered from.
func readFrame(from *bufio.Reader) ([]byte, error) {
	length, err := readHeader(from)
	if err != nil {
		return nil, err
	}
	if length > maxMessage {
		if _, err := io.CopyN(io.Discard, from, length); err != nil {
			return nil, unexpected(err)
		}
		return nil, errTooLong
	}
	var body bytes.Buffer // grows with what comes, for a header may promise anything
	body.Grow(int(min(length, 1<<20)))
	_, err = io.CopyN(&body, from, length)
	return body.Bytes(), unexpected(err)
}

// readHeader returns the Content-Length.
func readHeader(from *bufio.Reader) (length int64, err error) {
	length = -1
	for read := 0; ; {
		line, err := from.ReadSlice('\n')
		read += len(line)
		switch {
		case err == io.EOF && read == 0:
			return 0, io.EOF
		case errors.Is(err, bufio.ErrBufferFull) || read > maxHeader:
			return 0, errors.New("the header of a message is too long")
		case err != nil:
			return 0, unexpected(err)
		}
		field := strings.TrimRight(string(line), "\r\n")
		if field == "" && length >= 0 {
			return length, nil
		}
		if length, err = contentLength(field, length); err != nil {
			return 0, err
		}
	}
}

func contentLength(field string, length int64) (int64, error) {
	name, value, ok := strings.Cut(field, ":")
	if !ok {
		return 0, fmt.Errorf("%q is no header of a message: bylaw lsp speaks the Language Server Protocol", brief(field))
	}
	if !strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
		return length, nil
	}
	length, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
	if err != nil || length < 0 {
		return 0, fmt.Errorf("%q is no Content-Length", brief(value))
	}
	return length, nil
}

func brief(text string) string {
	const most = 40
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// writeFrame writes one message.
func writeFrame(to io.Writer, body []byte) error {
	if _, err := fmt.Fprintf(to, "Content-Length: %d\r\n\r\n", len(body)); err != nil {
		return err
	}
	_, err := to.Write(body)
	return err
}
