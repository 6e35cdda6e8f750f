package lsp

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestFrames(t *testing.T) {
	var wire bytes.Buffer
	for _, body := range []string{"{}", "", "größer"} {
		if err := writeFrame(&wire, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	wire.WriteString("content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 3\r\n\r\nabc")
	from := bufio.NewReader(&wire)
	for _, want := range []string{"{}", "", "größer", "abc"} {
		if body, err := readFrame(from); err != nil || string(body) != want {
			t.Errorf("got %q, %v, want %q", body, err, want)
		}
	}
	if _, err := readFrame(from); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func TestBrokenFrames(t *testing.T) {
	for name, c := range map[string]struct{ wire, want string }{
		"no header":        {"hello\r\n\r\n", "is no header"},
		"no length":        {"Content-Type: x\r\n\r\n{}", "is no header"},
		"negative":         {"Content-Length: -1\r\n\r\n", "is no Content-Length"},
		"no number":        {"Content-Length: many\r\n\r\n", "is no Content-Length"},
		"beyond int64":     {"Content-Length: 99999999999999999999\r\n\r\n", "is no Content-Length"},
		"endless line":     {strings.Repeat("x", 1<<20), "too long"},
		"endless header":   {strings.Repeat("X: y\r\n", 1<<16), "too long"},
		"ends in the body": {"Content-Length: 10\r\n\r\nabc", "unexpected EOF"},
		"ends in a header": {"Content-Len", "unexpected EOF"},
		"skipped to end":   {"Content-Length: 999999999999\r\n\r\nabc", "unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readFrame(bufio.NewReader(strings.NewReader(c.wire)))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// A message that is too long costs no memory, and what follows it is read.
func TestLongFrame(t *testing.T) {
	const length = maxMessage + 1
	wire := io.MultiReader(strings.NewReader("Content-Length: 268435457\r\n\r\n"), io.LimitReader(endless{}, length), strings.NewReader("Content-Length: 2\r\n\r\n{}"))
	from := bufio.NewReader(wire)
	if _, err := readFrame(from); !errors.Is(err, errTooLong) {
		t.Fatal(err)
	}
	if body, err := readFrame(from); err != nil || string(body) != "{}" {
		t.Errorf("got %q, %v", body, err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func FuzzReceive(f *testing.F) {
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`))
	f.Add([]byte(`{"id":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s := newServer(t.Context(), io.Discard, nil, Options{})
		s.receive([]byte(`{"id":0,"method":"initialize","params":{}}`))
		s.receive(body)
		if s.client.err != nil {
			t.Error(s.client.err)
		}
	})
}
