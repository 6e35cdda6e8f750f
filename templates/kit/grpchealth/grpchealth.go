// Package grpchealth shows the state of package health as gRPC's health service (grpc.health.v1), Watch included, so that
// clients and load balancers that speak gRPC see the same as those that ask over HTTP. It must not know what is checked, nor
// when the process stops.
package grpchealth

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/health"
)

// Names that can be asked for beside those of services, such as by a probe of Kubernetes. The empty name is Ready, too.
const (
	Live  = "live"  // always SERVING: the process answers
	Ready = "ready" // SERVING as long as the process wants requests
)

// MostWatchers is how many can watch at once; further ones are told RESOURCE_EXHAUSTED.
const MostWatchers = 1000

// Server is the health service.
type Server struct {
	healthpb.UnimplementedHealthServer
	state   *health.State
	names   []string // sorted
	slots   chan struct{}
	stopped chan struct{}
	once    sync.Once
}

// Register registers the health service with g, for all services that g has by now. All of them have the one state. Its
// calls pass g's own interceptors, but not those of an edge.Server: whoever must authenticate to one should not have to
// here.
func Register(g *grpc.Server, s *health.State) *Server {
	h := &Server{state: s, names: []string{"", Live, Ready}, slots: make(chan struct{}, MostWatchers), stopped: make(chan struct{})}
	for name := range g.GetServiceInfo() {
		h.names = append(h.names, name)
	}
	slices.Sort(h.names)
	healthpb.RegisterHealthServer(g, h)
	return h
}

// Stop ends all Watch streams, after they have been told the last state. A server that stops gracefully would wait for them
// otherwise until it is forced. It is for grpclifecycle.Server, and may be called more than once.
func (h *Server) Stop() { h.once.Do(func() { close(h.stopped) }) }

// Check implements the health service.
func (h *Server) Check(_ context.Context, in *healthpb.HealthCheckRequest) (*healthpb.HealthCheckResponse, error) {
	found := h.find(in.GetService(), h.state.Status())
	if found == healthpb.HealthCheckResponse_SERVICE_UNKNOWN {
		return nil, refuse(&errors.Error{Status: http.StatusNotFound, Code: errors.CodeNotFound, Detail: "there is no such service"})
	}
	return &healthpb.HealthCheckResponse{Status: found}, nil
}

// List implements the health service.
func (h *Server) List(context.Context, *healthpb.HealthListRequest) (*healthpb.HealthListResponse, error) {
	out, state := &healthpb.HealthListResponse{Statuses: make(map[string]*healthpb.HealthCheckResponse, len(h.names))}, h.state.Status()
	for _, name := range h.names {
		out.Statuses[name] = &healthpb.HealthCheckResponse{Status: h.find(name, state)}
	}
	return out, nil
}

// Watch implements the health service: it tells the state, and then each change of it. A service that is unknown may be
// watched, as the protocol demands; it stays so.
func (h *Server) Watch(in *healthpb.HealthCheckRequest, stream grpc.ServerStreamingServer[healthpb.HealthCheckResponse]) error {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	default:
		return refuse(&errors.Error{
			Status: http.StatusTooManyRequests, Code: errors.CodeTooManyRequests, Detail: "too many watch already",
			Retryable: true, RetryAfter: h.state.RetryAfter(),
		})
	}
	told := healthpb.HealthCheckResponse_UNKNOWN
	for stopped := false; ; {
		state, changed := h.state.Watch()
		if now := h.find(in.GetService(), state); now != told {
			if err := stream.Send(&healthpb.HealthCheckResponse{Status: now}); err != nil {
				return gone
			}
			told = now
		}
		if stopped {
			return refuse(h.state.Unavailable(health.Draining))
		}
		select {
		case <-changed:
		case <-h.stopped:
			stopped = true
		case <-stream.Context().Done():
			return gone
		}
	}
}

// gone is what ends the stream of someone who has left. A context's own error would be told as UNKNOWN.
var gone = status.Error(codes.Canceled, "the caller has left")

func (h *Server) find(name string, s health.Status) healthpb.HealthCheckResponse_ServingStatus {
	if _, known := slices.BinarySearch(h.names, name); !known {
		return healthpb.HealthCheckResponse_SERVICE_UNKNOWN
	}
	if name == Live || s == health.Serving {
		return healthpb.HealthCheckResponse_SERVING
	}
	return healthpb.HealthCheckResponse_NOT_SERVING
}

func refuse(e *errors.Error) error { return fault.From(e, fault.Origin{}).Err() }
