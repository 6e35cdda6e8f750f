package main

import (
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
)

// brokerScript is the command `broker` of scripts. `broker start TOKEN` starts a broker and sets $BROKER to its
// address; `broker service BODY` starts a service that answers everything so, and sets $SERVICE.
func brokerScript(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: broker start TOKEN, broker service BODY")
	}
	switch args[0] {
	case "start":
		server := brokertest.New()
		server.Token = args[1]
		ts.Defer(server.Close)
		ts.Setenv("BROKER", server.URL)
	case "service":
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, args[1])
		}))
		ts.Defer(server.Close)
		ts.Setenv("SERVICE", server.URL)
	default:
		ts.Fatalf("unknown: broker %s", args[0])
	}
}
