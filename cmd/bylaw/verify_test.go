package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const verifiedContracts = `{"consumer": {"name": "NAME"}, "provider": {"name": "orders"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [
  {"description": "an order", "providerStates": [{"name": "order 7 exists"}], "request": {"path": "/orders/7"},
   "response": {"status": 200, "body": {"contentType": "application/json", "content": {BODY}}}}
]}
`

// verifiedFolder holds contracts of billing, which needs the total, and of crm, which doesn't.
func verifiedFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string]string{"billing": `"id": 7, "total": 12.5`, "crm": `"id": 7`} {
		text := strings.NewReplacer("NAME", name, "BODY", body).Replace(verifiedContracts)
		if err := os.WriteFile(filepath.Join(dir, name+".json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// orders is a service that answers /orders/7 so, and 204 to its hook.
func orders(t *testing.T, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/orders/7" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestVerify(t *testing.T) {
	dir := verifiedFolder(t)
	for _, test := range []struct {
		name, body, said string
		args             []string
		code             int
	}{
		{"all hold", `{"id": 7, "total": 12.5}`, "The service holds all that its consumers rely on: 2 interactions.", nil, exitClean},
		{"one breaks", `{"id": 7}`, "The service breaks billing (1 of 1 interaction).", nil, exitFindings},
		{"both break", `{}`, "The service breaks billing (1 of 1 interaction) and crm (1 of 1 interaction).", nil, exitFindings},
		{"the other one only", `{"id": 7}`, "all that its consumers rely on: 1 interaction.", []string{"--consumer", "crm"}, exitClean},
		{"nothing is to fail", `{"id": 7}`, `billing breaks in "an order" at $.total of the body: the key "total" is missing`, []string{"--fail-on", "off"}, exitClean},
		{"too much to read", `{"id": 7}`, "2 interactions are not verified", []string{"--max-body", "3"}, exitUnverified},
		{"the hook is missing", `{"id": 7}`, "2 interactions are not verified", []string{"--states-url", "http://127.0.0.1:1"}, exitUnverified},
		{"malformed and broken", `]`, "the body is not JSON", nil, exitFindings},
	} {
		t.Run(test.name, func(t *testing.T) {
			url := orders(t, test.body)
			var out, problems bytes.Buffer
			args := append([]string{"verify", "--provider", url, "--states-url", url, dir}, test.args...)
			code := run(args, streams{in: strings.NewReader(""), out: &out, err: &problems})
			if code != test.code || !strings.Contains(out.String(), test.said) || problems.Len() > 0 {
				t.Errorf("exit code %d, want %d, saying %q\n%s%s", code, test.code, test.said, &out, &problems)
			}
		})
	}
}

// Programs get the same, and with as many at once as one likes the same bytes.
func TestVerifyForPrograms(t *testing.T) {
	dir, url := verifiedFolder(t), orders(t, `{"id": 7}`)
	outputs := func(parallel string) (found, tests []byte) {
		folder := t.TempDir()
		found, tests = nil, nil
		j, x := filepath.Join(folder, "v.json"), filepath.Join(folder, "v.xml")
		var out bytes.Buffer
		code := run([]string{"verify", "--provider", url, dir, "--parallel", parallel, "--format", "json=" + j, "--format", "junit=" + x, "--format", "html=" + filepath.Join(folder, "v.html")}, streams{out: &out, err: &out})
		if code != exitFindings || out.Len() > 0 {
			t.Fatalf("exit code %d: %s", code, &out)
		}
		found, _ = os.ReadFile(j)
		tests, _ = os.ReadFile(x)
		return found, tests
	}
	found, tests := outputs("1")
	if f, x := outputs("8"); !bytes.Equal(f, found) || !bytes.Equal(x, tests) {
		t.Errorf("it depends on how many are under way:\n%s\n%s", found, f)
	}
	var summary struct {
		Findings []struct{ Rule, Element, Message string }
	}
	if err := json.Unmarshal(found, &summary); err != nil || len(summary.Findings) != 1 || summary.Findings[0].Element != "billing: an order" {
		t.Errorf("%v: %+v", err, summary)
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	// One breaks, one holds, one is what was checked; that states are taken to hold is skipped.
	if err := xml.Unmarshal(tests, &suites); err != nil || suites.Tests != 4 || suites.Failures != 1 || suites.Skipped != 1 {
		t.Errorf("%v: %s", err, tests)
	}
}

// Whoever stops a run gets what is known so far.
func TestVerifyStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	}))
	defer server.Close()
	var out, problems bytes.Buffer
	root := rootCommand(streams{out: &out, err: &problems})
	root.SetArgs([]string{"verify", "--provider", server.URL, verifiedFolder(t), "--timeout", "1h"})
	code := exitCode(ctx, &problems, root.ExecuteContext(ctx))
	if code != exitStopped || problems.String() != "bylaw: stopped\n" || !strings.Contains(out.String(), "2 interactions are not verified") {
		t.Errorf("exit code %d: %s%s", code, &out, &problems)
	}
}

func TestVerifyOfTwoServices(t *testing.T) {
	dir := verifiedFolder(t)
	other := strings.NewReplacer("orders", "payments", "NAME", "shop", "BODY", "").Replace(verifiedContracts)
	if err := os.WriteFile(filepath.Join(dir, "shop.json"), []byte(other), 0o644); err != nil {
		t.Fatal(err)
	}
	url := orders(t, `{"id": 7, "total": 12.5}`)
	var out, problems bytes.Buffer
	code := run([]string{"verify", "--provider", url, dir}, streams{out: &out, err: &problems})
	if code != exitUsage || !strings.Contains(problems.String(), "2 providers (orders, payments)") {
		t.Errorf("exit code %d: %s%s", code, &out, &problems)
	}
	code = run([]string{"verify", "--provider", url, dir, "--provider-name", "orders"}, streams{out: &out, err: &problems})
	if code != exitClean {
		t.Errorf("exit code %d: %s%s", code, &out, &problems)
	}
}
