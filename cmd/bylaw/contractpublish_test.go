package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
)

// publishedFiles runs bylaw contract publish over files, by their names.
func publishedFiles(t *testing.T, address string, files map[string]string, args ...string) (said string, code int) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	code = run(append([]string{"contract", "publish", "--broker", address, "--consumer-version", "1", dir}, args...), streams{out: &out, err: &out})
	return out.String(), code
}

func TestContractPublish(t *testing.T) {
	// a Pact file as other tools write it: its bytes are the consumer's business
	const foreign = `{"provider":{"name":"orders"},"consumer":{"name":"crm"},"interactions":[{"description":"an order","request":{"path":"/orders/7"},"response":{"status":200,"body":{"total":12.50}}}],"metadata":{"client":{"name":"x"}}}`
	readable := func(description string) string {
		return strings.Replace(writtenByPeople, "an order\n", description+"\n", 1)
	}
	for _, test := range []struct {
		name  string
		files map[string]string
		args  []string
		party string
		want  []string // in what is published
	}{
		{"a Pact file as it is", map[string]string{"crm.json": foreign}, nil, "crm", []string{foreign}},
		{"a Pact file anew", map[string]string{"crm.json": foreign}, []string{"--to", "pact"}, "crm", []string{`"version": "4.0"`, "12.50"}},
		{"bylaw's format", map[string]string{"billing.yaml": writtenByPeople}, nil, "billing", []string{`"version": "4.0"`, `"match": "decimal"`, "10.50"}},
		{"version 3", map[string]string{"billing.yaml": writtenByPeople}, []string{"--to", "pact-v3"}, "billing", []string{`"version": "3.0.0"`}},
		{"two files of one consumer", map[string]string{"a.yaml": readable("first"), "b.yaml": readable("second")}, nil, "billing", []string{`"description": "first"`, `"description": "second"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := brokertest.New()
			defer server.Close()
			said, code := publishedFiles(t, server.URL, test.files, test.args...)
			content := string(server.Published(test.party, "orders", "1"))
			for _, want := range test.want {
				if code != exitClean || !strings.Contains(content, want) || test.want[0] == foreign && content != foreign {
					t.Errorf("exit code %d:\n%s\npublished without %s:\n%s", code, said, want, content)
				}
			}
		})
	}
}

// What the broker refuses is a finding; the contracts of other consumers are published all the same.
func TestContractPublishRefused(t *testing.T) {
	server := brokertest.New()
	defer server.Close()
	said, code := publishedFiles(t, server.URL, map[string]string{"billing.yaml": writtenByPeople}, "--consumer-version", "1\n2")
	if code != exitFindings || !strings.Contains(said, "error[contract/refused] the contracts of billing 1␊2 are refused: the broker answered 400 Bad Request: pacticipantVersionNumber cannot contain multiple lines") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
}

// A broker that fails half-way leaves what it has taken, and that is said.
func TestContractPublishHalfway(t *testing.T) {
	for after, want := range []string{
		"the contracts of billing are not published: the broker answered 503 Service Unavailable",
		"Published 1 contract at BROKER. Those of 2 consumers are not.",
	} {
		server := brokertest.New()
		defer server.Close()
		posts := 0
		failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				if posts++; posts > after {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
			}
			server.Config.Handler.ServeHTTP(w, r)
		}))
		defer failing.Close()
		server.Elsewhere = failing.URL
		files := map[string]string{}
		for _, name := range []string{"billing", "crm", "shop"} {
			files[name+".yaml"] = strings.Replace(writtenByPeople, "billing", name, 1)
		}
		said, code := publishedFiles(t, failing.URL, files)
		if code == exitClean || !strings.Contains(said, strings.Replace(want, "BROKER", failing.URL, 1)) || strings.Count(said, "error[contract/not-published]") != 2*after {
			t.Errorf("exit code %d:\n%s", code, said)
		}
	}
}

// Whoever stops the run is not told that something is wrong with the broker.
func TestContractPublishStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "billing.yaml")
	if err := os.WriteFile(file, []byte(writtenByPeople), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	root := rootCommand(streams{out: &out, err: &out})
	root.SetArgs([]string{"contract", "publish", "--broker", server.URL, "--consumer-version", "1", file})
	if code := exitCode(ctx, &out, root.ExecuteContext(ctx)); code != exitStopped || out.String() != "bylaw: stopped\n" {
		t.Errorf("exit code %d: %s", code, &out)
	}
}
