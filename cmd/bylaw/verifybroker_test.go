package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
)

// verified runs bylaw verify against a service that answers so, with the contracts of a broker.
func verified(t *testing.T, address, body string, args ...string) (said string, code int) {
	t.Helper()
	var out bytes.Buffer
	url := orders(t, body)
	code = run(append([]string{"verify", "--provider", url, "--states-url", url, "--broker", address, "--provider-name", "orders"}, args...), streams{out: &out, err: &out})
	return out.String(), code
}

var publishing = []string{"--publish", "--provider-version", "4.5.6", "--provider-branch", "main", "--provider-tag", "ci"}

func TestVerifyPublishes(t *testing.T) {
	for _, test := range []struct {
		name, body, said string
		args             []string
		code             int
		success          string // of what is published; "": nothing
	}{
		{"it holds", `{"id": 7, "total": 12.5}`, "billing   1        4.5.6               yes", nil, exitClean, "true"},
		{"it breaks", `{"id": 7}`, "billing   1        4.5.6               no", nil, exitFindings, "false"},
		{"nothing is to fail", `{"id": 7}`, "billing   1        4.5.6               no", []string{"--fail-on", "off"}, exitClean, "false"},
		{"nothing is known", `{"id": 7, "total": 12.5}`, "not known, and not published", []string{"--max-body", "3"}, exitUnverified, ""},
		{"it was never kept", `{"id": 7}`, "which is pending", []string{"--pending"}, exitClean, "false"},
		{"another consumer", `{"id": 7}`, "none of the contracts", []string{"--consumer", "crm"}, exitUsage, ""},
		{"another branch", `{"id": 7}`, "has no contract with orders that is selected by branch=next", []string{"--select", "branch=next"}, exitUsage, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			shared := sharedContracts(t)
			said, code := verified(t, shared.URL, test.body, append(publishing, test.args...)...)
			if code != test.code || !strings.Contains(said, test.said) || strings.Contains(said, "s3cret") {
				t.Errorf("exit code %d, want %d, saying %q:\n%s", code, test.code, test.said, said)
			}
			published := ""
			for _, r := range shared.Results() {
				published += fmt.Sprint(r.Success)
			}
			if published != test.success {
				t.Errorf("published %q, want %q", published, test.success)
			}
			branches, tags, known := shared.Version("orders", "4.5.6")
			if known != (test.success != "") || known && (fmt.Sprint(branches) != "[main]" || fmt.Sprint(tags) != "[ci]") {
				t.Errorf("the version has branches %q and tags %q", branches, tags)
			}
		})
	}
}

// What is published names the interactions as the broker does, and what differs.
func TestVerifyPublishesWhatDiffers(t *testing.T) {
	shared := sharedContracts(t)
	if said, code := verified(t, shared.URL, `{"id": "7"}`, append(publishing, "--build-url", "https://ci.example.com/7")...); code != exitFindings {
		t.Fatalf("exit code %d:\n%s", code, said)
	}
	body, err := json.Marshal(shared.Results()[0].Body)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Success  bool
		Version  string                                   `json:"providerApplicationVersion"`
		BuildURL string                                   `json:"buildUrl"`
		By       struct{ Implementation, Version string } `json:"verifiedBy"`
		Tests    []struct {
			ID         string `json:"interactionId"`
			Success    bool
			Mismatches []broker.Mismatch
		} `json:"testResults"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	if got.Success || got.Version != "4.5.6" || got.BuildURL != "https://ci.example.com/7" || got.By.Implementation != "bylaw" || got.By.Version != version() || len(got.Tests) != 1 {
		t.Fatalf("%s", body)
	}
	one := got.Tests[0]
	var places []string
	for _, m := range one.Mismatches {
		places = append(places, m.Attribute+" "+m.Identifier)
	}
	if one.Success || len(one.ID) != 40 || strings.Join(places, ", ") != "body $.id, body $.total" {
		t.Errorf("%+v", one)
	}
}

// A verdict that can't be published still is one, and the run fails.
func TestVerifyCannotPublish(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*brokertest.Server)
		said  string
	}{
		"an old broker":    {func(s *brokertest.Server) { s.Hide = []string{"pb:pacticipant-branch-version"} }, "the branch main is not published"},
		"links of another": {func(s *brokertest.Server) { s.Elsewhere = "http://elsewhere.example" }, "the broker leads to http://elsewhere.example"},
	} {
		shared := sharedContracts(t)
		test.spoil(shared)
		said, code := verified(t, shared.URL, `{"id": 7, "total": 12.5}`, publishing...)
		if code == exitClean || !strings.Contains(said, test.said) || len(shared.Results()) > 0 {
			t.Errorf("%s: exit code %d:\n%s", name, code, said)
		}
	}
}

// A webhook names the one contract that has changed; files go along, and nothing is published of them.
func TestVerifyOfWebhook(t *testing.T) {
	shared := sharedContracts(t)
	at := shared.URL + "/pacts/provider/orders/consumer/billing/version/1"
	said, code := verified(t, shared.URL, `{"id": 7, "total": 12.5}`, append(publishing, "--pact-url", at, verifiedFolder(t))...)
	if code != exitClean || !strings.Contains(said, "3 interactions") || len(shared.Results()) != 1 {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	if said, code = verified(t, shared.URL, "{}", "--pact-url", "http://elsewhere.example/pact"); code != exitUsage || !strings.Contains(said, "not followed") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
}

// The broker may be an argument as elsewhere, or be named by the environment.
func TestVerifyNamesBroker(t *testing.T) {
	shared := sharedContracts(t)
	url := orders(t, `{"id": 7, "total": 12.5}`)
	var out bytes.Buffer
	if code := run([]string{"verify", "--provider", url, "--provider-name", "orders", shared.URL}, streams{out: &out, err: &out}); code != exitClean {
		t.Errorf("exit code %d:\n%s", code, &out)
	}
	t.Setenv(envBrokerURL, shared.URL)
	if code := run([]string{"verify", "--provider", url, "--provider-name", "orders"}, streams{out: &out, err: &out}); code != exitClean {
		t.Errorf("exit code %d:\n%s", code, &out)
	}
}
