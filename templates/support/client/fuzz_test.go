package client

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// FuzzEvents reads a stream whole and byte by byte: the pieces in which it comes mean nothing. What it
// reads, written again in the plainest way, must read the same.
func FuzzEvents(f *testing.F) {
	f.Add("data: a\n\n")
	f.Add("\ufeffevent: x\r\nid: 1\rretry: 10\ndata: a\ndata: b\r\n\r\n:\n\ndata\n\n")
	f.Add("data: a\r\r\n\ndata:b")
	f.Fuzz(func(t *testing.T, text string) {
		read := func(r io.Reader) (all []string) {
			for e := (&events{lines: newLines(r, 1<<20, true)}); e.next() == nil; {
				all = append(all, plainest(e.event))
			}
			return all
		}
		whole := strings.Join(read(strings.NewReader(text)), "")
		if pieces := strings.Join(read(iotest.OneByteReader(strings.NewReader(text))), ""); pieces != whole {
			t.Errorf("%q is read as %q, but byte by byte as %q", text, whole, pieces)
		}
		if again := strings.Join(read(strings.NewReader(whole)), ""); again != whole {
			t.Errorf("%q is read as %q and that as %q", text, whole, again)
		}
	})
}

func plainest(e event) string {
	var w strings.Builder
	w.WriteString("event: " + e.name + "\nretry: " + e.retry + "\n")
	if e.hasID {
		w.WriteString("id: " + e.id + "\n")
	}
	for _, line := range bytes.Split(e.data, []byte("\n")) {
		w.WriteString("data: " + string(line) + "\n")
	}
	return w.String() + "\n"
}

// FuzzProblem reads errors out of anything: it may find nothing, but never too much.
func FuzzProblem(f *testing.F) {
	f.Add(`{"error":{"code":400,"message":"no","status":"INVALID","details":[{"fieldViolations":[{"field":"a"}]}]}}`)
	f.Add(`{"code":"a","detail":"b","violations":[{"location":"query","field":"q"},"x"],"retryable":true,"retry_after":1e9}`)
	f.Fuzz(func(t *testing.T, text string) {
		var r wire.Reader
		r.Reset(wire.Neutral)
		n, ok := r.ParseJSON([]byte(text), wire.Limits{})
		if !ok {
			return
		}
		var e errors.Error
		readProblem(&e, &r, n)
		if len(e.Violations) > mostViolations || e.RetryAfter < 0 || !r.OK() {
			t.Errorf("%q is read as %+v, with %v", text, e, r.Violations())
		}
	})
}
