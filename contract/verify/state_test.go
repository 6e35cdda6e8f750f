package verify_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/spec"
)

// journal records what happens in which order.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) write(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, fmt.Sprintf(format, args...))
}

func (j *journal) read() string { return strings.Join(j.lines, "; ") }

func TestHook(t *testing.T) {
	var j journal
	hook := serve(t, func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		j.write("%s %s %s %s", r.Method, r.Header.Get("Content-Type"), r.Header.Get("Authorization"), content)
		_, _ = w.Write([]byte(`{"key": "k-1", "id": 8}`))
	})
	provider := serve(t, func(w http.ResponseWriter, r *http.Request) {
		j.write("GET %s", r.URL.Path)
		answer(200, `{}`)(w, r)
	})
	o := against(t, provider, verify.Options{States: verify.NewHook(hook, http.Header{"Authorization": {"me"}})},
		`{"description": "d", "providerStates": [{"name": "an order", "params": {"id": 7, "name": "n"}}, {"name": "a caller"}],
		  "request": {"path": "/x", "generators": {"path": {"type": "ProviderState", "expression": "/${id}/${name}/${key}"}}}, "response": {"status": 200}}`)[0]
	want := `POST application/json me {"action":"setup","params":{"id":7,"name":"n"},"state":"an order"}; ` +
		`POST application/json me {"action":"setup","params":{},"state":"a caller"}; GET /8/n/k-1; ` +
		`POST application/json me {"action":"teardown","params":{},"state":"a caller"}; ` +
		`POST application/json me {"action":"teardown","params":{"id":7,"name":"n"},"state":"an order"}`
	if got := j.read(); got != want || o.Verdict != verify.Held || o.Assumed {
		t.Errorf("%s %s\n got %s\nwant %s", o.Verdict, o.Why, got, want)
	}
}

func TestHookThatFails(t *testing.T) {
	for name, test := range map[string]struct {
		hook    http.HandlerFunc
		verdict verify.Verdict
		want    string
	}{
		"it refuses":       {answer(500, "no  such\nstate"), verify.NotVerified, `the state "s" was not set up: the hook answered 500 no such state`},
		"it cuts":          {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, verify.NotVerified, `the state "s" was not set up: the connection was closed before there was a whole answer`},
		"it says too much": {answer(200, strings.Repeat("a", 2<<20)), verify.NotVerified, `the hook's answer is longer than`},
		"it says nonsense": {answer(200, `]{`), verify.Held, ""},
	} {
		t.Run(name, func(t *testing.T) {
			called := 0
			provider := serve(t, func(w http.ResponseWriter, r *http.Request) { called++; answer(200, `{"id": 7}`)(w, r) })
			o := against(t, provider, verify.Options{States: verify.NewHook(serve(t, test.hook), nil)}, get("d", "/", state("s"), `"id": 7`))[0]
			if told := verify.Findings([]*verify.Outcome{o}); test.verdict == verify.NotVerified && len(told) != 1 {
				t.Errorf("the failure is told %d times", len(told))
			}
			if o.Verdict != test.verdict || !strings.Contains(o.Why, test.want) || (called > 0) != (test.verdict == verify.Held) {
				t.Errorf("%s: %q, want %s: %q", o.Verdict, o.Why, test.verdict, test.want)
			}
		})
	}
}

// Half of what a state needs may have been done: it is taken back as well, and those after it are not tried.
func TestSetupThatFailsIsTakenBack(t *testing.T) {
	var j journal
	function := func(name string, err error) verify.Function {
		return verify.Function{
			Setup: func(context.Context, []spec.Member) (map[string]*spec.Value, error) {
				j.write("up %s", name)
				return nil, err
			},
			Teardown: func(context.Context, []spec.Member) error { j.write("down %s", name); return nil },
		}
	}
	states := verify.Functions{"a": function("a", nil), "b": function("b", errors.New("no")), "c": function("c", nil)}
	o := against(t, serve(t, answer(200, `{}`)), verify.Options{States: states}, get("d", "/", state("a")+", "+state("b")+", "+state("c"), ""))[0]
	if want := "up a; up b; down b; down a"; j.read() != want || o.Verdict != verify.NotVerified {
		t.Errorf("%s: %s, want %s", o.Verdict, j.read(), want)
	}
}

func TestFunctions(t *testing.T) {
	var j journal
	states := verify.Functions{
		"full": {
			Setup: func(_ context.Context, params []spec.Member) (map[string]*spec.Value, error) {
				j.write("full %s", params[0].Key)
				return map[string]*spec.Value{"id": contract.Whole(7)}, nil
			},
			Teardown: func(context.Context, []spec.Member) error { j.write("empty"); return errors.New("it sticks") },
		},
		"nothing to do": {},
	}
	o := against(t, serve(t, answer(200, `{"id": 7}`)), verify.Options{States: states},
		get("a", "/", `{"name": "full", "params": {"p": 1}}`, `"id": 7`), get("b", "/", state("nothing to do"), `"id": 7`), get("c", "/", state("other"), `"id": 7`))
	if j.read() != "full p; empty" || o[0].Verdict != verify.Held || o[0].Left != `the state "full" was not taken back: it sticks` || o[1].Verdict != verify.Held {
		t.Errorf("%s: %s, %s: %s, %s", j.read(), o[0].Verdict, o[0].Left, o[1].Verdict, o[1].Why)
	}
	if want := `the state "other" was not set up: there is no function for it`; o[2].Why != want {
		t.Errorf("got %q, want %q", o[2].Why, want)
	}
	if found := verify.Findings(o); len(found) != 2 || found[0].Rule != verify.LeftoverState {
		t.Errorf("found %+v", found)
	}
}

// At once, or one by one: those that share a state are never under way together, others are, and what is
// said is the same.
func TestParallel(t *testing.T) {
	var interactions []string
	for i := range 24 {
		states := []string{state(fmt.Sprint("s", i%4))}
		if i%6 == 5 {
			states = append(states, state("s0")) // ties s0, s1 and s3 together, and leaves s2
		}
		interactions = append(interactions, get(fmt.Sprint("d", i), fmt.Sprint("/", i), strings.Join(states, ", "), fmt.Sprintf(`"id": %d`, i%5)))
	}
	said := map[int]string{}
	for _, parallel := range []int{1, 8} {
		var mu sync.Mutex
		held := map[string]int{}
		count := func(by int) func(string) {
			return func(name string) {
				mu.Lock()
				defer mu.Unlock()
				if held[name] += by; held[name] > 1 {
					t.Errorf("two interactions have the state %s at once", name)
				}
			}
		}
		var done []int
		o := against(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Millisecond)
			answer(200, `{"id": 3}`)(w, r)
		}), verify.Options{Parallel: parallel, States: watched{count(1), count(-1)}, Progress: func(n, all int) {
			if done = append(done, n); all != 24 {
				t.Errorf("%d of %d", n, all)
			}
		}}, interactions...)
		for n, o := range o {
			said[parallel] += fmt.Sprintln(o.Interaction.Description, o.Verdict, places(o.Mismatches))
			if o.Interaction.Description != fmt.Sprint("d", n) {
				t.Errorf("%d is %s", n, o.Interaction.Description)
			}
		}
		if !slices.IsSorted(done) || len(done) != 24 {
			t.Errorf("progress was %v", done)
		}
	}
	if said[1] != said[8] {
		t.Errorf("one by one\n%s\nat once\n%s", said[1], said[8])
	}
}

// watched tells of every state that is set up and taken back.
type watched struct{ up, down func(name string) }

func (w watched) Setup(_ context.Context, s contract.State) (map[string]*spec.Value, error) {
	w.up(s.Name)
	return nil, nil
}

func (w watched) Teardown(ctx context.Context, s contract.State) error {
	w.down(s.Name)
	return ctx.Err()
}

// Interactions of different states wait for each other here: one by one they would do so for ever.
func TestIndependentStatesAreAtOnce(t *testing.T) {
	var together sync.WaitGroup
	together.Add(2)
	provider := serve(t, func(w http.ResponseWriter, r *http.Request) {
		together.Done()
		together.Wait()
		answer(200, `{}`)(w, r)
	})
	o := against(t, provider, verify.Options{Parallel: 2}, get("a", "/", state("x"), ""), get("b", "/", state("y"), ""))
	if verify.Count(o, verify.Held) != 2 {
		t.Errorf("%s: %s", o[0].Verdict, o[0].Why)
	}
}
