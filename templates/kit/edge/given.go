package edge

import (
	"context"
	"crypto/tls"
	"net"
	"net/netip"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
)

// Given returns the values of a header of the context's call as they came, whether or not implementations see it, for
// interceptors that need what only they are to know, such as the addresses that proxies tell. name is in lower case.
func Given(ctx context.Context, name string) []string {
	if k, ok := grpc.ServerTransportStreamFromContext(ctx).(*call); ok {
		return k.call.given(k.parent, name)
	}
	return metadata.ValueFromIncomingContext(ctx, name)
}

// WithPeer tells interceptors who calls, as gRPC does, for protocols that know it as a text (http.Request.RemoteAddr) and the
// state of TLS; nil: there is none.
func WithPeer(ctx context.Context, address string, state *tls.ConnectionState) context.Context {
	p := &peer.Peer{Addr: addressOf(address)}
	if state != nil {
		p.AuthInfo = credentials.TLSInfo{State: *state, CommonAuthInfo: credentials.CommonAuthInfo{SecurityLevel: credentials.PrivacyAndIntegrity}}
	}
	return peer.NewContext(ctx, p)
}

// addressOf is where a call comes from, by its text if it isn't an address and a port.
func addressOf(text string) net.Addr {
	if a, err := netip.ParseAddrPort(text); err == nil {
		return net.TCPAddrFromAddrPort(a)
	}
	return &net.UnixAddr{Name: text, Net: "unix"}
}
