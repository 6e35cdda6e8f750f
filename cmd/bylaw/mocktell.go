package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/mock"
	"github.com/bylaw-dev/bylaw/mock/rpc"
)

// document makes the mock of an OpenAPI document.
func (c *contract) document(o mock.Options) (served, error) {
	server, err := mock.New(c.api, o)
	if err != nil {
		return served{}, err
	}
	return served{
		Handler: server,
		list:    func(w io.Writer) error { return listRoutes(w, server.Routes()) },
		greet: func(w io.Writer, address string) {
			base := "http://" + address
			fmt.Fprintf(w, "%s %s, %d operations\n\n", cmp.Or(c.api.Name, c.api.Root.Path), c.api.Version, len(server.Routes()))
			fmt.Fprintf(w, "  base URL  %s\n", base)
			if try := server.Try(base); try != "" {
				fmt.Fprintf(w, "  try       %s\n", try)
			}
			fmt.Fprintf(w, "  also      -H 'Prefer: code=404' for another answer; --list prints which there are\n\nCtrl-C stops it.\n")
		},
	}, nil
}

// services makes the mock of .proto files.
func (c *contract) services(o mock.Options) (served, error) {
	server, err := rpc.New(c.files, c.chosen, o)
	if err != nil {
		return served{}, err
	}
	return served{
		Handler: server, grpc: true, files: c.files,
		list: func(w io.Writer) error { return listMethods(w, server) },
		greet: func(w io.Writer, address string) {
			fmt.Fprintf(w, "%s, %d methods\n\n", c.api.Name, len(server.Routes()))
			fmt.Fprintf(w, "  gRPC      %s, plaintext, with reflection\n", address)
			fmt.Fprintf(w, "  base URL  http://%s\n", address)
			for _, try := range server.Try(address) {
				fmt.Fprintf(w, "  try       %s\n", try)
			}
			fmt.Fprintf(w, "  also      the header x-mock-status: NOT_FOUND (or 404) for another answer; --list prints the methods\n")
			notEvaluated(w, server)
			fmt.Fprintf(w, "\nCtrl-C stops it.\n")
		},
	}, nil
}

// notEvaluated says which rules the mock leaves out.
func notEvaluated(w io.Writer, server *rpc.Server) {
	for _, rule := range server.LeftOut() {
		fmt.Fprintf(w, "  not checked: %s\n", rule)
	}
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

// listMethods prints one line for each method and one for each of its bindings, and what is not checked.
func listMethods(w io.Writer, server *rpc.Server) error {
	routes, width := server.Routes(), 0
	for _, r := range routes {
		width = max(width, len(r.Method))
	}
	for _, r := range routes {
		streams := ""
		if r.Streams != "" {
			streams = "streams: " + r.Streams
		}
		line := fmt.Sprintf("%-*s  %-15s  %s", width, r.Method, streams, r.Summary)
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return err
		}
		for _, binding := range r.HTTP {
			fmt.Fprintf(w, "  %s\n", binding)
		}
	}
	notEvaluated(w, server)
	return nil
}
