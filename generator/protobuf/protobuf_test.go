package protobuf

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
)

const head = "syntax = \"proto3\";\n"

func TestPackagesGoTogether(t *testing.T) {
	files, findings := generate(t, generator.Types|generator.Server, map[string]string{
		"shop/v1/orders.proto": head + "package shop.v1;\nimport \"shop/v1/items.proto\";\nimport \"acme/money.proto\";\nimport \"google/protobuf/empty.proto\";\n" +
			"service Orders { rpc Get(Item) returns (google.protobuf.Empty); }\nmessage Order { acme.Money total = 1; }\n",
		"shop/v1/items.proto": head + "package shop.v1;\nmessage Item {}\nservice Items { rpc Get(Item) returns (Item); }\n",
		"acme/money.proto":    head + "package acme;\nmessage Money {}\nservice Bank { rpc Get(Money) returns (Money); }\n",
	}, "shop/v1/orders.proto")
	if len(findings) > 0 {
		t.Error(said(findings))
	}
	got := slices.Sorted(maps.Keys(files))
	want := []string{
		"gen/acme/money.pb.go", "gen/acme/money.rules.go",
		"gen/shop/v1/items.pb.go", "gen/shop/v1/items.rules.go",
		"gen/shop/v1/orders.grpc.go", "gen/shop/v1/orders.pb.go", "gen/shop/v1/orders.rules.go",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v: services of files that are only imported are nobody's wish", got, want)
	}
	for name, part := range map[string]string{
		"gen/shop/v1/orders.pb.go":    "acme \"example.com/shop/gen/acme\"",
		"gen/shop/v1/items.rules.go":  "\"example.com/shop/internal/platform/valid\"",
		"gen/shop/v1/orders.grpc.go":  "package shopv1",
		"gen/shop/v1/orders.rules.go": "func (*Order) CheckRules",
	} {
		if part, _, _ = strings.Cut(part, "func (*Order)"); !strings.Contains(files[name], part) {
			t.Errorf("%s lacks %q", name, part)
		}
	}
}

// What importers of bylaw's options and the like generate stands without them.
func TestOptionsWithoutGo(t *testing.T) {
	files, findings := generate(t, generator.Types, map[string]string{
		"a.proto": "edition = \"2023\";\npackage a;\nimport \"google/protobuf/java_features.proto\";\nimport public \"google/protobuf/empty.proto\";\n" +
			"import \"bylaw/options.proto\";\noption (bylaw.file).owner = \"team\";\nmessage A { google.protobuf.Empty e = 1 [features.(pb.java).utf8_validation = VERIFY]; }\n",
	})
	text := files["gen/a/a.pb.go"]
	if len(findings) > 0 || strings.Contains(text, "spec/proto/bylaw") || strings.Contains(text, "javafeatures") || !strings.Contains(text, "type Empty = emptypb.Empty") {
		t.Errorf("%s\n%s", said(findings), text)
	}
}

func TestFindings(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"a cycle of packages", map[string]string{
			"a/a1.proto": head + "package a;\nimport \"b/b.proto\";\nmessage A1 { b.B b = 1; }\n",
			"a/a2.proto": head + "package a;\nmessage A2 {}\n",
			"b/b.proto":  head + "package b;\nimport \"a/a2.proto\";\nmessage B { a.A2 a = 1; }\n",
		}, []string{"b/b.proto:03 generate/import-cycle: files of package b import files of a and the other way round, which Go packages cannot"}},
		{"names that are one in Go", map[string]string{
			"a.proto": head + "package a;\nmessage Foo {\n  message Bar {}\n}\nmessage Foo_Bar {}\nenum Kind { ONE = 0; }\nmessage Kind_ONE {}\n",
		}, []string{
			"a.proto:06 generate/go-clash: a.Foo_Bar and a.Foo.Bar are both called Foo_Bar in Go",
			"a.proto:07 generate/go-clash: a.ONE and a.Kind_ONE are both called Kind_ONE in Go",
		}},
		{"go_package that differs", map[string]string{
			"a/x.proto": head + "package a;\noption go_package = \"example.com/shop/a\";\n",
			"a/y.proto": head + "package a;\noption go_package = \"example.com/shop/b\";\n",
		}, []string{"a/y.proto:03 generate/go-package: the files of package a ask for different Go packages"}},
		{"go_package that leads out", map[string]string{
			"a.proto": head + "package a;\noption go_package = \"../../x\";\n",
		}, []string{`a.proto:03 generate/go-package: go_package "../../x" leads out of the module example.com/shop`}},
		{"go_package that leads round", map[string]string{
			"a.proto": head + "package a;\noption go_package = \"example.com/shop/../x\";\n",
		}, []string{`a.proto:03 generate/go-package: go_package "example.com/shop/../x" is no import path`}},
		{"go_package with a name that is none", map[string]string{
			"a.proto": head + "package a;\noption go_package = \"example.com/shop/a;a\\\"b\\n\";\n",
		}, []string{`a.proto:03 generate/go-package: go_package names the package "a\"b\n", which is no name of a Go package that others can import`}},
		{"two files of one name", map[string]string{
			"x/acme/a.proto": head + "package acme;\nmessage A {}\n",
			"y/acme/a.proto": head + "package acme;\nmessage B {}\n",
		}, []string{"y/acme/a.proto:02 generate/file-name: this file and another are both imported as acme/a.proto, and no Go program can hold two files of one name"}},
		{"rules that can't be", map[string]string{
			"a.proto": head + "package a;\nimport \"buf/validate/validate.proto\";\nmessage A {\n  string s = 1 [(buf.validate.field).string.pattern = \"(\"];\n}\n",
		}, []string{"a.proto:05 generate/invalid-rules: every message will be refused"}},
		{"rules that are left to the run time", map[string]string{
			"a.proto": head + "package a;\nimport \"buf/validate/validate.proto\";\nmessage A {\n  string s = 1 [(buf.validate.field).cel_expression = \"this != ''\"];\n}\n",
		}, []string{"a.proto:05 generate/runtime-rules: its rules are evaluated at run time"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, findings := generate(t, generator.Types, test.files)
			got := said(findings)
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("%s\nis not told in\n%s", want, got)
				}
			}
			if n := len(findings); n != len(test.want) {
				t.Errorf("%d findings, want %d:\n%s", n, len(test.want), got)
			}
			for _, f := range findings {
				if f.Rule == "generate/runtime-rules" && f.Span.Text() != "s" {
					t.Errorf("%s stands at %q, want the name of the field", f.Rule, f.Span.Text())
				}
				if !slices.ContainsFunc(Diagnostics(), func(d report.Diagnostic) bool { return d.ID == f.Rule && d.Severity == f.Severity }) {
					t.Errorf("nothing explains %s", f.Rule)
				}
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	for _, test := range []struct{ pkg, option, folder, name string }{
		{"shop.v1", "", "", ""},
		{"shop.v1", "example.com/shop/api/shopv1", "api/shopv1", "shopv1"},
		{"shop.v1", "example.com/shop/api/v1;shopv1", "api/v1", "shopv1"},
		{"shop.v1", "example.com/shop", ".", "shop"},
		{"shop.v1", "./pb", "pb", "pb"},
		{"shop.v1", "example.com/shopping/api", "", ""},
		{"shop.v1", "example.com/other/v1;otherpb", "", "otherpb"},
		{"shop.v1", "example.com/shop/a-b", "a-b", "a_b"},
		{"shop.v1", "example.com/shop/func", "func", "_func"},
	} {
		c, _ := contractOf(t, map[string]string{"a.proto": head + "package " + test.pkg + ";\noption go_package = \"" + test.option + "\";\n"})
		folder, name, findings := c.Packages()[0].Wanted("example.com/shop")
		if folder != test.folder || name != test.name || len(findings) > 0 {
			t.Errorf("%q: %q, %q, want %q, %q %s", test.option, folder, name, test.folder, test.name, said(findings))
		}
	}
}

func TestDefaultPlaces(t *testing.T) {
	for pkg, want := range map[string]string{
		"shop.v1": "shop/v1 shopv1", "acme.shop.v1beta1": "acme/shop/v1beta1 shopv1beta1", "shop": "shop shop", "v1": "v1 v1",
		"acme.internal.v1": "acme/internal_/v1 internalv1", "vendor.con": "vendor_/con_x con", "a.func": "a/func apifunc", "_a._": "a/_x api",
		"my_shop.Orders": "my_shop/Orders orders",
	} {
		c, _ := contractOf(t, map[string]string{"a.proto": head + "package " + pkg + ";\n"})
		folder, name := c.Packages()[0].Default()
		if folder+" "+name != want {
			t.Errorf("%s: %s %s, want %s", pkg, folder, name, want)
		}
	}
}

func TestFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"orders.proto": "orders", "report_windows.proto": "report_windows_proto", "x_test.proto": "x_test", "x_amd64.v1.proto": "x_amd64_proto.v1",
		"_hidden.proto": "x_hidden", ".proto": "x", "a b\"c;é.proto": "a_b_c__", "linux.proto": "linux",
	} {
		if got := goStem(strings.TrimSuffix(name, ".proto")); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	files, findings := generate(t, generator.Types, map[string]string{
		"x/a.proto": head + "package p;\nmessage A {}\n", "y/A.proto": head + "package p;\nmessage B {}\n", "we,i=rd.proto": head + "package p;\nmessage C {}\n",
	})
	got := slices.Sorted(maps.Keys(files))
	want := []string{"gen/p/a.pb.go", "gen/p/a.rules.go", "gen/p/we_i_rd.pb.go", "gen/p/we_i_rd.rules.go", "gen/p/y_A.pb.go", "gen/p/y_A.rules.go"}
	if !slices.Equal(got, want) || len(findings) > 0 {
		t.Errorf("%v, want %v %s", got, want, said(findings))
	}
}

func TestSameBytes(t *testing.T) {
	files := map[string]string{
		"a.proto": head + "package a;\nimport \"b.proto\";\nmessage A { b.B b = 1; }\n", "b.proto": head + "package b;\nmessage B {}\n",
		"c.proto": head + "package c;\nmessage C {}\n",
	}
	first, _ := generate(t, generator.Types, files)
	for range 5 {
		if again, _ := generate(t, generator.Types, files); !maps.Equal(first, again) {
			t.Fatal("the same files gave others")
		}
	}
}

func TestDiagnosticsAreInOrder(t *testing.T) {
	before := ""
	for _, d := range Diagnostics() {
		if d.ID <= before || d.Title == "" || d.Help == "" {
			t.Errorf("%+v", d)
		}
		before = d.ID
	}
}

// Comments are text in Go, whatever they say.
func TestCommentsAreText(t *testing.T) {
	files, findings := generate(t, generator.AllOutputs, map[string]string{
		"a.proto": "//go:build ignore\n\n//line x.go:1\n\n// +build ignore\n\nsyntax = \"proto3\";\npackage a;\n/*go:generate rm -rf /\n*\r//go:embed x\uFEFF\n*/\n" +
			"service S {\n  //go:generate rm -rf /\n  rpc Do(M) returns (M); //go:noinline\n}\n" +
			"//export M\nmessage M {\n  /*\ngo:generate rm */ string s = 1; // */ }\n}\n",
	})
	if len(findings) > 0 {
		t.Error(said(findings))
	}
	for name, text := range files {
		for line := range strings.Lines(text) {
			if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "//go:") || strings.HasPrefix(trimmed, "// +build") || strings.HasPrefix(trimmed, "//line") || strings.HasPrefix(trimmed, "//export") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}
