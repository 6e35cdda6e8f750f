package alerts

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

// load reads a contract in which nothing may be wrong.
func load(t testing.TB, name, content string) *spec.API {
	t.Helper()
	tree := memtree.New(map[string]string{name: content})
	var apis []*spec.API
	var findings []report.Finding
	if strings.HasSuffix(name, ".proto") {
		apis, findings = proto.Load(context.Background(), proto.Config{Tree: tree, Files: []string{name}})
	} else {
		apis, findings = openapi.Load(t.Context(), openapi.Config{Tree: tree, Roots: []string{name}})
	}
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%v: %s", f.Span.Position(), f.Message)
		}
	}
	for _, api := range apis {
		if !api.Imported {
			return api
		}
	}
	t.Fatal("nothing was loaded")
	return nil
}

// rules prints the rules of an API of the service orders, and what is told.
func rules(t testing.TB, api *spec.API) (text string, told []string) {
	t.Helper()
	o := generator.Options{Service: "orders", Out: "deploy/alerts", Source: api.Root.Path}
	plan, findings := generator.Lower(New(), api, o)
	files, err := generator.Emit(t.Context(), plan, New().Language(), o, nil)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for _, f := range findings {
		at := f.Span.Position()
		told = append(told, fmt.Sprintf("%d:%d %s %s: %s", at.Line, at.Column, f.Severity, f.Rule, f.Message))
	}
	return string(files[0].Content), told
}

// promtool runs Prometheus's own tool in a folder with the rules and, if it isn't "", a test of them. What it says is an
// error; nil: all is well.
func promtool(t testing.TB, rules, test string) error {
	t.Helper()
	tool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool isn't installed (Debian's package prometheus has it), so Prometheus isn't asked")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{FileName: rules, "test.yaml": test} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(tool, "check", "rules", FileName)
	if test != "" {
		command = exec.Command(tool, "test", "rules", "test.yaml")
	}
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

const shopYAML = `openapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
  x-bylaw-owner: team-orders
paths:
  /orders:
    get:
      operationId: listOrders
      x-bylaw-slo: 99.9% < 300ms
      responses: {'200': {description: ok}}
    post:
      operationId: createOrder
      x-bylaw-slo: 99.9% < 300ms
      responses: {'201': {description: ok}}
  /orders/{order}:
    get:
      x-bylaw-slo: 99%
      x-bylaw-owner: team-read
      parameters: [{name: order, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok}}
    delete:
      operationId: deleteOrder
      parameters: [{name: order, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: ok}}
`

const shopProto = `syntax = "proto3";
package shop.v1;
import "bylaw/options.proto";
option (bylaw.file) = { owner: "team-orders" slo: "99.9% < 300ms" };
service Orders {
  rpc Get(Request) returns (Request);
  rpc Watch(Request) returns (stream Request);
  rpc Export(Request) returns (Request) { option (bylaw.method).slo = "99% < 2s"; }
}
service Admin {
  option (bylaw.service) = { slo: "95%" owner: "team-admin" };
  rpc Purge(Request) returns (Request);
}
message Request { string name = 1; }
`
