package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// recorded returns what is recorded by: OpenAPI documents, those that REST consumers of .proto files get, and the .proto
// files themselves for calls over gRPC.
func (x *recording) recorded(ctx context.Context, tree *workspace.DirTree, loaded *workspace.Loaded) (none record.Options, apis []*spec.API, err error) {
	side := &specSide{tree: tree, loaded: loaded}
	documents, err := side.documents(ctx)
	if err != nil {
		return none, nil, err
	}
	if len(side.findings) > 0 {
		f := side.findings[0]
		return none, nil, fmt.Errorf("%s:%d can't be said in OpenAPI: %s", f.Span.Path(), f.Span.Position().Line, f.Message)
	}
	files, _, err := registry(loaded.Descriptors)
	if err != nil {
		return none, nil, err
	}
	o := record.Options{
		Consumer: x.flags.consumer, Provider: x.flags.provider, States: x.flags.states, Names: x.flags.names, Files: files,
		MaxBody: x.flags.maxBody, BodyTimeout: x.flags.timeout,
	}
	origin := originsOf(loaded.APIs)
	o.Locate = func(n *spec.Node) source.Span { _, at := origin.find(n, n.NameSpan); return at }
	for _, api := range loaded.APIs {
		if api.Format == spec.Proto {
			o.Protos = append(o.Protos, api)
		}
	}
	for _, d := range documents {
		apis = append(apis, d.API)
	}
	return o, apis, nil
}

// handler records calls over gRPC, and all else as HTTP.
func (x *recording) handler(r *record.Recorder, transport *http.Transport) http.Handler {
	wire := transport.Clone()
	wire.ResponseHeaderTimeout, wire.Protocols = 0, new(http.Protocols) // a stream answers when it has something to say
	wire.Protocols.SetHTTP2(true)
	wire.Protocols.SetUnencryptedHTTP2(true)
	exchanges, calls := r.Proxy(x.upstream, transport), r.CallProxy(x.grpc, wire)
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if record.IsCall(q) {
			calls.ServeHTTP(w, q)
			return
		}
		exchanges.ServeHTTP(w, q)
	})
}

// callsGo says where calls over gRPC go, if there are any.
func (x *recording) callsGo(o record.Options) string {
	if len(o.Protos) == 0 {
		return ""
	}
	return fmt.Sprintf("  gRPC      %s (at the same base URL, HTTP/2 without TLS)\n", x.grpc)
}
