package record

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/contract/rpc"
)

// CallProxy returns the handler that passes calls over gRPC on to the upstream, message by message in both directions,
// and learns from each that has ended. The end of a call is passed on once what was learned from it is saved.
func (r *Recorder) CallProxy(upstream *url.URL, transport http.RoundTripper) http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(q *httputil.ProxyRequest) { q.SetURL(upstream) }, Transport: transport, FlushInterval: -1,
		ErrorLog: log.New(io.Discard, "", 0), ErrorHandler: r.callFailed,
		ModifyResponse: func(answer *http.Response) error {
			if t := tapIn(answer.Request.Context()); t != nil {
				t.answer, t.from = answer, answer.Body
				answer.Body = t
			}
			endLast(answer)
			return nil
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // calls may last
		t := &tap{recorder: r, path: q.URL.Path, header: q.Header.Clone(), sent: copied{limit: r.options.MaxBody}, came: copied{limit: r.options.MaxBody}}
		q.Body = &sending{q.Body, t}
		defer func() { // what is cut off ends with a panic
			if q.Context().Err() != nil {
				t.end(true)
			}
			t.lost()
		}()
		proxy.ServeHTTP(w, q.WithContext(context.WithValue(q.Context(), tapKey{}, t)))
	})
}

// endLast puts the end of a call behind its answers. Where there are none, providers have both in one; but here the
// headers go on before it is known that nothing follows.
func endLast(answer *http.Response) {
	for _, name := range []string{"Grpc-Status", "Grpc-Message", "Grpc-Status-Details-Bin"} {
		if values := answer.Header[name]; values != nil {
			if answer.Trailer == nil {
				answer.Trailer = http.Header{}
			}
			answer.Trailer[name] = values
			delete(answer.Header, name)
		}
	}
}

// IsCall reports whether a request is a call over gRPC.
func IsCall(q *http.Request) bool {
	kind := q.Header.Get("Content-Type")
	return q.ProtoMajor == 2 && (kind == "application/grpc" || strings.HasPrefix(kind, "application/grpc+") || strings.HasPrefix(kind, "application/grpc;"))
}

// tap listens to one call.
type tap struct {
	recorder *Recorder
	path     string
	header   http.Header
	answer   *http.Response // nil: there is none yet
	from     io.ReadCloser  // the body of the answer

	mutex sync.Mutex
	sent  copied
	came  copied
	done  bool
}

type tapKey struct{}

func tapIn(ctx context.Context) *tap {
	t, _ := ctx.Value(tapKey{}).(*tap)
	return t
}

// copied is what has gone in one direction, up to a limit.
type copied struct {
	content []byte
	limit   int64
	more    bool
}

func (c *copied) add(p []byte) {
	if int64(len(c.content)+len(p)) > c.limit {
		c.content, c.more = nil, true
	}
	if !c.more {
		c.content = append(c.content, p...)
	}
}

// sending is the consumer's side.
type sending struct {
	io.ReadCloser
	tap *tap
}

// Read copies what is read.
func (s *sending) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	s.tap.mutex.Lock()
	s.tap.sent.add(p[:n])
	s.tap.mutex.Unlock()
	return n, err
}

// Read copies what is answered, and learns at its end.
func (t *tap) Read(p []byte) (int, error) {
	n, err := t.from.Read(p)
	t.mutex.Lock()
	t.came.add(p[:n])
	t.mutex.Unlock()
	if err == io.EOF {
		t.end(false)
	}
	return n, err
}

// Close closes the body of the answer.
func (t *tap) Close() error { return t.from.Close() }

// end learns from the call, once. One that is cut has not ended as the provider wanted.
func (t *tap) end(cut bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.done || t.answer == nil { // of calls that failed is told where they do
		return
	}
	t.done = true
	if !strings.HasPrefix(t.answer.Header.Get("Content-Type"), "application/grpc") {
		t.recorder.Pass("POST", t.path, "the answer is not gRPC")
		return
	}
	if t.sent.more || t.came.more {
		t.recorder.Pass("POST", t.path, "its messages are too large")
		return
	}
	x := &Call{Path: t.path, Header: t.header, AnswerHeader: t.answer.Header, Trailer: t.answer.Trailer, Cut: cut}
	var err, other error
	x.Requests, err = t.messages(t.sent.content, t.header.Get("Grpc-Encoding"))
	x.Replies, other = t.messages(t.came.content, t.answer.Header.Get("Grpc-Encoding"))
	if err = errors.Join(err, other); err != nil && !cut {
		t.recorder.Pass("POST", t.path, "what went over it are no messages of gRPC")
		return
	}
	t.recorder.LearnCall(x)
}

// lost tells of a call that neither side has ended.
func (t *tap) lost() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if !t.done && t.answer != nil {
		t.done = true
		t.recorder.Pass("POST", t.path, "the upstream broke it off")
	}
}

// messages takes apart what has gone in one direction. What is cut off at the end was no message yet.
func (t *tap) messages(content []byte, encoding string) ([][]byte, error) {
	frames := rpc.Frames{From: strings.NewReader(string(content)), Encoding: encoding, Limit: t.recorder.options.MaxBody}
	var all [][]byte
	for {
		message, err := frames.Next()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, message)
	}
}

// callFailed says that the upstream gave no answer, as gRPC says it.
func (r *Recorder) callFailed(w http.ResponseWriter, q *http.Request, err error) {
	if q.Context().Err() != nil { // the consumer is gone
		return
	}
	why, _ := failure(err)
	r.Pass("POST", q.URL.Path, why)
	w.Header().Set("Content-Type", "application/grpc")
	w.Header().Set("Grpc-Status", "14")
	w.Header().Set("Grpc-Message", "bylaw record: "+why)
	w.WriteHeader(http.StatusOK)
}
