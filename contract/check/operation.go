package check

import (
	"context"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// operation is one operation, ready to be asked.
type operation struct {
	*spec.Operation
	document *document
	inputs   []input
	body     []*media // of requests; empty: there is none
	demand   boundary.Demand
}

// input is a parameter, ready to be read.
type input struct {
	*spec.Parameter
	style param.Style
	shape *param.Shape
	check wire.Check
}

// media is one media type of a body, ready to be read.
type media struct {
	*spec.MediaType
	name      string
	kind      httpapi.Kind
	schema    *spec.Type // never nil
	shape     *param.Shape
	encodings []param.Encoding
	check     wire.Check
}

// maxBody bounds the body of a request in bytes: a contract is no larger.
const maxBody = 64 << 20

// plan prepares the operations of a document.
func (c *Checker) plan(d *document) []boundary.Operation {
	var planned []boundary.Operation
	for o := range calls(d.api) {
		made := d.prepare(o)
		c.operations[string(o.ID())] = made
		planned = append(planned, boundary.Operation{
			ID: string(o.ID()), Method: o.Method(), Template: o.Path().Raw, Produces: produces(o), Handle: made.read,
		})
	}
	return planned
}

// calls yields the operations that consumers call over HTTP.
func calls(api *spec.API) iter.Seq[*spec.Operation] {
	return func(yield func(*spec.Operation) bool) {
		for _, service := range api.Services {
			for _, o := range service.Operations {
				if o.Kind == spec.Call && len(o.HTTP) > 0 && !yield(o) {
					return
				}
			}
		}
	}
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
	made := &operation{Operation: o, document: d}
	variables := o.Path().Variables()
	for _, p := range o.Parameters {
		if p.In == spec.InPath && !slices.Contains(variables, p.Name) || p.In == spec.InHeader && httpapi.IgnoredHeader(p.Name) {
			continue
		}
		made.inputs = append(made.inputs, input{p, validate.Style(p), validate.Shape(schemaOf(p)), d.whole.Read(schemaOf(p))})
	}
	if o.Request != nil {
		made.demand = boundary.Demand(o.Request.Required)
		for _, m := range o.Request.Content {
			made.body = append(made.body, readable(m, d.whole))
		}
	}
	return made
}

// schemaOf returns the schema of a parameter, any if it has none.
func schemaOf(p *spec.Parameter) *spec.Type {
	if p.Type == nil {
		return &spec.Type{}
	}
	return p.Type
}

// readable prepares a media type.
func readable(m *spec.MediaType, checker *validate.Checker) *media {
	made := &media{MediaType: m, name: httpapi.MediaName(m), kind: httpapi.KindOf(m), encodings: validate.Encodings(m), schema: m.Type}
	switch {
	case made.schema == nil && made.kind == httpapi.Text:
		made.schema = &spec.Type{Kind: spec.KindString, Schema: &spec.Schema{Types: []string{"string"}}}
	case made.schema == nil:
		made.schema = &spec.Type{}
	}
	made.check = checker.Read(made.schema)
	if made.kind == httpapi.Form || made.kind == httpapi.Multipart {
		made.shape = validate.FormShape(made.schema)
	} else {
		made.shape = validate.Shape(made.schema)
	}
	return made
}

// produces returns the media types that all of an operation's successes come in.
func produces(o *spec.Operation) []string {
	var codes []int
	var types [][]string
	for _, r := range o.Responses {
		code, ok := httpapi.StatusCode(r.Status)
		if !ok {
			continue
		}
		var names []string
		for _, m := range r.Content {
			names = append(names, httpapi.MediaName(m))
		}
		codes, types = append(codes, code), append(types, names)
	}
	var successes [][]string
	for i, is := range httpapi.Successes(codes) {
		if is {
			successes = append(successes, types[i])
		}
	}
	return httpapi.Produces(successes)
}

// read reads all that the contract declares of the request, and has what is wrong noted.
func (o *operation) read(c *boundary.Call) {
	for i := range o.inputs {
		in := &o.inputs[i]
		if n, ok := in.read(c); ok {
			in.check(c.Reader(), n)
		}
	}
	if len(o.body) > 0 {
		var names []string
		for _, m := range o.body {
			names = append(names, m.name)
		}
		if i := c.Body(o.demand, names...); i >= 0 {
			seenBy(c.Context()).media = o.body[i]
			o.body[i].read(c)
		}
	}
	if c.Valid() {
		c.SendEmpty(http.StatusNoContent)
	}
}

func (in *input) read(c *boundary.Call) (wire.Node, bool) {
	switch in.In {
	case spec.InPath:
		return c.Path(in.Name, in.style, in.shape)
	case spec.InHeader:
		return c.Header(in.Name, in.style, in.shape)
	case spec.InCookie:
		return c.Cookie(in.Name, in.style, in.shape)
	case spec.InQueryString:
		return c.QueryString(in.style, in.shape)
	}
	return c.Query(in.Name, in.style, in.shape)
}

// read reads the body of a request. Bytes and streams are taken as they are.
func (m *media) read(c *boundary.Call) {
	var n wire.Node
	var ok bool
	switch m.kind {
	case httpapi.JSON:
		n, ok = c.JSON()
	case httpapi.Form:
		n, ok = c.Form(m.shape, m.encodings)
	case httpapi.Multipart:
		n, ok = c.Multipart(m.shape, m.encodings)
	case httpapi.Text:
		n, ok = c.Text(m.shape)
	}
	if ok {
		m.check(c.Reader(), n)
	}
}

// serverPaths returns the paths of the servers' URLs, without a slash at the end.
func serverPaths(api *spec.API) []string {
	var paths []string
	for _, s := range api.Servers {
		text := s.URL
		for _, v := range s.Variables {
			text = strings.ReplaceAll(text, "{"+v.Name+"}", v.Default)
		}
		u, err := url.Parse(text)
		if err != nil {
			continue
		}
		if p := strings.TrimRight(u.EscapedPath(), "/"); p != "" && !slices.Contains(paths, p) {
			paths = append(paths, p)
		}
	}
	return paths
}
