// Package mock serves an API from its contract alone: requests are refused as a generated server
// refuses them, and answered with values that the contract allows. It runs the packages that
// generated servers run, so that swapping one for the other changes a base URL. It knows nothing of
// command lines and opens no listener.
package mock

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/spec"
)

// Options configures a mock. The zero value answers at once and never fails.
type Options struct {
	Seed      uint64        // which values are made up: the same seed, the same answers
	Latency   time.Duration // before each answer
	Jitter    time.Duration // added to Latency, from 0 to this, by the seed
	FaultRate float64       // the share of valid requests that fail, from 0 to 1, by the seed
	MaxBody   int64         // bytes of a request's body; 0: 1 MiB
	CORS      bool          // browsers may call from any origin
	Logger    *slog.Logger  // nil: slog.Default()

	Sleep func(context.Context, time.Duration) // nil: by the clock, until the client is gone
}

// Server is the mock of one API.
type Server struct {
	api        *spec.API
	options    Options
	sampler    *sample.Sampler
	checker    *validate.Checker
	operations []*operation
	chaos      Chaos
	handler    http.Handler
}

// New returns the mock of an API. The error names paths that no router can tell apart.
func New(api *spec.API, o Options) (*Server, error) {
	s := &Server{api: api, options: o, sampler: sample.New(o.Seed), checker: validate.New(api)}
	s.sampler.Full = true
	if s.options.Sleep == nil {
		s.options.Sleep = Sleep
	}
	fillers := newFillers(s)
	var planned []boundary.Operation
	for _, service := range api.Services {
		for _, o := range service.Operations {
			if o.Kind != spec.Call || len(o.HTTP) == 0 {
				continue
			}
			made := s.operation(o)
			s.operations = append(s.operations, made)
			planned = append(planned, boundary.Operation{
				ID: string(o.ID()), Method: o.Method(), Template: o.Path().Raw, Statuses: made.statuses(),
				Produces: made.produces(), Errors: fillers.of(made), Handle: made.handle,
			})
		}
	}
	handler, err := boundary.New(planned, fillers.unrouted(), boundary.Options{MaxBody: o.MaxBody, Logger: o.Logger, RequestUUIDs: fillers.uuids})
	if err != nil {
		return nil, err
	}
	if s.handler = handler; o.CORS {
		s.handler = CORS(handler)
	}
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Route is one operation that the mock serves.
type Route struct {
	Method, Path, Summary string
	Statuses              []string // that can be asked for, the usual one first
}

// Routes returns what is served, in the order of the contract.
func (s *Server) Routes() []Route {
	var all []Route
	for _, o := range s.operations {
		r := Route{Method: o.Method(), Path: o.Path().Raw, Summary: o.Summary}
		for _, a := range o.sorted() {
			r.Statuses = append(r.Statuses, a.Status)
		}
		all = append(all, r)
	}
	return all
}

// Sleep waits, but not for a client that is gone.
func Sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
