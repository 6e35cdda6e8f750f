package mutate_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/mutate"
	"github.com/bylaw-dev/bylaw/contract/verify"
)

// A contract that says all there is to say notices all but what contracts can't say: nothing of answers
// that are more than they should be.
func TestStrictContract(t *testing.T) {
	r := run(t, shop, mutate.Options{}, contractOf(t, strict, notFound))
	expect(t, survivors(r))
	if s := r.Score(); s.Percent() != 100 || s.All < 100 {
		t.Errorf("%d of %d", s.Killed, s.All)
	}
}

// Everything that is published is tried, on the sides that it is published for, and nothing else.
func TestPublishedList(t *testing.T) {
	made := map[string]bool{}
	for _, one := range run(t, shop, mutate.Options{}, contractOf(t, strict, notFound)).Tried() {
		made[one.Mutant+" "+one.Side.String()] = true
	}
	for _, m := range mutate.Mutants() {
		for side, published := range map[mutate.Side]string{mutate.InSpec: m.Spec, mutate.InAnswer: m.Answer} {
			if key := m.ID + " " + side.String(); made[key] != (published != "") {
				t.Errorf("%s is published as %q, and tried: %v", key, published, made[key])
			}
			delete(made, m.ID+" "+side.String())
		}
	}
	if len(made) > 0 {
		t.Errorf("these are not published: %v", made)
	}
}

// Each mutant survives where a contract says a little less.
func TestWeakerContracts(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           []string
	}{
		{"a field isn't asserted", "        gift: '{{boolean}}'\n", "",
			[]string{"answer drop-field $.gift", "answer null $.gift", "answer retype $.gift", "spec drop-field $.gift", "spec null $.gift", "spec optional-field $.gift", "spec retype $.gift"}},
		{"a pattern that takes null", `total: '{{type and regex "[0-9]+\\.[0-9]{2}" = "19.90"}}'`, `total: '{{regex "[a-z]+|[0-9]+\\.[0-9]{2}" = "19.90"}}'`,
			[]string{"answer null $.total", "answer number-for-decimal $.total", "answer retype $.total"}},
		{"an enum by its type", `status: '{{regex "open|paid" = "open"}}'`, `status: '{{type = "open"}}'`,
			[]string{"answer empty-string $.status", "answer new-enum-value $.status", "spec new-enum-value $.status"}},
		{"a number by its type", "number: '{{positive_integer = 7}}'", "number: '{{type = 7}}'", []string{"answer fraction-for-integer $.number"}},
		{"a moment by its type", "created: '{{iso_timestamp}}'", "created: '{{type = \"2026-01-31T09:30:00Z\"}}'",
			[]string{"answer empty-string $.created", "answer local-date-time $.created"}},
		{"items that may be none", "lines {{each min 1}}:", "lines {{each min 0}}:", []string{"answer empty-array $.lines"}},
		{"a text that may be empty", "note: '{{non_empty_string}}'", "note: '{{type = \"x\"}}'", []string{"answer empty-string $.note"}},
		{"no header", `, ETag: '{{regex "\"[0-9]+\"" = "\"7\""}}'`, "", []string{"answer missing-header ETag", "spec missing-header ETag"}},
		{"no status", "      status: 200\n      headers: {Con", "      status: '{{status success = 200}}'\n      headers: {Con", []string{"answer other-status", "spec other-status"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(strict, test.old) {
				t.Fatal("the contract has no longer what is changed")
			}
			r := run(t, shop, mutate.Options{}, contractOf(t, strings.Replace(strict, test.old, test.new, 1), notFound))
			expect(t, survivors(r), test.want...)
		})
	}
}

// Only the status is asserted: nothing is noticed of the body.
func TestStatusAlone(t *testing.T) {
	r := run(t, shop, mutate.Options{}, contractOf(t, "  - description: an order\n    request: {path: /orders/7}\n    response: {status: 200}\n"))
	killed := map[string]bool{}
	for _, one := range r.Tried() {
		if one.Killed {
			killed[one.Side.String()+" "+one.Mutant] = true
		}
	}
	if want := map[string]bool{"answer other-status": true, "spec other-status": true, "answer late": true}; !reflect.DeepEqual(killed, want) {
		t.Errorf("killed: %v", killed)
	}
}

// What the spec allows is no mistake: it is told apart, and still counts as surviving.
func TestAllowed(t *testing.T) {
	r := run(t, shop, mutate.Options{}, contractOf(t, strings.Replace(strict, "        note: '{{non_empty_string}}'\n", "", 1), notFound))
	expect(t, survivors(r), "answer drop-field $.note allowed", "answer empty-string $.note", "answer null $.note", "answer retype $.note",
		"spec drop-field $.note", "spec null $.note", "spec retype $.note")
	if s := r.Score(); s.Equivalent != 1 || s.Killed != s.All-7 {
		t.Errorf("%+v", s)
	}
	if !strings.Contains(r.Headline(), "7 survive, of which the spec allows 1.") {
		t.Error(r.Headline())
	}
}

// Two consumers that each use a part notice together what each of them does.
func TestSeveralConsumers(t *testing.T) {
	without := func(fields ...string) string {
		var kept []string
		for _, line := range strings.SplitAfter(strict, "\n") {
			if !slices.ContainsFunc(fields, func(f string) bool { return strings.HasPrefix(line, "        "+f+":") }) {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	crm := contractOf(t, without("id", "total", "number"))
	crm.Consumer = "crm"
	r := run(t, shop, mutate.Options{}, contractOf(t, without("created", "status", "gift"), notFound), crm)
	expect(t, survivors(r))
	for _, one := range r.Tried() {
		if one.Path == "$.created" && one.By != "crm" || one.Path == "$.total" && one.By != "billing" {
			t.Errorf("%s of %s is killed by %s", one.Mutant, one.Path, one.By)
		}
	}
}

// Interactions that show nothing don't count, and that is said; the answers of successes that nobody plays
// still have their mutants.
func TestNotCounted(t *testing.T) {
	for name, test := range map[string]struct{ old, new, why string }{
		"pending":                   {"    request:", "    pending: true\n    request:", "it is pending"},
		"contradicts the spec":      {"gift: '{{boolean}}'", "gone: '{{boolean}}'", "it contradicts the spec"},
		"an operation of no spec":   {"path: /orders/7", "path: /others/7", "it contradicts the spec"},
		"its example breaks itself": {`"open|paid" = "open"`, `"paid|new" = "open"`, "it contradicts the spec"},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, shop, mutate.Options{}, contractOf(t, strings.Replace(strict, test.old, test.new, 1)))
			if r.Played != 0 || len(r.NotCounted) != 1 || !strings.Contains(r.NotCounted[0].Why, test.why) {
				t.Errorf("%d count: %v", r.Played, r.NotCounted)
			}
			if s := r.Score(); s.Killed != 0 || s.All < 80 {
				t.Errorf("%+v", s)
			}
			found := r.Findings()
			if len(found) != 1 || found[0].Rule != mutate.Unplayed || !strings.Contains(found[0].Message, fmt.Sprintf("any of its %d mutants", r.Score().All)) {
				t.Errorf("%v", found)
			}
		})
	}
	message := contractOf(t, "  - description: an event\n    message: {contentType: application/json, body: {id: 7}}\n")
	if r := run(t, shop, mutate.Options{}, message); len(r.NotCounted) != 1 || !strings.Contains(r.NotCounted[0].Why, "messages") {
		t.Errorf("%v", r.NotCounted)
	}
}

// What a provider has answered is mutated as it came: of more items the last one, and no field that it
// doesn't send.
func TestProvidersAnswers(t *testing.T) {
	c := contractOf(t, strict, notFound)
	order := `{"id":"e2490de5-5bd3-43d5-b7c4-526e33f71304","total":"1.00","created":"2026-01-31T09:30:00.5+01:00","status":"paid","number":9,"gift":true,"lines":[{"sku":"B2","gross":true},{"sku":"C3","gross":false}],"note":"x","debug":1}`
	answer := func(status int, body string) mutate.Answer {
		return mutate.Answer{Response: &contract.Response{Status: status, Body: contract.Body{Presence: contract.Present, Content: []byte(body)},
			Headers: []contract.Values{{Name: "Content-Type", Values: []string{"application/json"}}, {Name: "Etag", Values: []string{`"1"`}}}}}
	}
	answers := map[*contract.Interaction]mutate.Answer{c.Interactions[0]: answer(200, order), c.Interactions[1]: answer(404, `{"code":"gone","retry":false}`)}
	r := run(t, shop, mutate.Options{Answers: answers}, c)
	expect(t, survivors(r))
	for _, one := range r.Tried() {
		if strings.Contains(one.Path, "debug") {
			t.Errorf("what the spec doesn't know is mutated: %s", one.Mutant)
		}
	}

	first := contractOf(t, strings.Replace(strict, "lines {{each min 1}}:\n          - sku: '{{non_empty_string = \"A1\"}}'", "lines {{type min 1}}:\n          - sku: '{{non_empty_string = \"A1\"}}'", 1), notFound)
	answers = map[*contract.Interaction]mutate.Answer{first.Interactions[0]: answer(200, order), first.Interactions[1]: answer(404, `{"code":"gone","retry":false}`)}
	r = run(t, shop, mutate.Options{Answers: answers}, first)
	if got := survivors(r); len(got) == 0 || !strings.Contains(got[0], "$.lines[*]") {
		t.Errorf("a contract that looks at the first item alone has no survivor: %v", got)
	}

	answers[first.Interactions[0]] = mutate.Answer{Why: "the service breaks it"}
	if r = run(t, shop, mutate.Options{Answers: answers}, first); r.Played != 1 || len(r.NotCounted) != 1 {
		t.Errorf("%d count: %v", r.Played, r.NotCounted)
	}
}

// A late answer is never taken for one that holds: verification says that it doesn't know, and doesn't pass.
func TestLateIsNotHeld(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := verify.Verify(t.Context(), []*contract.Contract{contractOf(t, strict)}, verify.Options{Provider: at, Timeout: 50 * time.Millisecond})
	if outcomes[0].Verdict != verify.NotVerified {
		t.Errorf("a late answer is %s", outcomes[0].Verdict)
	}
}

// A run leaves specs and contracts as they were, and says the same again.
func TestSameAgain(t *testing.T) {
	spec, c := specs(t, shop), contractOf(t, strict, notFound)
	var before []string
	for range 3 {
		r, err := mutate.Run(context.Background(), spec, []*contract.Contract{c}, mutate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		said := fmt.Sprint(r.Tables(), r.Findings())
		if before = append(before, said); said != before[0] {
			t.Errorf("it says\n%s\nand then\n%s", before[0], said)
		}
	}
}

func TestStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := mutate.Run(ctx, specs(t, shop), []*contract.Contract{contractOf(t, strict)}, mutate.Options{}); err == nil {
		t.Error("it goes on")
	}
}
