package record

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// operation is one operation, ready to be asked.
type operation struct {
	*spec.Operation
	document *document
	inputs   []ready.Input
	body     []*media // of requests; empty: there is none
	demand   boundary.Demand
	template *template
}

// media is one media type of a body.
type media struct {
	*spec.MediaType
	name   string
	kind   httpapi.Kind
	schema *spec.Type // never nil
	check  wire.Check
}

// plan prepares the operations of a document.
func (r *Recorder) plan(d *document) []boundary.Operation {
	var planned []boundary.Operation
	for o := range ready.Calls(d.api) {
		made := d.prepare(o)
		d.withTemplate(o.Path().Raw)
		r.operations[string(o.ID())] = made
		for segment := range strings.SplitSeq(o.Path().Raw, "/") {
			r.literals[segment] = true
		}
		planned = append(planned, boundary.Operation{
			ID: string(o.ID()), Method: o.Method(), Template: o.Path().Raw, Produces: ready.Produces(o), Handle: made.read,
		})
	}
	return planned
}

// serve makes the boundary that generated servers have, with operations that only read.
func serve(planned []boundary.Operation, maxBody int64) (http.Handler, error) {
	return boundary.New(planned, nil, boundary.Options{
		MaxBody: maxBody, BodyTimeout: -1, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		RequestID: func() string { return "recording" },
		OnError:   func(ctx context.Context, e *errors.Error) { askedIn(ctx).refusal = e },
		Insider:   func(context.Context) bool { return true }, // whom the provider takes the consumer for isn't known
	})
}

func (d *document) prepare(o *spec.Operation) *operation {
	made := &operation{Operation: o, document: d, template: newTemplate(o.Path().Raw)}
	made.inputs = ready.Inputs(o, d.checker)
	if o.Request != nil {
		made.demand = boundary.Demand(o.Request.Required)
		for _, m := range o.Request.Content {
			made.body = append(made.body, d.media(m))
		}
	}
	return made
}

func (d *document) media(m *spec.MediaType) *media {
	if made := d.types[m]; made != nil {
		return made
	}
	made := &media{MediaType: m, name: httpapi.MediaName(m), kind: httpapi.KindOf(m), schema: m.Type}
	if made.schema == nil {
		made.schema = d.any
	}
	made.check = d.checker.Read(made.schema)
	d.types[m] = made
	return made
}

// answer returns the declared answer for a status: its own, that of its class, or the default.
func (o *operation) answer(status int) *spec.Response {
	for _, wanted := range []int{status, status / 100, 0} {
		for _, r := range o.Responses {
			if code, ok := httpapi.StatusCode(r.Status); ok && code == wanted {
				return r
			}
		}
	}
	return nil
}

// asked is what the boundary finds out about a request.
type asked struct {
	walker  *walker
	inputs  []*given
	media   *media // of the body; nil: it wasn't read
	body    *node
	refusal *errors.Error // nil: the request satisfies the spec
}

type askedKey struct{}

func askedIn(ctx context.Context) *asked {
	if a, ok := ctx.Value(askedKey{}).(*asked); ok {
		return a
	}
	return &asked{}
}

// read reads all that the contract declares of the request, and has what is wrong noted.
func (o *operation) read(c *boundary.Call) {
	a := askedIn(c.Context())
	a.walker.document, a.walker.reader, a.walker.guarded = o.document, c.Reader(), o.template.aboutSecrets()
	for i := range o.inputs {
		in := &o.inputs[i]
		if n, ok := in.Read(c); ok {
			a.inputs = append(a.inputs, a.walker.input(in, n, o.identifies(in)))
		}
	}
	if len(o.body) > 0 {
		o.readBody(c, a)
	}
	if c.Valid() {
		c.SendEmpty(http.StatusNoContent)
	}
}

func (o *operation) readBody(c *boundary.Call, a *asked) {
	var names []string
	for _, m := range o.body {
		names = append(names, m.name)
	}
	i := c.Body(o.demand, names...)
	if i < 0 {
		return
	}
	if a.media = o.body[i]; a.media.kind != httpapi.JSON { // nothing of it is recorded
		return
	}
	if n, ok := c.JSON(); ok {
		a.media.check(c.Reader(), n)
		a.body = a.walker.visit(n, []*spec.Type{a.media.schema}, place{path: "$"})
	}
}

// identifies reports whether a parameter names something.
func (o *operation) identifies(in *ready.Input) bool {
	if in.In == spec.InPath {
		return o.template.identifies(in.Name)
	}
	return in.In == spec.InQuery && namesOne(in.Name) || in.In == spec.InHeader && namesVersion(in.Name)
}
