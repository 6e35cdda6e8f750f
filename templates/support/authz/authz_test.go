package authz_test

import (
	"context"
	stderrors "errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/authz"
	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

var table = authz.Table{
	"health":  authz.Anyone(),
	"whoami":  authz.Known(),
	"list":    authz.Any("orders.read", "orders.admin"),
	"move":    authz.All("orders.read", "orders.write"),
	"either":  {Scopes: [][]string{{"orders.read", "orders.write"}, {"orders.admin"}}},
	"drain":   {Internal: true},
	"rebuild": {Internal: true, Scopes: [][]string{{"orders.admin"}}},
}

func policy(t *testing.T) *authz.Policy {
	t.Helper()
	p, err := authz.New(table, authz.Options{Realm: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func by(scopes string, internal bool) context.Context {
	return authn.With(context.Background(), authn.Caller{Subject: "ada", Scopes: strings.Fields(scopes), Internal: internal})
}

func status(err error) int {
	var e *errors.Error
	if stderrors.As(err, &e) {
		return e.Status
	}
	return 200
}

func TestCheck(t *testing.T) {
	nobody, plain, inside := context.Background(), by("", false), by("", true)
	for _, row := range []struct {
		operation string
		ctx       context.Context
		want      int
	}{
		{"health", nobody, 200}, {"health", plain, 200},
		{"whoami", nobody, 401}, {"whoami", plain, 200},
		{"list", nobody, 401}, {"list", plain, 403}, {"list", by("orders.read", false), 200}, {"list", by("orders.admin x", false), 200},
		{"list", by("orders", false), 403}, {"list", by("orders.read.all ORDERS.READ", false), 403},
		{"move", by("orders.read", false), 403}, {"move", by("orders.write orders.read", false), 200}, {"move", by("orders.admin", false), 403},
		{"either", by("orders.admin", false), 200}, {"either", by("orders.read orders.write", false), 200}, {"either", by("orders.write", false), 403},
		{"drain", nobody, 401}, {"drain", by("orders.admin internal", false), 403}, {"drain", inside, 200},
		{"rebuild", inside, 403}, {"rebuild", by("orders.admin", false), 403}, {"rebuild", by("orders.admin", true), 200},
		// What nobody has declared is open to nobody, the house included.
		{"forgotten", nobody, 401}, {"forgotten", by("orders.admin", true), 403}, {"", inside, 403}, {"List", by("orders.read", false), 403},
	} {
		if got := status(policy(t).Check(row.ctx, row.operation)); got != row.want {
			t.Errorf("%s: %d, want %d", row.operation, got, row.want)
		}
	}
}

// Every 403 is the same, so that it tells nothing: neither of the operation, nor of the caller, nor of what exists.
func TestDeniedTellsNothing(t *testing.T) {
	p := policy(t)
	ada := authn.Caller{Subject: "ada", Tenant: "acme"}
	all := []error{
		p.Check(by("", false), "list"), p.Check(by("", false), "drain"), p.Check(by("", false), "forgotten"),
		authz.Lookup(true, false), authz.Lookup(false, false), authz.Owned(ada, true, "other"), authz.Owned(ada, false, ""), authz.Owned(ada, false, "acme"),
	}
	want := body(t, authz.Denied())
	for i, err := range all {
		if got := body(t, err); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

func body(t *testing.T, err error) string {
	var e *errors.Error
	if !stderrors.As(err, &e) {
		t.Fatalf("%v", err)
	}
	return string(errors.AppendProblem(nil, e))
}

func TestLookup(t *testing.T) {
	ada, none := authn.Caller{Subject: "ada", Tenant: "acme"}, authn.Caller{Subject: "bob"}
	for i, row := range []struct {
		err  error
		want int
	}{
		{authz.Lookup(true, true), 200}, {authz.Lookup(false, true), 404}, {authz.Lookup(true, false), 403}, {authz.Lookup(false, false), 403},
		{authz.Owned(ada, true, "acme"), 200}, {authz.Owned(ada, true, "other"), 403}, {authz.Owned(ada, false, "acme"), 403},
		{authz.Owned(none, true, ""), 403}, // nobody's tenant isn't everybody's
	} {
		if got := status(row.err); got != row.want {
			t.Errorf("%d: %d, want %d", i, got, row.want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for want, r := range map[string]authz.Rule{
		"neither":      {},
		"drop one":     {Anonymous: true, Scopes: [][]string{{"a"}}},
		"drop one of":  {Anonymous: true, Internal: true},
		`"a b" is no`:  authz.All("a b"),
		`"" is no`:     authz.Any(""),
		`"a\"" is no`:  authz.Any(`a"`),
		`"é" is no sc`: authz.Any("é"),
	} {
		_, err := authz.New(authz.Table{"op": r}, authz.Options{})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "op") {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

// The table is the policy's own: who changes it later changes nothing.
func TestTableIsCopied(t *testing.T) {
	mine := authz.Table{"a": authz.Any("x")}
	p, err := authz.New(mine, authz.Options{})
	if err != nil {
		t.Fatal(err)
	}
	mine["a"].Scopes[0][0] = "y"
	mine["b"] = authz.Anyone()
	if status(p.Check(by("y", false), "a")) != 403 || status(p.Check(context.Background(), "b")) != 401 {
		t.Error("the policy has changed")
	}
}

func TestUnused(t *testing.T) {
	unknown, locked := policy(t).Unused([]string{"list", "move", "either", "whoami", "health", "drain", "rebiuld", "rebiuld"})
	if fmt.Sprint(unknown, locked) != "[rebuild] [rebiuld]" {
		t.Error(unknown, locked)
	}
}

func TestChallenge(t *testing.T) {
	p := policy(t)
	for operation, want := range map[string]string{
		"list": `Bearer realm="shop", error="insufficient_scope", scope="orders.read"`, "move": `Bearer realm="shop", error="insufficient_scope", scope="orders.read orders.write"`,
		"rebuild": "", "drain": "", "forgotten": "", // nothing is told of what outsiders don't see
	} {
		if got := p.Challenge(operation, p.Check(by("", false), operation)); got != want {
			t.Errorf("%s: %s", operation, got)
		}
	}
	if got := p.Challenge("list", p.Check(context.Background(), "list")); got != `Bearer realm="shop"` {
		t.Error(got)
	}
}

// serve has the operations of an API behind the boundary, which holds them to the policy.
func serve(t *testing.T, h *http.Handler) *authz.Policy {
	p := policy(t)
	operation := func(id, path string) boundary.Operation {
		return boundary.Operation{ID: id, Method: "GET", Template: path, Statuses: []int{200}, Handle: func(c *boundary.Call) { c.SendEmpty(200) }}
	}
	served, err := boundary.New([]boundary.Operation{operation("list", "/orders"), operation("health", "/health"), operation("forgotten", "/forgotten"), operation("drain", "/drain")},
		nil, boundary.Options{Before: []boundary.Before{p.Before}})
	if err != nil {
		t.Fatal(err)
	}
	verify := authn.VerifierFunc(func(_ context.Context, token string) (authn.Caller, error) {
		return authn.Caller{Subject: "ada", Scopes: []string{token}}, nil
	})
	*h = authn.Middleware(verify, authn.Options{Optional: true})(served)
	return p
}

func TestBoundary(t *testing.T) {
	var h http.Handler
	serve(t, &h)
	for _, row := range []struct {
		path, token string
		status      int
		challenge   string
	}{
		{"/health", "", 200, ""}, {"/orders", "orders.read", 200, ""},
		{"/orders", "", 401, `Bearer realm="shop"`}, {"/orders", "x", 403, `Bearer realm="shop", error="insufficient_scope", scope="orders.read"`},
		{"/forgotten", "orders.read", 403, ""}, {"/drain", "orders.read", 403, ""}, {"/forgotten", "", 401, `Bearer realm="shop"`},
	} {
		r, w := httptest.NewRequest("GET", row.path, nil), httptest.NewRecorder()
		if row.token != "" {
			r.Header.Set("Authorization", "Bearer "+row.token)
		}
		h.ServeHTTP(w, r)
		if w.Code != row.status || w.Header().Get("WWW-Authenticate") != row.challenge {
			t.Errorf("%+v: %d %q", row, w.Code, w.Header().Get("WWW-Authenticate"))
		}
	}
}

func TestRequire(t *testing.T) {
	h := policy(t).Require("list")(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for want, ctx := range map[int]context.Context{200: by("orders.read", false), 403: by("", true), 401: context.Background()} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil).WithContext(ctx))
		if w.Code != want || (want != 200) != strings.HasPrefix(w.Header().Get("WWW-Authenticate"), `Bearer realm="shop"`) {
			t.Errorf("%d: %d %s", want, w.Code, w.Header())
		}
	}
}

func TestAllocations(t *testing.T) {
	p, ctx := policy(t), by("orders.admin", false)
	if n := testing.AllocsPerRun(100, func() { _ = p.Check(ctx, "either") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func Example() {
	p, err := authz.New(authz.Table{
		"getHealth":   authz.Anyone(),
		"listOrders":  authz.Any("orders.read", "orders.admin"),
		"deleteOrder": authz.All("orders.read", "orders.write"),
	}, authz.Options{Realm: "shop"})
	if err != nil {
		fmt.Println(err)
		return
	}
	ada := authn.With(context.Background(), authn.Caller{Subject: "ada", Tenant: "acme", Scopes: []string{"orders.read"}})
	fmt.Println(p.Check(ada, "listOrders"))
	fmt.Println(p.Check(ada, "deleteOrder"))
	fmt.Println(p.Check(context.Background(), "deleteOrder"))

	// In a handler: an order of somebody else's and one that isn't there are the same.
	caller, _ := authn.From(ada)
	fmt.Println(authz.Owned(caller, true, "umbrella"))
	fmt.Println(authz.Owned(caller, false, ""))
	// Output:
	// <nil>
	// permission_denied: the caller may not do this
	// unauthenticated: a Bearer token is required
	// permission_denied: the caller may not do this
	// permission_denied: the caller may not do this
}
