package check

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/spec"
)

// operation is one operation, ready to be asked.
type operation struct {
	*spec.Operation
	document *document
	inputs   []ready.Input
	body     []*ready.Media // of requests; empty: there is none
	demand   boundary.Demand
}

// maxBody bounds the body of a request in bytes: a contract is no larger.
const maxBody = 64 << 20

// plan prepares the operations of a document.
func (c *Checker) plan(d *document) []boundary.Operation {
	var planned []boundary.Operation
	for o := range ready.Calls(d.api) {
		made := d.prepare(o)
		c.operations[string(o.ID())] = made
		planned = append(planned, boundary.Operation{
			ID: string(o.ID()), Method: o.Method(), Template: o.Path().Raw, Produces: ready.Produces(o), Handle: made.read,
		})
	}
	return planned
}

// serve makes the boundary that generated servers have, with operations that only read.
func serve(planned []boundary.Operation) (http.Handler, error) {
	return boundary.New(planned, nil, boundary.Options{
		MaxBody: maxBody, BodyTimeout: -1, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		RequestID: func() string { return "contract" },
		OnError:   func(ctx context.Context, e *errors.Error) { seenBy(ctx).refusal = e },
		Insider:   func(context.Context) bool { return true }, // whom a contract is from isn't known
	})
}

func (d *document) prepare(o *spec.Operation) *operation {
	made := &operation{Operation: o, document: d, inputs: ready.Inputs(o, d.whole)}
	if o.Request != nil {
		made.demand = boundary.Demand(o.Request.Required)
		for _, m := range o.Request.Content {
			made.body = append(made.body, ready.NewMedia(m, d.whole))
		}
	}
	return made
}

// read reads all that the contract declares of the request, and has what is wrong noted.
func (o *operation) read(c *boundary.Call) {
	for i := range o.inputs {
		o.inputs[i].Read(c)
	}
	if len(o.body) > 0 {
		var names []string
		for _, m := range o.body {
			names = append(names, m.Name)
		}
		if i := c.Body(o.demand, names...); i >= 0 {
			seenBy(c.Context()).media = o.body[i]
			o.body[i].Read(c)
		}
	}
	if c.Valid() {
		c.SendEmpty(http.StatusNoContent)
	}
}
