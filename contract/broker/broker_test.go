package broker_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
)

// pactOf is a contract between billing and orders about one path.
func pactOf(path string) []byte {
	return fmt.Appendf(nil, `{"consumer":{"name":"billing"},"provider":{"name":"orders"},"interactions":[{"description":"get <%[1]s>","request":{"method":"GET","path":"%[1]s"},"response":{"status":200,"body":{"total":12.50}}}],"metadata":{"pactSpecification":{"version":"2.0.0"}}}`, path)
}

func start(t *testing.T) *brokertest.Server {
	t.Helper()
	s := brokertest.New()
	t.Cleanup(s.Close)
	return s
}

func open(t *testing.T, address string, auth broker.Auth) *broker.Broker {
	t.Helper()
	b, err := broker.Open(address, auth)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func publish(t *testing.T, b *broker.Broker, version, branch, path string, tags ...string) {
	t.Helper()
	_, err := b.Publish(t.Context(), broker.Publication{
		Consumer: "billing", Version: version, Branch: branch, Tags: tags, Contracts: []broker.Contract{{Provider: "orders", Content: pactOf(path)}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPublishedIsFetched(t *testing.T) {
	s := start(t)
	b := open(t, s.URL, broker.Auth{})
	publish(t, b, "1.0.0", "main", "/orders/7")
	publish(t, b, "1.1.0", "feat/totals & more", "/orders/8", "dev")
	for _, test := range []struct {
		selectors []broker.Selector
		want      string
	}{
		{nil, "1.0.0"},
		{[]broker.Selector{{MainBranch: true}}, "1.0.0"},
		{[]broker.Selector{{Branch: "feat/totals & more"}}, "1.1.0"},
		{[]broker.Selector{{MatchingBranch: true}}, ""},
		{[]broker.Selector{{Tag: "dev"}}, "1.1.0"},
		{[]broker.Selector{{Latest: true}}, "1.1.0"},
		{[]broker.Selector{{Latest: true}, {MainBranch: true}}, "1.1.0 1.0.0"},
		{[]broker.Selector{{Latest: true, Consumer: "crm"}}, ""},
		{[]broker.Selector{{DeployedOrReleased: true}}, ""},
	} {
		pacts, err := b.Pacts(t.Context(), broker.Selection{Provider: "orders", Selectors: test.selectors, ProviderBranch: "feat"})
		if err != nil {
			t.Fatal(err)
		}
		var versions []string
		for _, p := range pacts {
			versions = append(versions, p.Version)
			if p.Consumer != "billing" || p.Provider != "orders" || len(p.Notices) != 1 {
				t.Errorf("%+v", p)
			}
		}
		if got := strings.Join(versions, " "); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.selectors, got, test.want)
		}
	}
	if branches, tags, _ := s.Version("billing", "1.1.0"); !slices.Equal(branches, []string{"feat/totals & more"}) || !slices.Equal(tags, []string{"dev"}) {
		t.Error(branches, tags)
	}
}

func TestContentIsLaidOutAndWhatItWas(t *testing.T) {
	s := start(t)
	b := open(t, s.URL, broker.Auth{})
	publish(t, b, "1.0.0", "main", "/orders/7")
	pacts, err := b.Pacts(t.Context(), broker.Selection{}) // of every provider
	if err != nil || len(pacts) != 1 {
		t.Fatal(pacts, err)
	}
	text := string(pacts[0].Content)
	if !strings.Contains(text, "\n      \"description\": \"get </orders/7>\",\n") || !strings.Contains(text, "12.50") || strings.Contains(text, "_links") || strings.Contains(text, "createdAt") {
		t.Error(text)
	}
	var got, want map[string]any
	if err := json.Unmarshal(pacts[0].Content, &got); err != nil {
		t.Fatal(err)
	}
	_ = json.Unmarshal(pactOf("/orders/7"), &want)
	delete(got["interactions"].([]any)[0].(map[string]any), "_id")
	if a, b := fmt.Sprint(got), fmt.Sprint(want); a != b {
		t.Errorf("got %s, want %s", a, b)
	}
}

func TestConflict(t *testing.T) {
	b := open(t, start(t).URL, broker.Auth{})
	publish(t, b, "1.0.0", "main", "/orders/7")
	publish(t, b, "1.0.0", "main", "/orders/7") // the same again is none
	other := broker.Publication{Consumer: "billing", Version: "1.0.0", Contracts: []broker.Contract{{Provider: "orders", Content: pactOf("/orders/8")}}}
	_, err := b.Publish(t.Context(), other)
	if !broker.Conflict(err) || !strings.Contains(err.Error(), "Cannot change the content of the pact for billing version 1.0.0") {
		t.Error(err)
	}
	other.Merge = true
	if _, err := b.Publish(t.Context(), other); err != nil {
		t.Error(err)
	}
	pacts, err := b.Pacts(t.Context(), broker.Selection{Provider: "orders"})
	if err != nil || len(pacts) != 1 || strings.Count(string(pacts[0].Content), `"description"`) != 2 {
		t.Errorf("%v %+v", err, pacts)
	}
}

func TestResultsAndDeployment(t *testing.T) {
	s := start(t)
	b := open(t, s.URL, broker.Auth{})
	publish(t, b, "1.0.0", "main", "/orders/7")
	ask := func(q broker.Question) *broker.Answer {
		t.Helper()
		a, err := b.CanIDeploy(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	toProduction := broker.Question{Pacticipant: "billing", Version: "1.0.0", Environment: "production"}
	if a := ask(toProduction); a.Deployable != broker.Unknown || len(a.Rows) != 1 || a.Rows[0].ProviderVersion != "" || a.Rows[0].Verified != broker.Unknown {
		t.Errorf("%+v", a)
	}
	selection := broker.Selection{Provider: "orders", ProviderBranch: "main", Pending: true}
	pacts, err := b.Pacts(t.Context(), selection)
	if err != nil || len(pacts) != 1 || !pacts[0].Pending {
		t.Fatalf("%+v %v", pacts, err)
	}
	p := &pacts[0]
	if got := p.After(false, true); !slices.Equal(got, []string{"This pact is still in pending state"}) || p.After(true, true) != nil {
		t.Error(got)
	}
	if err := b.Describe(t.Context(), "orders", "4.5.6", "main", []string{"ci"}); err != nil {
		t.Fatal(err)
	}
	err = b.PublishResult(t.Context(), p, broker.Verification{Version: "4.5.6", By: "v1", Tests: []broker.Test{
		{Interaction: "i", Mismatches: []broker.Mismatch{{"body", "$.total", "the key is missing"}}}, {Description: "d", Exceptions: []string{"no answer"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	sent, _ := json.Marshal(s.Results()[0].Body)
	const want = `{"providerApplicationVersion":"4.5.6","success":false,"testResults":[{"interactionId":"i","mismatches":[{"attribute":"body","description":"the key is missing","identifier":"$.total"}],"success":false},{"exceptions":[{"message":"no answer"}],"interactionDescription":"d","success":false}],"verifiedBy":{"implementation":"bylaw","version":"v1"}}`
	if string(sent) != want {
		t.Errorf("got %s, want %s", sent, want)
	}

	deploy := func(d broker.Deployment) {
		t.Helper()
		if err := b.Record(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	orders := broker.Deployment{Pacticipant: "orders", Version: "4.5.6", Environment: "production"}
	if err := b.Record(t.Context(), orders); err == nil || !strings.Contains(err.Error(), "has no environment production: it has none") {
		t.Error(err)
	}
	if err := b.AddEnvironment(t.Context(), broker.Environment{Name: "production", Production: true}); err != nil {
		t.Fatal(err)
	}
	deploy(orders)
	if a := ask(toProduction); a.Deployable != broker.No || len(a.Reasons) != 1 || a.Rows[0].ProviderVersion != "4.5.6" || a.Rows[0].Verified != broker.No || a.Rows[0].URL == "" {
		t.Errorf("%+v", a)
	}
	if err := b.PublishResult(t.Context(), p, broker.Verification{Version: "4.5.6", Success: true}); err != nil {
		t.Fatal(err)
	}
	if a := ask(toProduction); a.Deployable != broker.Yes || a.Rows[0].Verified != broker.Yes {
		t.Errorf("%+v", a)
	}
	if a := ask(broker.Question{Pacticipant: "billing", Version: "1.0.0", Tag: "ci"}); a.Deployable != broker.Yes {
		t.Errorf("%+v", a)
	}
	deploy(broker.Deployment{Pacticipant: "billing", Version: "1.0.0", Environment: "production", Release: true})
	if a := ask(broker.Question{Pacticipant: "orders", Version: "5.0.0", Environment: "production"}); a.Deployable != broker.Unknown || a.Rows[0].Provider != "orders" {
		t.Errorf("%+v", a)
	}
	if pacts, _ := b.Pacts(t.Context(), selection); pacts[0].Pending {
		t.Error("a pact that was kept is still pending")
	}
}

func TestOlderBrokers(t *testing.T) {
	s := start(t)
	s.Hide = []string{"pb:provider-pacts-for-verification", "beta:provider-pacts-for-verification", "pb:publish-contracts", "pb:pacticipant-branch-version"}
	b := open(t, s.URL, broker.Auth{})
	publish(t, b, "1.0.0", "", "/orders/7", "prod")
	publish(t, b, "1.1.0", "", "/orders/8")
	for _, test := range []struct {
		selector broker.Selector
		want     string
	}{{broker.Selector{Latest: true}, "1.1.0"}, {broker.Selector{Tag: "prod", Latest: true}, "1.0.0"}} {
		pacts, err := b.Pacts(t.Context(), broker.Selection{Provider: "orders", Selectors: []broker.Selector{test.selector}})
		if err != nil || len(pacts) != 1 || pacts[0].Version != test.want {
			t.Errorf("%+v: %+v %v", test.selector, pacts, err)
		}
	}
	if _, err := b.Pacts(t.Context(), broker.Selection{Provider: "orders", Selectors: []broker.Selector{{MainBranch: true}}}); err == nil || !strings.Contains(err.Error(), "too old for branches") {
		t.Error(err)
	}
	if err := b.Describe(t.Context(), "orders", "1", "main", nil); err == nil || !strings.Contains(err.Error(), "too old to know branches") {
		t.Error(err)
	}
	again := broker.Publication{Consumer: "billing", Version: "1.0.0", Contracts: []broker.Contract{{Provider: "orders", Content: pactOf("/orders/9")}}}
	if _, err := b.Publish(t.Context(), again); !broker.Conflict(err) {
		t.Error(err)
	}
}

func TestRefusals(t *testing.T) {
	s := start(t)
	b := open(t, s.URL, broker.Auth{})
	_, err := b.Publish(t.Context(), broker.Publication{Consumer: "billing"})
	if err == nil || err.Error() != "the broker answered 400 Bad Request: pacticipantVersionNumber is missing" {
		t.Error(err)
	}
	if _, err := b.Pacts(t.Context(), broker.Selection{Provider: "shop"}); err == nil || !strings.Contains(err.Error(), "knows no provider shop") {
		t.Error(err)
	}
	if _, err := b.CanIDeploy(t.Context(), broker.Question{Pacticipant: "shop", Version: "1", Tag: "x"}); err == nil || !strings.Contains(err.Error(), "pacticipant is not a known application") {
		t.Error(err)
	}
	if err := b.Record(t.Context(), broker.Deployment{Pacticipant: "shop", Version: "1"}); err == nil || !strings.Contains(err.Error(), "knows no version 1 of shop") {
		t.Error(err)
	}
}

func TestCredentials(t *testing.T) {
	s := start(t)
	s.Token = "s3cret"
	if _, err := open(t, s.URL, broker.Auth{}).Pacts(t.Context(), broker.Selection{}); err == nil || !strings.Contains(err.Error(), "it wants other credentials") {
		t.Error(err)
	}
	if _, err := open(t, s.URL, broker.Auth{Token: "s3cret"}).Pacts(t.Context(), broker.Selection{}); err != nil {
		t.Error(err)
	}
	s.Token, s.Username, s.Password = "", "ada", "pässword:x"
	if _, err := open(t, s.URL, broker.Auth{Username: "ada", Password: "pässword:x"}).Pacts(t.Context(), broker.Selection{}); err != nil {
		t.Error(err)
	}
	_, err := open(t, s.URL, broker.Auth{Username: "ada", Password: "wrong-one"}).Pacts(t.Context(), broker.Selection{})
	if err == nil || strings.Contains(err.Error(), "wrong-one") {
		t.Error(err)
	}
}

func TestOpen(t *testing.T) {
	for address, want := range map[string]string{
		"":                          "named by its URL",
		"broker.example.com":        "named by its URL",
		"file:///etc/passwd":        "named by its URL",
		"https://:443":              "named by its URL",
		"https://ada:x@example.com": "holds no credentials",
		"https://example.com?x=1":   "ends with its path: https://example.com",
	} {
		if _, err := broker.Open(address, broker.Auth{}); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "ada:x") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestBelowAPath: brokers also live below a path of a host, and write links without a host.
func TestBelowAPath(t *testing.T) {
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.EscapedPath())
		fmt.Fprint(w, `{"_links": {"pb:pacticipant-version-tag": {"href": "pacticipants/{pacticipant}/versions/{version}/tags/{tag}"}}}`)
	}))
	defer s.Close()
	if err := open(t, s.URL+"/pact", broker.Auth{}).Describe(context.Background(), "or ders/€", "1", "", []string{"{version}"}); err != nil {
		t.Error(err)
	}
	if want := []string{"/pact/", "/pact/pacticipants/or%20ders%2F%E2%82%AC/versions/1/tags/%7Bversion%7D"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q", asked)
	}
}

func TestParseSelector(t *testing.T) {
	for text, want := range map[string]string{
		"main-branch":                      `{"mainBranch":true}`,
		"branch=feat/x,consumer=billing":   `{"branch":"feat/x","consumer":"billing"}`,
		"deployed, environment=prod":       `{"deployed":true,"environment":"prod"}`,
		"tag=prod,latest":                  `{"tag":"prod","latest":true}`,
		"branch=a,fallback-branch=main":    `{"branch":"a","fallbackBranch":"main"}`,
		"consumer=billing":                 "says nothing of versions",
		"branch":                           "wants a name",
		"latest=3":                         "takes no value",
		"newest":                           "is made of main-branch",
		"":                                 "is made of main-branch",
		"branch=a,fallback-to-main-branch": `{"branch":"a","fallbackToMainBranch":true}`,
	} {
		s, err := broker.ParseSelector(text)
		got, _ := json.Marshal(s)
		if err != nil {
			got = []byte(err.Error())
		}
		if !strings.Contains(string(got), want) {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
