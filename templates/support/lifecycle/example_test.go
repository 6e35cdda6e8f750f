package lifecycle_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"

	"github.com/bylaw-dev/bylaw/templates/support/health"
	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

// A whole service: probes on a listener of their own, an API that is stopped so that no request is lost, a configuration
// that is reloaded on SIGHUP, and something to flush.
func Example() {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil)) // leave it out, and slog.Default is used
	signals := make(chan os.Signal, 1)                      // this, too: the process's own are obeyed then
	ctx := context.Background()

	type settings struct{ Greeting string }
	config, err := lifecycle.Load(ctx, func(context.Context) (*settings, error) { return &settings{"good day"}, nil })
	if err != nil {
		fmt.Println(err) // the one moment at which a wrong configuration ends the process
		return
	}
	state, err := health.New(health.Options{Logger: quiet})
	if err != nil {
		fmt.Println(err)
		return
	}
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	probes, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, config.Get().Greeting) })

	process := lifecycle.New(lifecycle.Options{
		OnReady: state.Ready, OnDrain: state.Drain, Reload: config.Reload,
		Logger: quiet, Signals: signals, Drain: -1, // leave it out where load balancers are
	})
	process.Internal("checks", lifecycle.Worker(state.Run))
	process.Internal("probes", lifecycle.HTTP(&http.Server{Handler: state.Handler()}, probes))
	process.Serve("api", lifecycle.HTTP(&http.Server{Handler: state.UntilReady(handler)}, api))
	process.Flush("database", func(context.Context) error { fmt.Println("database closed"); return nil })
	process.Flush("telemetry", func(context.Context) error { fmt.Println("telemetry flushed"); return nil })

	process.Warm("greeting", func(context.Context) error {
		go func() { // somebody comes, and then the process is told to stop
			for status, changed := state.Watch(); status != health.Serving; status, changed = state.Watch() {
				<-changed
			}
			r, err := http.Get("http://" + api.Addr().String())
			if err != nil {
				fmt.Println(err)
				return
			}
			defer r.Body.Close()
			text, _ := io.ReadAll(r.Body)
			fmt.Println(r.StatusCode, string(text))
			signals <- syscall.SIGTERM
		}()
		return nil
	})
	fmt.Println("exit", process.Run(ctx)) // os.Exit(process.Run(ctx))
	// Output:
	// 200 good day
	// telemetry flushed
	// database closed
	// exit 0
}
