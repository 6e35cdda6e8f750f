package headers

import (
	"bufio"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
)

// writer lets no header out that isn't declared.
type writer struct {
	w      http.ResponseWriter
	plan   *Plan
	before []string // names that were set before us
	sent   bool
}

func newWriter(w http.ResponseWriter, plan *Plan) *writer {
	return &writer{w: w, plan: plan, before: slices.Collect(maps.Keys(w.Header()))}
}

// Header implements http.ResponseWriter.
func (w *writer) Header() http.Header { return w.w.Header() }

// Unwrap is for http.ResponseController.
func (w *writer) Unwrap() http.ResponseWriter { return w.w }

// WriteHeader implements http.ResponseWriter.
func (w *writer) WriteHeader(status int) {
	if status >= 100 && status < 200 && status != http.StatusSwitchingProtocols {
		whole := maps.Clone(w.Header()) // an informational answer shows what there is by now, and isn't the last
		w.filter()
		w.w.WriteHeader(status)
		clear(w.Header())
		maps.Copy(w.Header(), whole)
		return
	}
	w.head()
	w.w.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *writer) Write(p []byte) (int, error) {
	w.head()
	return w.w.Write(p)
}

// ReadFrom implements io.ReaderFrom, so that files are sent without being copied.
func (w *writer) ReadFrom(from io.Reader) (int64, error) {
	w.head()
	return io.Copy(w.w, from)
}

// FlushError is for http.ResponseController.
func (w *writer) FlushError() error {
	w.head()
	return http.NewResponseController(w.w).Flush()
}

// Flush implements http.Flusher.
func (w *writer) Flush() { _ = w.FlushError() }

// Hijack implements http.Hijacker.
func (w *writer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.sent = true
	return http.NewResponseController(w.w).Hijack()
}

// head filters what goes out, once.
func (w *writer) head() {
	if !w.sent {
		w.sent = true
		w.filter()
	}
}

// end filters an answer without a body, and trailers.
func (w *writer) end() {
	if !w.sent {
		w.head()
		return
	}
	h := w.Header()
	for name := range w.trailers() {
		w.replace(h, name, "", name)
	}
	for name := range h {
		if of, ok := strings.CutPrefix(name, http.TrailerPrefix); ok {
			w.replace(h, name, http.TrailerPrefix, of)
		}
	}
}

// replace puts a trailer as it goes out where it was, if it does.
func (w *writer) replace(h http.Header, key, prefix, name string) {
	values := h[key]
	delete(h, key)
	if as, values, ok := w.plan.Response(name, values); ok {
		h[prefix+as] = values
	}
}

// trailers are the names that are announced: their values come at the end.
func (w *writer) trailers() map[string]bool {
	out := map[string]bool{}
	for _, line := range w.Header()["Trailer"] {
		for name := range strings.SplitSeq(line, ",") {
			out[http.CanonicalHeaderKey(strings.TrimSpace(name))] = true
		}
	}
	return out
}

func (w *writer) filter() {
	h := w.Header()
	var trailers map[string]bool
	if len(h["Trailer"]) > 0 {
		trailers = w.trailers()
	}
	var mapped http.Header
	for name, values := range h {
		if slices.Contains(w.before, name) || trailers[name] || strings.HasPrefix(name, http.TrailerPrefix) {
			continue
		}
		as, out, ok := w.plan.Response(name, values)
		if ok && as == name {
			h[name] = out
			continue
		}
		delete(h, name)
		if ok {
			if mapped == nil {
				mapped = http.Header{}
			}
			mapped[as] = out
		}
	}
	maps.Copy(h, mapped)
	w.plan.Complete(func(name string) bool { return len(h[name]) > 0 }, func(name string, values []string) { h[name] = values })
}
