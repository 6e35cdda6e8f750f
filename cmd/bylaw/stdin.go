package main

import (
	"context"
	"io"
	"os"
)

// stoppable is standard input that whoever waits for it can be called away from: Ctrl-C ends a command even
// where nobody writes what it reads.
type stoppable struct {
	ctx  context.Context
	from io.Reader
	left []byte // what was read and not yet asked for
}

// stoppableBuffer is how many bytes are read at once.
const stoppableBuffer = 64 << 10

// Read reads what there is. Its error is that of the context, once that has ended.
func (s *stoppable) Read(p []byte) (int, error) {
	if len(s.left) > 0 {
		n := copy(p, s.left)
		s.left = s.left[n:]
		return n, nil
	}
	type answer struct {
		content []byte
		err     error
	}
	got := make(chan answer, 1) // nobody may be there any more to take it
	go func() {
		buffer := make([]byte, stoppableBuffer)
		n, err := s.from.Read(buffer)
		got <- answer{buffer[:n], err}
	}()
	select {
	case <-s.ctx.Done():
		return 0, s.ctx.Err()
	case a := <-got:
		n := copy(p, a.content)
		s.left = a.content[n:]
		if len(s.left) > 0 {
			return n, nil // an error comes again
		}
		return n, a.err
	}
}

// fileOf returns the file that a reader reads, if it is one.
func fileOf(in io.Reader) (*os.File, bool) {
	if s, ok := in.(*stoppable); ok {
		in = s.from
	}
	file, ok := in.(*os.File)
	return file, ok
}
