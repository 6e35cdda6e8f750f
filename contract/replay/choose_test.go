package replay_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/replay"
)

// A contract that was put together by a machine has an order that says nothing: what is asked for is
// there until it is deleted.
func TestSortedContract(t *testing.T) {
	c := read(t, lines("DELETE /orders/1 -> 204", "GET /orders/1 -> 404", "GET /orders/1 -> 200 1", "GET /orders/9 -> 404", "POST /orders 1 -> 409 {}", "POST /orders 1 -> 201"))
	for n, i := range c.Interactions {
		i.Key = fmt.Sprint("key ", n)
	}
	listening := httptest.NewServer(replay.New([]*contract.Contract{c}, replay.Options{}))
	defer listening.Close()
	for n, step := range []string{
		"GET /orders/1 -> 200 1", "GET /orders/1 -> 200 1", "DELETE /orders/1 -> 204", "GET /orders/1 -> 404", "GET /orders/1 -> 404",
		"POST /orders 1 -> 201", "POST /orders 1 -> 201", "GET /orders/1 -> 200 1", "GET /orders/9 -> 404",
	} {
		request, want, _ := strings.Cut(step, " -> ")
		if got := ask(t, listening.URL, request); got != want {
			t.Errorf("step %d, %s: it answers %s", n, step, got)
		}
	}
}

// Each script is asked in order: "REQUEST -> ANSWER", "set STATE", "unset STATE", "rewind".
func TestWhichInteractionAnswers(t *testing.T) {
	anyOrder := `'{{regex~"/orders/[0-9]+"~=~"/orders/1"}}'`
	for _, test := range []struct {
		name     string
		contract []string
		script   []string
	}{
		{"what was recorded in sequence is answered in sequence, and the last stays",
			[]string{"GET /jobs/1 -> 200 1", "GET /jobs/1 -> 200 2"},
			[]string{"GET /jobs/1 -> 200 1", "GET /jobs/1 -> 200 2", "GET /jobs/1 -> 200 2"}},
		{"a write moves on, also back",
			[]string{"GET /orders -> 200 []", "POST /orders 1 -> 201", "GET /orders -> 200 [1]", "DELETE /orders/1 -> 204", "GET /orders -> 200 []", "GET /orders/1 -> 404"},
			[]string{"GET /orders -> 200 []", "GET /orders -> 200 []", "POST /orders 1 -> 201", "GET /orders -> 200 [1]", "GET /orders -> 200 [1]", "DELETE /orders/1 -> 204",
				"GET /orders -> 200 []", "GET /orders/1 -> 404", "POST /orders 1 -> 201", "GET /orders -> 200 [1]"}},
		{"what a write doesn't concern stays",
			[]string{"GET /a -> 200 1", "POST /b 1 -> 201", "GET /b -> 200 2"},
			[]string{"POST /b 1 -> 201", "GET /a -> 200 1", "GET /b -> 200 2"}},
		{"what is only recorded later is answered, too", []string{"POST /b 1 -> 201", "GET /b -> 200 2"}, []string{"GET /b -> 200 2"}},
		{"a refused write changes nothing",
			[]string{"GET /a -> 200 1", "POST /a 0 -> 422 {}", "GET /a -> 200 1", "POST /a 1 -> 201", "GET /a -> 200 2"},
			[]string{"POST /a 0 -> 422 {}", "GET /a -> 200 1", "GET /a -> 200 1", "GET /a -> 200 1", "POST /a 1 -> 201", "GET /a -> 200 2"}},
		{"the same write is answered otherwise the second time",
			[]string{"POST /a 1 -> 201", "POST /a 1 -> 409 {}"}, []string{"POST /a 1 -> 201", "POST /a 1 -> 409 {}", "POST /a 1 -> 409 {}"}},
		{"the example comes before what only fits the matcher",
			[]string{"GET " + anyOrder + " -> 200 1", "GET /orders/9 -> 404"},
			[]string{"GET /orders/9 -> 404", "GET /orders/5 -> 200 1", "GET /orders/9 -> 404"}},
		{"what failed for another one doesn't fail for this",
			[]string{"GET '{{regex~\"/orders/[0-9]+\"~=~\"/orders/9\"}}' -> 404", "GET " + anyOrder + " -> 200 1"},
			[]string{"GET /orders/5 -> 200 1", "GET /orders/5 -> 200 1", "GET /orders/9 -> 404", "GET /orders/1 -> 200 1"}},
		{"states that are set decide, and until then the first",
			[]string{"GET /orders/1 -> 200 1 given there is one", "GET /orders/1 -> 404 given there is none"},
			[]string{"GET /orders/1 -> 200 1", "GET /orders/1 -> 200 1", "set there is none", "GET /orders/1 -> 404", "set there is one", "unset there is none", "GET /orders/1 -> 200 1",
				"set there is none", "rewind", "GET /orders/1 -> 200 1"}},
		{"what needs no states comes first until one is set",
			[]string{"GET /a -> 404 given none", "GET /a -> 200 1"}, []string{"GET /a -> 200 1", "set none", "GET /a -> 404"}},
		{"trouble comes when it is set",
			[]string{"GET /a -> 503 {} given trouble", "GET /a -> 200 1 given one", "POST /a 1 -> 409 {} given full", "POST /a 1 -> 201 given space"},
			[]string{"GET /a -> 200 1", "POST /a 1 -> 201", "set trouble", "GET /a -> 503 {}", "set full", "POST /a 1 -> 409 {}"}},
		{"what was recorded after a write comes before what is given states",
			[]string{"GET /a -> 200 1", "POST /a 1 -> 201", "GET /a -> 200 2", "GET /a -> 200 3 given x"}, []string{"POST /a 1 -> 201", "GET /a -> 200 2"}},
		{"what needs more of the set states is more precise",
			[]string{"GET /a -> 200 1 given x", "GET /a -> 200 2 given x, y"}, []string{"GET /a -> 200 1", "set x", "GET /a -> 200 1", "set y", "GET /a -> 200 2"}},
		{"a write ends the states that it was given",
			[]string{"DELETE /a -> 204 given one", "GET /a -> 404 given none", "GET /a -> 200 1 given one", "GET /a -> 503 {} given trouble", "PUT /a 1 -> 201 given none"},
			[]string{"GET /a -> 404", "PUT /a 1 -> 201", "GET /a -> 200 1", "DELETE /a -> 204", "GET /a -> 404", "PUT /a 1 -> 201", "GET /a -> 200 1"}},
		{"so it does where they were set",
			[]string{"GET /a -> 503 {} given trouble", "GET /a -> 404 given none", "GET /a -> 200 1 given one", "PUT /a 1 -> 201 given none"},
			[]string{"set none", "GET /a -> 404", "PUT /a 1 -> 201", "GET /a -> 200 1", "set none", "GET /a -> 404", "set trouble", "unset none", "GET /a -> 503 {}"}},
		{"a state that was set is still true of other things after a write",
			[]string{"GET /c -> 404 given no customer", "GET /c -> 200 1 given a customer", "POST /a 1 -> 201 given stock"},
			[]string{"set stock", "set a customer", "GET /c -> 200 1", "POST /a 1 -> 201", "GET /c -> 200 1"}},
		{"a write ends no state as far as other things go",
			[]string{"GET /c -> 200 1 given a customer", "POST /a 1 -> 201 given a customer", "GET /c -> 404 given no customer"},
			[]string{"POST /a 1 -> 201", "GET /c -> 200 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, base := serve(t, lines(test.contract...), replay.Options{})
			for n, step := range test.script {
				switch name, of, _ := strings.Cut(step, " "); name {
				case "set":
					control(t, base, "POST", of, "setup")
				case "unset":
					control(t, base, "POST", of, "teardown")
				case "rewind":
					control(t, base, "DELETE", "", "")
				default:
					request, want, _ := strings.Cut(step, " -> ")
					if got := ask(t, base, request); got != want {
						t.Fatalf("step %d, %s: it answers %s", n, step, got)
					}
				}
			}
		})
	}
}

// A state may hold twice, with other parameters, and more of them are more precise.
func TestParametersOfStates(t *testing.T) {
	_, base := serve(t, `
  - description: both
    states: [{name: an order, params: {id: 7}}, {name: an order, params: {id: 8}}]
    request: {method: GET, path: /a}
    response: {status: 200, text: both}
  - description: one
    states: [{name: an order, params: {id: 7}}]
    request: {method: GET, path: /a}
    response: {status: 200, text: one}
  - description: a paid one
    states: [{name: an order, params: {id: 7, paid: true}}]
    request: {method: GET, path: /a}
    response: {status: 200, text: paid}
`, replay.Options{})
	for n, step := range []string{
		`POST {"state":"an order","params":{"id":7}} -> 200 one`, `POST {"state":"an order","params":{"id":8}} -> 200 both`,
		`POST {"state":"an order","params":{"id":8},"action":"teardown"} -> 200 one`, `POST {"state":"an order","params":{"id":7},"action":"teardown"} -> 200 one`,
		`POST {"state":"an order","params":{"id":7,"paid":true}} -> 200 paid`, `POST {"state":"an order","action":"teardown"} -> 200 one`,
	} {
		request, want, _ := strings.Cut(step, " -> ")
		method, body, _ := strings.Cut(request, " ")
		ask(t, base, method+" /_bylaw/states "+body)
		if got := ask(t, base, "GET /a"); got != want {
			t.Errorf("step %d, %s: it answers %s", n, step, got)
		}
	}
}
