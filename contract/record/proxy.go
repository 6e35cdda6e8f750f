package record

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"mime"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/bylaw-dev/bylaw/contract/pact"
)

// Proxy returns the handler that passes requests on to the upstream and learns from what comes back. An answer in JSON
// is passed on once what was learned from it is saved; others are passed on as they come.
func (r *Recorder) Proxy(upstream *url.URL, transport http.RoundTripper) http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(q *httputil.ProxyRequest) {
			q.SetURL(upstream)
			q.Out.Header.Del("Accept-Encoding") // the transport asks for what it can undo itself
		},
		Transport: transport, FlushInterval: -1, ErrorLog: log.New(io.Discard, "", 0), // what it says may hold secrets
		ModifyResponse: func(answer *http.Response) error { return r.came(answer) },
		ErrorHandler:   r.failed,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		t := &taken{method: q.Method, path: q.URL.EscapedPath(), query: q.URL.RawQuery, header: q.Header.Clone()}
		if t.why = r.take(t, q); t.why == bodyBroken {
			r.Pass(t.method, t.path, t.why)
			http.Error(w, "the body of the request can't be read", http.StatusBadRequest)
			return
		}
		ctx, cancel := context.WithCancel(q.Context())
		defer cancel()
		t.cancel = cancel
		proxy.ServeHTTP(w, q.WithContext(withTaken(ctx, t)))
	})
}

const bodyBroken = "the body of the request ends too early"

// take reads the body of a request that can be looked at, and puts it back. It returns why nothing can be learned.
func (r *Recorder) take(t *taken, q *http.Request) string {
	switch {
	case q.Header.Get("Upgrade") != "" || q.Method == http.MethodConnect:
		return "it asks for another protocol"
	case q.Body == nil || q.Body == http.NoBody:
		return ""
	case q.Header.Get("Content-Encoding") != "":
		return "its body is compressed"
	case !isJSON(q.Header):
		return "its body is of a type that values can't be told apart in, so that no secret could be kept out of it"
	}
	body, err := io.ReadAll(io.LimitReader(q.Body, r.options.MaxBody+1))
	if err != nil {
		return bodyBroken
	}
	q.Body = resumed{io.MultiReader(bytes.NewReader(body), q.Body), q.Body}
	if int64(len(body)) > r.options.MaxBody {
		return "its body is too large"
	}
	t.body = body
	return ""
}

// isJSON reports whether the headers say that the body is JSON, or don't say what it is.
func isJSON(h http.Header) bool {
	kind := h.Get("Content-Type")
	return kind == "" || pact.IsJSON(kind)
}

// resumed reads what was read already and then the rest.
type resumed struct {
	io.Reader
	io.Closer
}

// came looks at an answer before it is passed on.
func (r *Recorder) came(answer *http.Response) error {
	t := takenIn(answer.Request.Context())
	if t.why == "" && answer.StatusCode == http.StatusSwitchingProtocols {
		t.why = "it asks for another protocol"
	}
	if t.why != "" {
		r.Pass(t.method, t.path, t.why)
		return nil
	}
	x := &Exchange{
		Method: t.method, Path: t.path, RawQuery: t.query, Header: t.header, Body: t.body,
		Status: answer.StatusCode, AnswerHeader: answer.Header.Clone(),
	}
	timer := time.AfterFunc(r.options.BodyTimeout, t.cancel)
	defer timer.Stop()
	if why := r.wait(answer, x); why != "" {
		r.Pass(t.method, t.path, why)
		return nil
	}
	r.Learn(x)
	return nil
}

// wait reads the body of an answer that can be looked at, and puts it back. It returns why nothing can be learned.
func (r *Recorder) wait(answer *http.Response, x *Exchange) string {
	if answer.Header.Get("Content-Encoding") != "" {
		return "the body of the answer is compressed"
	}
	if kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type")); err == nil && !pact.IsJSON(kind) {
		if answer.ContentLength != 0 { // nothing of it is recorded but that it is there
			x.Answer = []byte{' '}
		}
		return ""
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, r.options.MaxBody+1))
	rest := io.Reader(answer.Body)
	if err != nil {
		rest = broken{err}
	}
	answer.Body = resumed{io.MultiReader(bytes.NewReader(body), rest), answer.Body}
	switch {
	case err != nil:
		return "the body of the answer ends too early, or takes too long"
	case int64(len(body)) > r.options.MaxBody:
		return "the body of the answer is too large"
	}
	x.Answer = body
	return ""
}

// broken ends as the upstream ended.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// failure says in words of its own why there is no answer, and with which status that is told.
func failure(err error) (why string, status int) {
	var operation *net.OpError
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "the upstream did not answer in time", http.StatusGatewayTimeout
	case errors.As(err, &operation) && operation.Op == "dial":
		return "the upstream can't be reached", http.StatusBadGateway
	}
	return "the upstream gave no answer that HTTP has", http.StatusBadGateway
}

// failed says that the upstream gave no answer. The errors of net/http quote what came: they are not told.
func (r *Recorder) failed(w http.ResponseWriter, q *http.Request, err error) {
	if q.Context().Err() != nil { // the consumer is gone
		return
	}
	why, status := failure(err)
	r.Pass(q.Method, q.URL.EscapedPath(), why)
	http.Error(w, "bylaw record: "+why, status)
}
