package workspace

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"strconv"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// objects reads the objects of a repository through one `git cat-file --batch`, which is started
// when the first is asked for. It is safe for concurrent use.
type objects struct {
	ctx        context.Context
	repository gitRepository

	lock    sync.Mutex
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	problem bytes.Buffer // what git complains of
	err     error        // why nothing more can be read
}

var errClosed = errors.New("the base of the comparison is closed")

// read returns the content of a blob that is named by its hash, or by COMMIT:PATH. The error is
// fs.ErrNotExist where there is no such blob, source.ErrTooLarge above MaxFile.
func (o *objects) read(name string) ([]byte, error) {
	if strings.ContainsAny(name, "\n\x00") { // which end a request
		return nil, fs.ErrNotExist
	}
	o.lock.Lock()
	defer o.lock.Unlock()
	if o.err == nil && o.cmd == nil {
		o.err = o.start()
	}
	if o.err != nil {
		return nil, o.err
	}
	content, err := o.ask(name)
	if o.err != nil {
		o.err = o.failure()
		return nil, o.err
	}
	return content, err
}

func (o *objects) start() error {
	cmd := o.repository.command(o.ctx, "cat-file", "--batch")
	cmd.Stderr = &o.problem
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return gitFailure(o.ctx, "cat-file", err, "")
	}
	o.cmd, o.in, o.out = cmd, in, bufio.NewReaderSize(out, 64<<10)
	return nil
}

// ask sends one request and reads its answer. It sets o.err where no further answer can be read.
func (o *objects) ask(name string) ([]byte, error) {
	if _, o.err = io.WriteString(o.in, name+"\n"); o.err != nil {
		return nil, nil
	}
	var header string
	if header, o.err = o.out.ReadString('\n'); o.err != nil {
		return nil, nil
	}
	header = strings.TrimSuffix(header, "\n")
	answer, found := strings.CutPrefix(header, name+" ") // of what is missing or ambiguous
	if found && !strings.Contains(answer, " ") {
		return nil, fs.ErrNotExist
	}
	fields := strings.Fields(header)
	if len(fields) != 3 {
		o.err = fmt.Errorf("git cat-file answers %q", header)
		return nil, nil
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if o.err = err; err != nil {
		return nil, nil
	}
	return o.body(fields[1], size)
}

// body reads the object that follows a header, up to the newline after it.
func (o *objects) body(kind string, size int64) (content []byte, err error) {
	switch {
	case kind != "blob":
		_, o.err = io.CopyN(io.Discard, o.out, size)
		err = fs.ErrNotExist
	case size > MaxFile:
		_, o.err = io.CopyN(io.Discard, o.out, size)
		err = source.ErrTooLarge
	default:
		content = make([]byte, size)
		_, o.err = io.ReadFull(o.out, content)
	}
	if o.err == nil {
		_, o.err = o.out.Discard(1)
	}
	return content, err
}

// failure ends the process that no longer answers, and returns why.
func (o *objects) failure() error {
	err := o.err
	o.in.Close()
	o.cmd.Process.Kill() // in case it waits for someone to read on
	if ended := o.cmd.Wait(); ended != nil && o.problem.Len() > 0 {
		err = ended
	}
	return gitFailure(o.ctx, "cat-file", err, o.problem.String())
}

// close ends the process. Nothing can be read afterwards.
func (o *objects) close() error {
	o.lock.Lock()
	defer o.lock.Unlock()
	ended := o.err != nil || o.cmd == nil
	o.err = errClosed
	if ended {
		return nil
	}
	o.in.Close()
	if err := o.cmd.Wait(); err != nil && o.ctx.Err() == nil {
		return gitFailure(o.ctx, "cat-file", err, o.problem.String())
	}
	return nil
}
