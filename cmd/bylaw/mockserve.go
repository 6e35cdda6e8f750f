package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/mock"
	"github.com/bylaw-dev/bylaw/spec"
)

// The limits of the listener: a client that sends slowly, or nothing, keeps no connection for long.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	idleTimeout   = 2 * time.Minute
	drainTime     = 5 * time.Second // what requests get that are under way when it is stopped
	maxHeaders    = 64 << 10
)

// serve listens until the context ends, and lets requests end that are under way.
func (m *mocking) serve(ctx context.Context, s streams, api *spec.API, server *mock.Server) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", m.flags.addr)
	if err != nil {
		return fmt.Errorf("--addr %s: %w", m.flags.addr, err)
	}
	greet(s.out, api, server, "http://"+reachable(listener.Addr().String()))
	h := &http.Server{
		Handler: server, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaders,
		ErrorLog: slog.NewLogLogger(mockLogger(s.err).Handler(), slog.LevelWarn),
	}
	if !m.flags.quiet {
		h.Handler = logged(server, s.err)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	select {
	case err = <-ended:
		return err
	case <-ctx.Done():
	}
	return drain(h, s.err)
}

// drain stops listening, and cuts what takes too long.
func drain(h *http.Server, w io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	if err := h.Shutdown(ctx); err != nil {
		fmt.Fprintln(w, "bylaw: requests were still under way and have been cut")
		return errors.Join(h.Close())
	}
	fmt.Fprintln(w, "bylaw: stopped")
	return nil
}

// reachable turns an address that stands for all of a machine's into one that a client can use.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return address
}

// greet says what is served where, and how to try it.
func greet(w io.Writer, api *spec.API, server *mock.Server, base string) {
	fmt.Fprintf(w, "%s %s, %d operations\n\n", cmp.Or(api.Name, api.Root.Path), api.Version, len(server.Routes()))
	fmt.Fprintf(w, "  base URL  %s\n", base)
	if try := server.Try(base); try != "" {
		fmt.Fprintf(w, "  try       %s\n", try)
	}
	fmt.Fprintf(w, "  also      -H 'Prefer: code=404' for another answer; --list prints which there are\n\nCtrl-C stops it.\n")
}

// listRoutes prints one line for each operation.
func listRoutes(w io.Writer, routes []mock.Route) error {
	width := 0
	for _, r := range routes {
		width = max(width, len(r.Path))
	}
	for _, r := range routes {
		line := fmt.Sprintf("%-7s %-*s  %-12s  %s", r.Method, width, r.Path, strings.Join(r.Statuses, " "), r.Summary)
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	return nil
}

func mockLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

// logged prints a line for each request.
func logged(next http.Handler, w io.Writer) http.Handler {
	var mutex sync.Mutex
	return http.HandlerFunc(func(response http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: response}
		defer func() {
			mutex.Lock()
			defer mutex.Unlock()
			fmt.Fprintf(w, "%s %s %s\n", r.Method, r.URL.EscapedPath(), seen)
		}()
		next.ServeHTTP(seen, r)
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets streams be flushed.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// String returns the status as a log has it.
func (w *statusWriter) String() string {
	if w.status == 0 {
		return "cut"
	}
	return fmt.Sprint(w.status)
}
