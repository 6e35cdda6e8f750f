package boundary_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/value"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// What follows is written by hand in the way that generated code is.

type orderItem struct {
	SKU      string
	Quantity int32
}

func (x *orderItem) ReadJSON(r *wire.Reader, n wire.Node) {
	var seen uint64
	m := r.Object(n)
	for m.Next() {
		switch m.Key {
		case "sku":
			seen |= 1 << 0
			x.SKU = r.String(m.Value)
			r.MinLength(m.Value, 3)
		case "quantity":
			seen |= 1 << 1
			x.Quantity = r.Int32(m.Value)
			r.Minimum(m.Value, "1")
		default:
			m.Unknown()
		}
	}
	m.Require(seen, "sku", "quantity")
}

func (x *orderItem) WriteJSON(w *wire.Writer) {
	w.Object()
	w.Key("sku").String(x.SKU)
	w.Key("quantity").Int32(x.Quantity)
	w.EndObject()
}

type orderDraft struct {
	Customer string
	Items    []orderItem
	Note     value.Optional[string]
}

func (x *orderDraft) ReadJSON(r *wire.Reader, n wire.Node) {
	var seen uint64
	m := r.Object(n)
	for m.Next() {
		switch m.Key {
		case "customer":
			seen |= 1 << 0
			x.Customer = r.String(m.Value)
			r.MinLength(m.Value, 1)
		case "items":
			seen |= 1 << 1
			if r.MaxItems(m.Value, 50) {
				wire.Array(r, m.Value, &x.Items, (*orderItem).ReadJSON)
			}
		case "note":
			x.Note.Set(r.String(m.Value))
			r.MaxLength(m.Value, 40)
		default:
			m.Unknown()
		}
	}
	m.Require(seen, "customer", "items")
}

type order struct {
	ID       string
	Customer string
	Items    []orderItem
}

func (x *order) ReadJSON(r *wire.Reader, n wire.Node) {
	var seen uint64
	m := r.Object(n)
	for m.Next() {
		switch m.Key {
		case "id":
			seen |= 1 << 0
			x.ID = r.String(m.Value)
			r.MinLength(m.Value, 1)
		case "customer":
			seen |= 1 << 1
			x.Customer = r.String(m.Value)
		case "items":
			seen |= 1 << 2
			wire.Array(r, m.Value, &x.Items, (*orderItem).ReadJSON)
		}
	}
	m.Require(seen, "id", "customer", "items")
}

func (x *order) WriteJSON(w *wire.Writer) {
	w.Object()
	w.Key("id").String(x.ID)
	w.Key("customer").String(x.Customer)
	wire.WriteArray(w.Key("items"), x.Items, (*orderItem).WriteJSON)
	w.EndObject()
}

type createOrderRequest struct {
	Key  string
	Body orderDraft
}

func readCreateOrder(x *createOrderRequest, c *boundary.Call) {
	r := c.Reader()
	if n, ok := c.Header("Idempotency-Key", param.Simple, param.Text); ok {
		x.Key = r.String(n)
		r.MaxLength(n, 64)
	}
	switch c.Body(boundary.Required, "application/json") {
	case 0:
		if n, ok := c.JSON(); ok {
			x.Body.ReadJSON(r, n)
		}
	}
}

type createOrderResult interface{ createOrder(*boundary.Call) }

func writeCreateOrder(x createOrderResult, c *boundary.Call) { x.createOrder(c) }

type created struct {
	Location string
	Body     order
}

func (x *created) createOrder(c *boundary.Call) {
	c.PutHeader("Location", param.Simple, nil).String(x.Location)
	w := c.Begin(http.StatusCreated, "application/json")
	x.Body.WriteJSON(w)
	c.Send(wire.Checks[order])
}

// conflict is an answer and an error.
type conflict struct{ Message string }

func (x *conflict) Error() string { return x.Message }

func (x *conflict) createOrder(c *boundary.Call) {
	w := c.Begin(http.StatusConflict, "application/json")
	w.Object()
	w.Key("message").String(x.Message)
	w.EndObject()
	c.Send(nil)
}

type createFunc func(context.Context, *createOrderRequest) (createOrderResult, error)

func accept(_ context.Context, in *createOrderRequest) (createOrderResult, error) {
	return &created{Location: "/orders/7", Body: order{ID: "7", Customer: in.Body.Customer, Items: in.Body.Items}}, nil
}

// basicError is the API's own error schema.
func basicError(w *wire.Writer, e *errors.Error) {
	w.Object()
	w.Key("message").String(e.Title)
	w.Key("code").String(e.Code)
	w.Key("request_id").String(e.RequestID)
	w.EndObject()
}

func createOrder(do createFunc) boundary.Operation {
	return boundary.Operation{
		ID: "createOrder", Method: "POST", Template: "/orders", Statuses: []int{201, 409, 422}, Produces: []string{"application/json"},
		Errors: []boundary.ErrorBody{{Status: 422, ContentType: "application/json", Write: basicError}},
		Handle: func(c *boundary.Call) { boundary.Handle(c, readCreateOrder, do, writeCreateOrder) },
	}
}

// server serves operations and keeps what is logged.
type server struct {
	http.Handler
	log *strings.Builder
}

func serve(tb testing.TB, o boundary.Options, operations ...boundary.Operation) server {
	tb.Helper()
	s := server{log: new(strings.Builder)}
	o.Logger = slog.New(slog.NewTextHandler(s.log, nil))
	unrouted := []boundary.ErrorBody{{Status: 0, ContentType: "application/json", Write: basicError}}
	var err error
	if s.Handler, err = boundary.New(operations, unrouted, o); err != nil {
		tb.Fatal(err)
	}
	return s
}

// ask sends one request; headers are "Name: value".
func (s server) ask(method, target string, body string, headers ...string) *httptest.ResponseRecorder {
	var from io.Reader
	if body != "" {
		from = strings.NewReader(body)
	}
	return s.send(request(method, target, from, headers...))
}

func request(method, target string, body io.Reader, headers ...string) *http.Request {
	r := httptest.NewRequest(method, target, body)
	for _, h := range headers {
		name, text, _ := strings.Cut(h, ": ")
		r.Header.Add(name, text)
	}
	return r
}

func (s server) send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

const (
	asJSON = "Content-Type: application/json"
	good   = `{"customer":"Ada Byron","items":[{"sku":"ABC-12","quantity":2},{"sku":"XYZ-9","quantity":1}],"note":"x"}`
	bad    = `{"customer":"","items":[{"sku":"AB","quantity":0},{"sku":"XYZ-987","quantity":1}],"color":"unknown one"}`
)
