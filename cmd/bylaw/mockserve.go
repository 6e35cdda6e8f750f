package main

import (
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

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/mock/rpc"
)

// served is a mock, and what is said of it.
type served struct {
	http.Handler
	grpc  bool
	files *protoregistry.Files // of a spec in .proto; nil: it is another one
	list  func(io.Writer) error
	greet func(w io.Writer, address string)
	end   func(io.Writer) // says what came of it; nil: nothing
}

// The limits of the listener: a client that sends slowly, or nothing, keeps no connection for long.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	idleTimeout   = 2 * time.Minute
	drainTime     = 5 * time.Second // what requests get that are under way when it is stopped
	maxHeaders    = 64 << 10
)

// serve listens until the context ends, and lets requests end that are under way.
func (m *mocking) serve(ctx context.Context, s streams, server served) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", m.flags.addr)
	if err != nil {
		return fmt.Errorf("--addr %s: %w", m.flags.addr, err)
	}
	server.greet(s.out, reachable(listener.Addr().String()))
	h := &http.Server{
		Handler: server.Handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaders,
		ErrorLog: slog.NewLogLogger(mockLogger(s.err).Handler(), slog.LevelWarn),
	}
	if server.grpc {
		h.ReadTimeout = 0 // streams of clients may last
		h.Protocols = new(http.Protocols)
		h.Protocols.SetHTTP1(true)
		h.Protocols.SetUnencryptedHTTP2(true)
	}
	if !m.flags.quiet {
		h.Handler = logged(server.Handler, s.err)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	select {
	case err = <-ended:
		return err
	case <-ctx.Done():
	}
	err = drain(h, s.err)
	if server.end != nil {
		server.end(s.out)
	}
	return err
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
		seen, noted := &statusWriter{ResponseWriter: response}, new(string)
		defer func() {
			mutex.Lock()
			defer mutex.Unlock()
			if rpc.IsGRPC(r) {
				fmt.Fprintf(w, "gRPC %s %s%s\n", strings.TrimPrefix(r.URL.Path, "/"), seen.code(), *noted)
				return
			}
			fmt.Fprintf(w, "%s %s %s%s\n", r.Method, r.URL.EscapedPath(), seen, *noted)
		}()
		next.ServeHTTP(seen, r.WithContext(context.WithValue(r.Context(), noteKey{}, noted)))
	})
}

// noteKey is where in a request's context stands what its line ends with: a *string.
type noteKey struct{}

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

// Unwrap gives the writer to those that want more of it.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush lets streams out.
func (w *statusWriter) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// code returns the code of an answer of gRPC, which stands in a trailer.
func (w *statusWriter) code() string {
	for _, name := range []string{"Grpc-Status", http.TrailerPrefix + "Grpc-Status"} {
		var code codes.Code
		if text := w.Header().Get(name); text != "" && code.UnmarshalJSON([]byte(text)) == nil {
			return code.String()
		}
	}
	return w.String()
}

// String returns the status as a log has it.
func (w *statusWriter) String() string {
	if w.status == 0 {
		return "cut"
	}
	return fmt.Sprint(w.status)
}
