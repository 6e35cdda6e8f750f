package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
)

// TestBrokerLikeTheOfficialTools has Pact's official command line and bylaw take turns at one broker: what the
// one publishes and records the other finds, and both say the same of what can be deployed.
func TestBrokerLikeTheOfficialTools(t *testing.T) {
	pact := pactcore.CLI(t)
	server := brokertest.New()
	t.Cleanup(server.Close)
	server.Token = "s3cret"
	t.Setenv(envBrokerURL, server.URL)
	t.Setenv(envBrokerToken, "s3cret")
	dir := t.TempDir()
	readable, file := filepath.Join(dir, "billing.yaml"), filepath.Join(dir, "billing.json")
	if err := os.WriteFile(readable, []byte(writtenByPeople), 0o644); err != nil {
		t.Fatal(err)
	}
	bylaw := func(args ...string) (string, bool) {
		var out bytes.Buffer
		code := run(args, streams{out: &out, err: &out})
		return out.String(), code == exitClean
	}
	official := func(args ...string) (string, bool) {
		out, err := exec.Command(pact, append([]string{"broker"}, args...)...).CombinedOutput()
		return string(out), err == nil
	}
	good := func(said string, ok bool) {
		t.Helper()
		if !ok || strings.Contains(said, "Warning") {
			t.Fatalf("failed after %s:\n%s", strings.Join(server.Calls(), "\n"), said)
		}
	}
	verify := func(version, body string) {
		t.Helper()
		bylaw("verify", "--provider", orders(t, body), "--provider-name", "orders", "--provider-version", version, "--provider-branch", "main", "--publish", "--select", "latest")
	}
	both := func(want bool, version string) {
		t.Helper()
		args := []string{"can-i-deploy", "--pacticipant", "billing", "--version", version, "--to-environment", "production"}
		theirs, yes := official(args...)
		ours, too := bylaw(append([]string{"contract"}, args...)...)
		if yes != want || too != want {
			t.Errorf("of billing %s the official tool says %v, ours %v, want %v:\n%s\n%s", version, yes, too, want, theirs, ours)
		}
	}
	good(bylaw("contract", "convert", readable, "--to", "pact", "-o", file))

	good(official("publish", file, "--consumer-app-version", "1", "--branch", "main", "--tag", "dev"))
	good(official("create-environment", "--name", "production", "--production"))
	both(false, "1") // not known
	verify("4.5.6", `{"id": 7}`)
	good(official("record-deployment", "--pacticipant", "orders", "--version", "4.5.6", "--environment", "production"))
	both(false, "1") // broken
	verify("4.5.7", `{"id": 7, "total": 12.5}`)
	good(bylaw("contract", "record-deployment", "--pacticipant", "orders", "--version", "4.5.7", "--environment", "production"))
	both(true, "1")

	// And the other way round.
	changed := strings.Replace(writtenByPeople, "an order by its number", "an order once more", 1)
	if err := os.WriteFile(readable, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	good(bylaw("contract", "publish", "--consumer-version", "2", "--branch", "main", readable))
	both(false, "2")
	verify("4.5.7", `{"id": 7, "total": 12.5}`)
	both(true, "2")
	both(true, "1")

	// A version that has other contracts is refused to both.
	good(bylaw("contract", "convert", readable, "--to", "pact", "-o", file))
	if said, ok := official("publish", file, "--consumer-app-version", "1"); ok {
		t.Errorf("the official tool publishes over it:\n%s", said)
	}
	if said, ok := bylaw("contract", "publish", "--consumer-version", "1", file); ok {
		t.Errorf("ours publishes over it:\n%s", said)
	}
}
