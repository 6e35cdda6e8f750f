package service

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/compiler/protogen"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
)

// TestNames refuses what gRPC's Go code can't be named beside, and finds other names for what is ours.
func TestNames(t *testing.T) {
	const head = "syntax = \"proto3\";\npackage p;\noption go_package = \"trial/p\";\nmessage M {}\n"
	for _, c := range []struct {
		name, text string
		wrong      []string // elements
	}{
		{"a message like the server", "message OrdersServer {} service Orders { rpc Get(M) returns (M); }", []string{"p.Orders"}},
		{"a message like the stub", "message UnimplementedOrdersServer {} service Orders {}", []string{"p.Orders"}},
		{"a field of a oneof like the descriptor", "message Order_s { oneof o { string ServiceDesc = 1; } } service orders {}", nil},
		{"a nested message like the descriptor", "message OrderS { message ServiceDesc {} } service order_s {}", []string{"p.order_s"}},
		{"services that differ in case only", "service orders {} service Orders {}", []string{"p.Orders"}},
		{"methods that differ in underscores only", "service Orders { rpc get_one(M) returns (M); rpc GetOne(M) returns (M); }", []string{"p.Orders.GetOne"}},
		{"a method like what has to be embedded", "service Orders { rpc UnimplementedOrdersServer(M) returns (M); }", []string{"p.Orders.UnimplementedOrdersServer"}},
		{"a message like the fake", "message FakeOrders {} message FakeOrdersServer {} service Orders { rpc Get(M) returns (M); rpc GetFunc(M) returns (M); }", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.WriteFile(filepath.Join(root, "p.proto"), []byte(head+c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			plan := Lower(generated(plugin(t, linked(t, root, "p.proto"), nil)), Options{Outputs: generator.AllOutputs})
			var wrong []string
			for _, f := range plan.Findings {
				wrong = append(wrong, string(f.Element))
				if f.Severity != report.Error || f.Cure == "" {
					t.Errorf("%s: %s", f.Severity, f.Message)
				}
				t.Log(f.Message)
			}
			if !slices.Equal(wrong, c.wrong) {
				t.Errorf("findings are about %q instead of %q", wrong, c.wrong)
			}
		})
	}
}

// TestSameBytes lowers the same twice.
func TestSameBytes(t *testing.T) {
	one, two := all(t), all(t)
	for name, text := range one {
		if two[name] != text {
			t.Errorf("%s is not the same twice", name)
		}
	}
}

func all(t *testing.T) map[string]string {
	return lowered(t, generated(plugin(t, linked(t, "testdata", "hostile.proto"), nil)), generator.AllOutputs)
}

// TestNothing plans no more for files without services than that their messages travel, and only what is asked for.
func TestNothing(t *testing.T) {
	files := generated(plugin(t, linked(t, "testdata", "other.proto"), nil))
	if units := Lower(files, Options{Outputs: generator.AllOutputs}).Units; len(units) != 1 || units[0].Path != "other.roundtrip_test.go" {
		t.Errorf("%d units without a service", len(units))
	}
	files = slices.DeleteFunc(generated(plugin(t, linked(t, "testdata", "hostile.proto"), nil)), func(f *protogen.File) bool { return len(f.Services) == 0 })
	for _, c := range []struct {
		outputs  generator.Outputs
		paths    []string
		platform []string
	}{
		{generator.Types, nil, nil},
		{generator.Server, []string{"hostile.grpc.go"}, nil},
		{generator.Client, []string{"hostile.grpc.go", "hostile.client.go"}, []string{"rpcclient"}},
		{generator.Fake, []string{"hostile.grpc.go", "hostile.fake.go"}, nil},
		{generator.Server | generator.Tests, []string{"hostile.grpc.go", "hostile.roundtrip_test.go"}, []string{"roundtrip"}},
		{generator.AllOutputs, []string{"hostile.grpc.go", "hostile.client.go", "hostile.fake.go", "hostile.agreement_test.go", "hostile.roundtrip_test.go"}, []string{"agree", "roundtrip", "rpcclient"}},
	} {
		plan := Lower(files, Options{Outputs: c.outputs})
		var paths []string
		for _, u := range plan.Units {
			paths = append(paths, u.Path)
		}
		if !slices.Equal(paths, c.paths) || !slices.Equal(plan.Platform, c.platform) {
			t.Errorf("%b: %q with %q instead of %q with %q", c.outputs, paths, plan.Platform, c.paths, c.platform)
		}
	}
}

// TestComments keeps them comments.
func TestComments(t *testing.T) {
	for in, want := range map[string]string{
		" Orders takes orders.\n":     " Orders takes orders.",
		"go:generate rm -rf /\n":      " 'go:generate rm -rf /",
		"   go:build ignore\n":        " 'go:build ignore",
		" +build ignore\n":            " '+build ignore",
		"line other.go:1\n":           " line other.go:1",
		" a\r package main\u2028b\n":  " a\n package main\n b",
		" a\n\n\n\n   code()\n\n":     " a\n\n   code()",
		" \x00\u202egnirts\ufeff */ ": " gnirts */",
	} {
		if got := strings.Join(comment(protogen.Comments(in)), "\n"); got != want {
			t.Errorf("%q becomes %q instead of %q", in, got, want)
		}
	}
}
