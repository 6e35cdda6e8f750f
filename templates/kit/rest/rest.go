// Package rest serves the methods of an edge.Server over HTTP as their google.api.http annotations say: it finds the
// method, reads path, query and body into its request, and writes its answer, its stream or its error. What a call must
// fulfil is the edge's business; no service is known here.
package rest

import (
	"net/http"
	"sync"

	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/route"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Options says how messages are written as JSON. The zero value is ProtoJSON's own way.
type Options struct {
	EmitDefaults  bool // fields without presence are written though they are empty
	UseProtoNames bool // order_id rather than orderId
	EnumNumbers   bool // enum values as numbers
	// DiscardUnknown overlooks members of a body that the contract doesn't know, instead of refusing them.
	DiscardUnknown bool
}

// New makes the handler of all services that are registered. The error names bindings that are malformed or that match
// the same requests, and what the server itself finds wrong with a registration.
func New(s *edge.Server, o Options) (http.Handler, error) {
	methods, err := s.Methods()
	if err != nil {
		return nil, err
	}
	bindings, err := bind(methods)
	if err != nil {
		return nil, err
	}
	router, err := newRouter(bindings)
	if err != nil {
		return nil, err
	}
	h := &handler{router: router, server: s, edge: s.Options()}
	h.json = jsonpb.Options{
		Types: h.edge.Types, DiscardUnknown: o.DiscardUnknown, EmitDefaults: o.EmitDefaults, UseProtoNames: o.UseProtoNames, EnumNumbers: o.EnumNumbers,
		AllowPartial: true, // the path may have what the body lacks, and the edge looks for what is still missing
		Limits:       wire.Limits{Depth: h.edge.MaxDepth},
	}
	h.memory.New = func() any { return new(memory) }
	return h, nil
}

// handler answers the requests of all services of a server.
type handler struct {
	router *route.Router[*binding]
	server *edge.Server
	edge   edge.Options
	json   jsonpb.Options
	memory sync.Pool
}

// ServeHTTP answers one request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{handler: h, w: w, req: r, memory: h.memory.Get().(*memory)}
	defer x.finish()
	x.start()
	path := r.URL.EscapedPath()
	b, outcome := h.router.Find(r.Method, path, &x.memory.vars)
	if outcome != route.Found {
		if other, found := h.router.Find(anyMethod, path, &x.memory.vars); found == route.Found {
			b, outcome = other, found
		}
	}
	switch outcome {
	case route.NotFound:
		x.tell()
		x.refuse(refusal(http.StatusNotFound, errors.CodeNotFound, "no method of this API has this path"))
	case route.MethodNotAllowed:
		x.tell()
		allow := h.router.Allow(path)
		w.Header().Set("Allow", allow)
		x.refuse(refusal(http.StatusMethodNotAllowed, errors.CodeMethodNotAllowed, "this path knows only "+allow))
	default:
		x.binding = b
		x.tell()
		x.serve()
	}
}

// tell says which request and method it is to those who stand before this handler, if they ask.
func (x *exchange) tell() {
	if m := route.MatchOf(x.req.Context()); m != nil {
		m.RequestID = x.id
		if x.binding != nil {
			m.Template, m.Operation = x.binding.template, x.binding.method.Name
		}
	}
}

// refuse answers with an error of the boundary's own.
func (x *exchange) refuse(err error) {
	if x.binding != nil {
		x.fail(status.Convert(x.binding.method.Fail(x.req.Context(), &x.call, err)))
		return
	}
	s := fault.Of(err, x.id)
	if see := x.handler.edge.OnError; see != nil {
		see(x.req.Context(), s)
	}
	x.fail(s)
}

func refusal(httpStatus int, code, detail string) *errors.Error {
	return &errors.Error{Status: httpStatus, Code: code, Detail: detail}
}

// serve answers a request whose method is known.
func (x *exchange) serve() {
	switch {
	case x.gone():
		x.leave()
	case !x.acceptable():
	case !x.prepare():
	case x.binding.method.Streams():
		x.stream()
	default:
		x.unary()
	}
}

func (x *exchange) unary() {
	m, err := x.binding.method.Unary(x.context(), &x.call, x.read)
	switch {
	case x.gone():
		x.leave()
	case err != nil:
		x.fail(status.Convert(err))
	default:
		x.answer(m)
	}
}

// acceptable says whether the client takes the answer; if not, that has been answered. The type of a document is known
// only when it is there. Errors are sent whatever the client takes: they say more than an empty 406.
func (x *exchange) acceptable() bool {
	offers := x.binding.offers()
	if len(offers) == 0 {
		return true
	}
	best := boundary.Best(x.req.Header["Accept"], offers...)
	if best < 0 {
		x.refuse(refusal(http.StatusNotAcceptable, errors.CodeNotAcceptable, "the answer would be "+listed(offers)+", which Accept rules out"))
		return false
	}
	x.media = offers[best]
	return true
}
