// Command demo is a service as its author would wire it, for the tests that run a real process.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/health"
	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

func main() {
	drain := flag.Duration("drain", time.Second, "how long load balancers need")
	grace := flag.Duration("grace", 15*time.Second, "for what is in flight")
	file := flag.String("config", "", "the `file` of the configuration")
	flag.Parse()
	code, err := run(*drain, *grace, *file)
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

func run(drain, grace time.Duration, file string) (int, error) {
	ctx := context.Background()
	config, err := lifecycle.Load(ctx, func(context.Context) (*int, error) { return read(file) })
	if err != nil {
		return 0, err
	}
	state, err := health.New(health.Options{Deep: health.Anybody})
	if err != nil {
		return 0, err
	}
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	probes, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	process := lifecycle.New(lifecycle.Options{Drain: drain, Grace: grace, OnReady: state.Ready, OnDrain: state.Drain, Reload: config.Reload})
	process.Internal("checks", lifecycle.Worker(state.Run))
	process.Internal("probes", lifecycle.HTTP(&http.Server{Handler: state.Handler()}, probes))
	process.Serve("api", lifecycle.HTTP(server(config), api))
	fmt.Println(api.Addr(), probes.Addr())
	return process.Run(ctx), nil
}

func read(file string) (*int, error) {
	if file == "" {
		return new(int), nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	return &n, err
}

func server(config *lifecycle.Config[int]) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /echo", echo)
	mux.HandleFunc("GET /config", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, *config.Get()) })
	s := &http.Server{Handler: mux, Protocols: new(http.Protocols)}
	s.Protocols.SetHTTP1(true)
	s.Protocols.SetUnencryptedHTTP2(true)
	return s
}

// echo sends its head at once, and the body that came when it is time.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "no body", http.StatusBadRequest)
		return
	}
	d, _ := time.ParseDuration(r.URL.Query().Get("after"))
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	http.NewResponseController(w).Flush()
	time.Sleep(d)
	w.Write(body)
}
