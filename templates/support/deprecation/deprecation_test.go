package deprecation_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/deprecation"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

var (
	since  = time.Date(2023, 6, 30, 23, 59, 59, 0, time.UTC) // the example of RFC 9745, 2.1
	sunset = time.Date(2024, 6, 30, 23, 59, 59, 0, time.FixedZone("", 3600))
	table  = deprecation.Table{"old": {Since: since, Sunset: sunset, Link: "https://example.com/new"}, "older": {Since: since}}
)

func notices(t testing.TB, o deprecation.Options) *deprecation.Notices {
	t.Helper()
	n, err := deprecation.New(table, o)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func as(subject string) context.Context {
	return authn.With(context.Background(), authn.Caller{Subject: subject})
}

// Every answer of the operation says so, refusals too; others don't.
func TestHeaders(t *testing.T) {
	n := notices(t, deprecation.Options{})
	operation := func(id string) boundary.Operation {
		return boundary.Operation{ID: id, Method: "GET", Template: "/" + id, Statuses: []int{200}, Handle: func(c *boundary.Call) { c.SendEmpty(200) }}
	}
	refuse := func(h http.Header, r *http.Request, _ string) (context.Context, error) {
		h.Add("Link", `<a>; rel="self"`)
		if r.URL.RawQuery != "" {
			return nil, &errors.Error{Status: 403}
		}
		return nil, nil
	}
	h, err := boundary.New([]boundary.Operation{operation("old"), operation("older"), operation("new")}, nil, boundary.Options{Before: []boundary.Before{n.Before, refuse}})
	if err != nil {
		t.Fatal(err)
	}
	const link = `<https://example.com/new>; rel="deprecation"; type="text/html" <a>; rel="self"`
	for _, row := range []struct{ path, deprecation, sunset, link string }{
		{"/old", "@1688169599", "Sun, 30 Jun 2024 22:59:59 GMT", link}, {"/old?refused", "@1688169599", "Sun, 30 Jun 2024 22:59:59 GMT", link},
		{"/older", "@1688169599", "", `<a>; rel="self"`}, {"/new", "", "", `<a>; rel="self"`}, {"/old", "@1688169599", "Sun, 30 Jun 2024 22:59:59 GMT", link},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", row.path, nil))
		if h := w.Header(); h.Get("Deprecation") != row.deprecation || h.Get("Sunset") != row.sunset || strings.Join(h["Link"], " ") != row.link {
			t.Errorf("%s: %d %v", row.path, w.Code, h)
		}
	}
}

func TestUsage(t *testing.T) {
	now, used := since, 0
	n := notices(t, deprecation.Options{Now: func() time.Time { now = now.Add(time.Second); return now }, OnUse: func(context.Context, string) { used++ }})
	none := func(string, []string) {}
	for _, c := range []struct {
		ctx       context.Context
		operation string
	}{{as("bob"), "older"}, {as("ada"), "old"}, {as("ada"), "old"}, {context.Background(), "old"}, {as("ada"), "new"}} {
		n.Tell(c.ctx, c.operation, none)
	}
	want := []deprecation.Use{{"old", "", 1, since.Add(4 * time.Second)}, {"old", "0:0:3:ada", 2, since.Add(3 * time.Second)}, {"older", "0:0:3:bob", 1, since.Add(time.Second)}}
	if got := n.Usage(); fmt.Sprint(got) != fmt.Sprint(want) || used != 4 {
		t.Errorf("%v\n%v, %d used", got, want, used)
	}
}

// However many callers there are, the memory has an end, and no use is lost.
func TestCallersAreBounded(t *testing.T) {
	n := notices(t, deprecation.Options{MostCallers: 10})
	var done sync.WaitGroup
	for i := range 8 {
		done.Add(1)
		go func() {
			defer done.Done()
			for j := range 100 {
				n.Tell(as(fmt.Sprint(i, j)), "old", func(string, []string) {})
				n.Tell(as(fmt.Sprint(i, j)), "older", func(string, []string) {})
			}
		}()
	}
	done.Wait()
	total := uint64(0)
	for _, u := range n.Usage() {
		total += u.Count
	}
	if total != 1600 || len(n.Usage()) > 12 {
		t.Errorf("%d uses of %d", total, len(n.Usage()))
	}
}

func TestNewRefuses(t *testing.T) {
	_, err := deprecation.New(deprecation.Table{"a": {}, "b": {Since: sunset, Sunset: since}, "c": {Since: since, Link: "a b"}, "d": {Since: since, Link: "x>\r\nSet-Cookie: a"}, "e": {Since: since, Sunset: since}}, deprecation.Options{})
	if got := strings.Count(fmt.Sprint(err), "deprecation: "); got != 4 {
		t.Error(err)
	}
}

func TestAllocations(t *testing.T) {
	n := notices(t, deprecation.Options{Caller: func(context.Context) string { return "ada" }})
	ctx, none := context.Background(), func(string, []string) {}
	if got := testing.AllocsPerRun(100, func() { n.Tell(ctx, "old", none); n.Tell(ctx, "new", none) }); got > 0 {
		t.Errorf("%v allocations", got)
	}
}

func Example() {
	n, err := deprecation.New(deprecation.Table{
		"listOrders": {Since: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Sunset: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), Link: "https://example.com/orders/v2"},
	}, deprecation.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	h := n.Handler("listOrders")(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})) // with the boundary: Options.Before has n.Before
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/orders", nil).WithContext(as("ada")))
	fmt.Println(w.Header().Get("Deprecation"))
	fmt.Println(w.Header().Get("Sunset"))
	for _, u := range n.Usage() {
		fmt.Println(u.Operation, u.Caller, u.Count)
	}
	// Output:
	// @1772323200
	// Mon, 01 Mar 2027 00:00:00 GMT
	// listOrders 0:0:3:ada 1
}
