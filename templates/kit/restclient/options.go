package restclient

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// callOptions are those of gRPC's that mean something here. The others are about gRPC's own transport.
type callOptions struct {
	headers, trailers []*metadata.MD
	peers             []*peer.Peer
	credentials       []credentials.PerRPCCredentials
	finished          []func(error)
	limit             int // of a message that comes
	sendLimit         int // 0: none
}

func (c *Conn) callOptions(all []grpc.CallOption) *callOptions {
	o := &callOptions{limit: c.options.MaxMessage}
	for _, option := range all {
		switch option := option.(type) {
		case grpc.HeaderCallOption:
			o.headers = append(o.headers, option.HeaderAddr)
		case grpc.TrailerCallOption:
			o.trailers = append(o.trailers, option.TrailerAddr)
		case grpc.PeerCallOption:
			o.peers = append(o.peers, option.PeerAddr)
		case grpc.PerRPCCredsCallOption:
			o.credentials = append(o.credentials, option.Creds)
		case grpc.OnFinishCallOption:
			o.finished = append(o.finished, option.OnFinish)
		case grpc.MaxRecvMsgSizeCallOption:
			o.limit = option.MaxRecvMsgSize
		case grpc.MaxSendMsgSizeCallOption:
			o.sendLimit = option.MaxSendMsgSize
		}
	}
	return o
}

// took tells the options of the answer.
func (o *callOptions) took(response *http.Response) {
	for _, to := range o.headers {
		*to = received(response.Header)
	}
	for _, to := range o.trailers {
		*to = received(response.Trailer)
	}
}

func (o *callOptions) finish(err error) {
	for _, f := range o.finished {
		f(err)
	}
}

// authorize adds the credentials of the call.
func (o *callOptions) authorize(r *http.Request) error {
	for _, c := range o.credentials {
		if c.RequireTransportSecurity() && r.URL.Scheme != "https" {
			return status.Error(codes.Unauthenticated, "the credentials of the call may only be sent encrypted: use an https URL")
		}
		values, err := c.GetRequestMetadata(r.Context(), r.URL.Scheme+"://"+r.URL.Host)
		if err != nil {
			return status.Errorf(codes.Unauthenticated, "no credentials: %v", err)
		}
		md := metadata.MD{}
		for key, value := range values {
			md.Set(strings.ToLower(key), value)
		}
		if err := setHeader(r.Header, md); err != nil {
			return err
		}
	}
	return nil
}

// traced returns a context that tells the options who answers.
func (o *callOptions) traced(ctx context.Context) context.Context {
	if len(o.peers) == 0 {
		return ctx
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		for _, p := range o.peers {
			p.Addr = addressOf(info.Conn)
		}
	}})
}

func addressOf(c net.Conn) net.Addr { return c.RemoteAddr() }
