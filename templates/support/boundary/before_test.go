package boundary_test

import (
	"context"
	stderrors "errors"
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// refusing refuses every request with an error.
func refusing(err error) boundary.Before {
	return func(answer http.Header, r *http.Request, operation string) (context.Context, error) {
		answer.Set("WWW-Authenticate", "Bearer")
		return nil, err
	}
}

// Who isn't let in learns nothing of what else is wrong, whether the operation declares the status or not.
func TestBeforeRefuses(t *testing.T) {
	s := serve(t, boundary.Options{Before: []boundary.Before{refusing(&errors.Error{Status: 401}), refusing(stderrors.New("never asked"))}}, createOrder(never(t)))
	for _, row := range []struct{ method, target, body, header string }{
		{"POST", "/orders", bad, asJSON}, {"POST", "/orders", "", "Accept: text/plain"}, {"POST", "/orders", "{", "Content-Type: text/csv"},
	} {
		w := s.ask(row.method, row.target, row.body, row.header, "X-Request-Id: r1")
		if p := read(t, w.Body); w.Code != 401 || p.Code != "unauthenticated" || p.RequestID != "r1" || p.Violations != nil || w.Header().Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%+v: %d %+v %v", row, w.Code, p, w.Header())
		}
	}
	if w := s.ask("POST", "/nothing", ""); w.Code != 404 {
		t.Error(w.Code)
	}
}

// What isn't meant for callers is logged.
func TestBeforeFails(t *testing.T) {
	s := serve(t, boundary.Options{Before: []boundary.Before{refusing(stderrors.New("db-7 is down"))}}, createOrder(never(t)))
	w := s.ask("POST", "/orders", good, asJSON)
	if w.Code != 500 || strings.Contains(w.Body.String(), "db-7") || !strings.Contains(s.log.String(), "db-7") {
		t.Errorf("%d %s\n%s", w.Code, w.Body, s.log)
	}
}

// Nor is the cause of an error that is meant for them, which is kept for the operator.
func TestCausesAreLogged(t *testing.T) {
	known := &errors.Error{Status: 503, Code: "busy", Cause: stderrors.New("db-7 is down")}
	op := createOrder(func(context.Context, *createOrderRequest) (createOrderResult, error) { return nil, known })
	op.Statuses = []int{503}
	for name, s := range map[string]server{"Before": serve(t, boundary.Options{Before: []boundary.Before{refusing(known)}}, createOrder(never(t))), "the service": serve(t, boundary.Options{}, op)} {
		if w := s.ask("POST", "/orders", good, asJSON); w.Code != 503 || strings.Contains(w.Body.String(), "db-7") || strings.Count(s.log.String(), "db-7") != 1 {
			t.Errorf("%s: %d %s\n%s", name, w.Code, w.Body, s.log)
		}
	}
	quiet := serve(t, boundary.Options{Before: []boundary.Before{refusing(&errors.Error{Status: 403, Cause: stderrors.New("db-7")})}}, createOrder(never(t)))
	if quiet.ask("POST", "/orders", good, asJSON); quiet.log.Len() > 0 {
		t.Error(quiet.log)
	}
}

type nameKey struct{}

// The contexts of one are those of the next, and of the handler.
func TestBeforeGivesContext(t *testing.T) {
	add := func(_ http.Header, r *http.Request, operation string) (context.Context, error) {
		had, _ := r.Context().Value(nameKey{}).(string)
		return context.WithValue(r.Context(), nameKey{}, had+operation+" "), nil
	}
	got := ""
	none := createOrder(func(ctx context.Context, in *createOrderRequest) (createOrderResult, error) {
		got = ctx.Value(nameKey{}).(string)
		return accept(ctx, in)
	})
	none.ID = ""
	s := serve(t, boundary.Options{Before: []boundary.Before{add, add}}, none)
	if w := s.ask("POST", "/orders", good, asJSON); w.Code != 201 || got != "POST /orders POST /orders " {
		t.Errorf("%d %q", w.Code, got)
	}
}

// Those who stand before the boundary learn the template, even of requests that are refused, and nothing of unknown paths.
func TestMatchIsTold(t *testing.T) {
	s := serve(t, boundary.Options{RequestID: func() string { return "made" }}, createOrder(accept))
	for target, want := range map[string]route.Match{"/orders": {Template: "/orders", Operation: "createOrder", RequestID: "made"}, "/orders/7": {RequestID: "made"}} {
		var m route.Match
		r := request("POST", target, strings.NewReader(bad), asJSON)
		s.send(r.WithContext(route.WithMatch(r.Context(), &m)))
		if m != want {
			t.Errorf("%s: %+v", target, m)
		}
	}
}
