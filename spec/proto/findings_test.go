package proto

import (
	"context"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestFindingsOfOneFile(t *testing.T) {
	const head = "syntax = \"proto3\";\npackage p;\n"
	cases := []struct {
		name, content string
		want          []string
	}{
		{"empty", "", []string{"p.proto:1:1 error empty-file: the file declares nothing (delete it, or give it a syntax line and a package)"}},
		{"only comments", "// nothing\n/* at all */\n", []string{"p.proto:1:1 error empty-file: the file declares nothing (delete it, or give it a syntax line and a package)"}},
		{"UTF-16", "\xFF\xFEs\x00y\x00", []string{"p.proto:1:1 error not-utf8: the file is encoded in UTF-16 (convert to UTF-8)"}},
		{"UTF-16, big end first", "\xFE\xFF\x00s", []string{"p.proto:1:1 error not-utf8: the file is encoded in UTF-16 (convert to UTF-8)"}},
		{"UTF-32", "\xFF\xFE\x00\x00s\x00\x00\x00", []string{"p.proto:1:1 error not-utf8: the file is encoded in UTF-32 (convert to UTF-8)"}},
		{"binary", "\x7FELF\x02\x01\n\x00", []string{"p.proto:2:1 error not-utf8: the file is not text: it holds a zero byte (convert to UTF-8, or keep the file out of the linted paths)"}},
		{"Latin-1 in a comment", head + "// caf\xE9\nmessage M {}", []string{"p.proto:3:7 error not-utf8: byte 0xE9 is not UTF-8 text (convert to UTF-8)"}},
		{"no syntax line", "// c\npackage p;", []string{`p.proto:2:1 warning missing-syntax: the file does not say which syntax it is written in, and is read as proto2 (begin it with syntax = "proto3"; or syntax = "proto2";)`}},
		{"edition 2024", "edition = \"2024\";\npackage p;\nexport message M {}\n", []string{`p.proto:1:11 error unsupported-edition: edition 2024 is not known to bylaw, so nothing in this file is checked (write the file in edition 2023, proto3 or proto2)`}},
		{"truncated", head + "message M {\n  string a = 1;\n  string b", []string{"p.proto:5:10 error syntax: a semicolon is missing behind this (end the statement with ;)"}},
		{"no closing brace", head + "message M {\n  string a = 1;\n", []string{"p.proto:4:15 error syntax: the file ends in the middle of a declaration (complete it; most often a closing brace is missing)"}},
		{"no semicolon", head + "import \"google/protobuf/any.proto\"\nmessage M {}\n", []string{"p.proto:3:8 error syntax: a semicolon is missing behind this (end the statement with ;)"}},
		{"open string", head + "option java_package = \"a;\nmessage M {}\n", []string{"p.proto:3:23 error syntax: the line ends inside of a string (close the string on its line; long ones are written as several strings in a row)"}},
		{"open comment", head + "/* never", []string{"p.proto:3:1 error syntax: this comment never ends (close it with */)"}},
		{"strange character", head + "message M { string § = 1; }", []string{"p.proto:3:20 error syntax: this character means nothing in a .proto file"}},
		{"number used twice", head + "message M {\n  string a = 1;\n  string b = 1;\n}", []string{"p.proto:5:14 error compile-error: a and b of message p.M both have number 1, so readers cannot tell their values apart (give one of them a number that has never been used)"}},
		{"name used twice", head + "message M {}\n\tmessage N {}\nmessage M {}", []string{"p.proto:5:9 error duplicate-symbol: p.M is already declared in this file (rename one of them)", "  p.proto:3:9 first declared here"}},
		{"values in one scope", head + "enum A { UNKNOWN = 0; }\nenum B { UNKNOWN = 0; }", []string{"p.proto:4:10 error duplicate-symbol: p.UNKNOWN is already declared in this file; enum values are names in the scope around their enum (begin the value's name with that of its enum)", "  p.proto:3:10 first declared here"}},
		{"unknown type", head + "message Order {\n  Odrer a = 1;\n}", []string{"p.proto:4:3 error unresolved-reference: type Odrer is declared neither here nor in what this file imports (did you mean Order?)"}},
		{"type that is built in", head + "message M {\n  google.type.Money a = 1;\n}", []string{`p.proto:4:3 error unresolved-reference: type google.type.Money is declared neither here nor in what this file imports (import "google/type/money.proto")`}},
		{"option that is built in", head + "service S {\n  rpc R(M) returns (M) { option (google.api.http) = {get: \"/\"}; }\n}\nmessage M {}", []string{`p.proto:4:34 error unresolved-reference: option google.api.http is declared neither here nor in what this file imports (import "google/api/annotations.proto")`}},
		{"option's value", head + "message M {\n  string a = 1 [deprecated = 3];\n}", []string{"p.proto:4:30 error compile-error: field p.M.a: option deprecated: expecting bool, got integer"}},
		{"imports itself", head + "import \"p.proto\";", []string{`p.proto:3:8 error import-cycle: "p.proto" leads back to this file, so neither of them can be compiled (move what both need into a file that imports neither)`}},
		{"messages too deep", head + strings.Repeat("message M { ", 40) + strings.Repeat("}", 40), []string{"p.proto:3:373 error too-deep: messages are nested more than 31 levels deep here, which no protobuf compiler accepts (move the inner messages out)"}},
		{"brackets too deep", head + "option (o) = {" + strings.Repeat("a{", 10000) + strings.Repeat("}", 10000) + "};", []string{"p.proto:3:1014 error too-deep: brackets are nested more than 500 levels deep here"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			load(t, map[string]string{"p.proto": c.content}).wantFindings(c.want...)
		})
	}
}

func TestHugeFiles(t *testing.T) {
	for name, content := range map[string]string{
		"100 MB":                          strings.Repeat("message M {}\n", 8<<20),
		"too many tokens":                 strings.Repeat(";", 5<<20),
		"comments on one endless line":    `syntax = "proto3";` + strings.Repeat("/**/;", 1<<20),
		"10,000 levels without an end":    `syntax = "proto3";` + strings.Repeat("message M {", 10000),
		"10,000 closing brackets":         `syntax = "proto3";` + strings.Repeat("}", 10000),
		"a million imports":               `syntax = "proto3";` + strings.Repeat("import \"x\";\n", 1<<20),
		"garbage":                         strings.Repeat("!@#$ %^&* foo ", 1<<16),
		"one identifier of eight million": "message " + strings.Repeat("M", 8<<20),
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := Load(context.Background(), Config{Tree: memtree.New(map[string]string{"p.proto": content}), Files: []string{"p.proto"}})
			if len(findings) == 0 || len(findings) > 2*maxSyntaxErrors {
				t.Errorf("%d findings", len(findings))
			}
			for _, f := range findings {
				if f.Span.IsZero() || f.Rule == report.Internal {
					t.Errorf("%s: %s", f.Rule, f.Message)
				}
			}
		})
	}
}

func TestManyUnknownNames(t *testing.T) {
	l := load(t, map[string]string{"p.proto": "syntax = \"proto3\"; package p; message M { oneof o {\n" + strings.Repeat("Nope nope = 1;\n", 150) + "} }"})
	if got := l.lines(); len(got) < maxUnknown+1 || !strings.Contains(strings.Join(got, "\n"), "50 more names of this file are unknown") {
		t.Errorf("%d findings: %s", len(got), strings.Join(got, "\n"))
	}
}

// brokenTree cannot read its files.
type brokenTree struct{ err error }

func (t brokenTree) File(string) (*source.File, error) { return nil, t.err }
func (t brokenTree) Paths() []string                   { return nil }

func TestUnreadableFiles(t *testing.T) {
	l := loadWith(t, Config{Tree: brokenTree{context.DeadlineExceeded}, Files: []string{"a.proto"}})
	l.wantFindings("a.proto:1:1 error unreadable: the file cannot be read: context deadline exceeded")
	l = loadWith(t, Config{Tree: brokenTree{source.ErrTooLarge}, Files: []string{"a.proto"}})
	l.wantFindings("a.proto:1:1 error file-too-large: larger than 64 MiB, the most that is read of one file (split the file)")
	l = loadWith(t, Config{Tree: memtree.New(nil), Files: []string{"a.proto", "../b.proto"}})
	l.wantFindings("../b.proto:1:1 error unreadable: the file cannot be read: ../b.proto: invalid argument", "a.proto:1:1 error unreadable: there is no such file")
}

// One broken file spoils nothing but itself: what depends on it is still read as far as it can be.
func TestBrokenFilesSpoilNothingElse(t *testing.T) {
	l := load(t, map[string]string{
		"a/uses.proto": `syntax = "proto3";
package a;
import "a/broken.proto";
import "a/missing.proto";
import "a/binary.proto";
import "google/api/field_behavior.proto";
message Uses {
  Known known = 1 [(google.api.field_behavior) = REQUIRED];
  Missing missing = 2 [(missing.option) = true];
  Uses self = 3;
}
service S { rpc R(Uses) returns (Missing); }
`,
		"a/broken.proto": `syntax = "proto3";
package a;
message Known { string name = 1; }
message Broken { string = 1; }
`,
		"a/binary.proto": "\x00",
		"a/fine.proto":   `syntax = "proto3"; package a; message Fine { string x = 1; }`,
	})
	l.wantFindings(
		"a/binary.proto:1:1 error not-utf8: the file is not text: it holds a zero byte (convert to UTF-8, or keep the file out of the linted paths)",
		`a/broken.proto:4:25 error syntax: unexpected '='`,
		`a/uses.proto:4:8 error missing-import: "a/missing.proto" was not found, so types from it are unknown (vendor the file, or add the folder that it is relative to with --proto-path)`,
	)
	known := l.field("a.Uses.known")
	equal(t, "behavior", known.Behavior, spec.BehaviorRequired)
	equal(t, "type from the broken file", known.Type.Target.Fields[0].Name, "name")
	equal(t, "missing type", l.field("a.Uses.missing").Type.Target == nil, true)
	equal(t, "missing type as it is written", l.field("a.Uses.missing").Type.Ref, "Missing")
	equal(t, "type of its own", l.field("a.Uses.self").Type.Target, l.typ("a.Uses"))
	equal(t, "missing response", l.operation("a.S.R").ResponseType().Kind, spec.KindReference)
	equal(t, "fine file", l.field("a.Fine.x").Name, "x")
	if l.types["a.Known"] != nil {
		t.Error("the broken file is linted")
	}
}

func TestSymbolsDeclaredTwice(t *testing.T) {
	l := load(t, map[string]string{
		"a.proto": `syntax = "proto3"; package p;
message Same { string first = 1; }
enum E { E_UNSPECIFIED = 0; }
`,
		"b.proto": `syntax = "proto3"; package p;
message Same { string second = 1; }
message Other { Same same = 1; }
enum F { E_UNSPECIFIED = 0; }
`,
		"c.proto": `syntax = "proto3"; package q; import "a.proto"; import "b.proto"; message UsesBoth { p.Other other = 1; p.Same same = 2; Nope nope = 3; string old = 4 [deprecated = 4]; }`,
		"copy/a.proto": `syntax = "proto3"; package p;
message Same { string first = 1; }
enum E { E_UNSPECIFIED = 0; }
`,
	})
	l.wantFindings(
		"b.proto:2:9 error duplicate-symbol: p.Same is already declared in a.proto, so this declaration is not linted (rename one, or keep one of the files out of the linted paths)",
		"  a.proto:2:9 first declared here",
		"b.proto:4:10 error duplicate-symbol: p.E_UNSPECIFIED is already declared in a.proto; enum values are names in the scope around their enum (begin the value's name with that of its enum)",
		"  a.proto:3:10 first declared here",
		"c.proto:1:122 error unresolved-reference: type Nope is declared neither here nor in what this file imports (correct the name, or import the file that declares it)",
		"c.proto:1:166 error compile-error: field q.UsesBoth.old: option deprecated: expecting bool, got integer",
		"copy/a.proto:2:9 info duplicate-symbol: this file is a copy of a.proto, and is not linted a second time (delete one of them, or keep the copy out of the linted paths)",
		"  a.proto:2:9 first declared here",
	)
	equal(t, "the first declaration counts", l.typ("p.Same").Fields[0].Name, "first")
	equal(t, "a use sees its own file first", l.field("p.Other.same").Type.Target.Fields[0].Name, "second")
	equal(t, "values", len(l.typ("p.F").Values), 1)
}

// Two services of one repository may each have their copy of a file: they are not compiled together.
func TestVendoredCopiesDoNotClash(t *testing.T) {
	l := load(t, map[string]string{
		"one/svc.proto":                  message("one", "S", "shared/x.proto"),
		"two/svc.proto":                  message("two", "S", "shared/x.proto"),
		"one/third_party/shared/x.proto": message("shared", "X"),
		"two/third_party/shared/x.proto": message("shared", "X") + " message Newer {}",
	}, "one/svc.proto", "two/svc.proto")
	l.wantFindings()
}

func TestExtensionNumbersTakenTwice(t *testing.T) {
	l := load(t, map[string]string{
		"a.proto": `syntax = "proto3"; package a; import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { string one = 50001; }`,
		"b.proto": `syntax = "proto3"; package b; import "a.proto"; import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { string two = 50001; }`,
		"c.proto": `syntax = "proto3"; package c; import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { string three = 50001; }`,
	})
	l.wantFindings(
		"b.proto:1:137 error compile-error: b.two and a.one both extend google.protobuf.FieldOptions with number 50001, so their values cannot be told apart (choose another number)",
		"  a.proto:1:119 the number is taken here",
	)
}

func TestImportCycles(t *testing.T) {
	l := load(t, map[string]string{
		"a.proto": `syntax = "proto3"; package p; import "b.proto"; message A { B b = 1; }`,
		"b.proto": `syntax = "proto3"; package p; import "c.proto"; message B { C c = 1; }`,
		"c.proto": `syntax = "proto3"; package p; import "a.proto"; message C { A a = 1; }`,
	})
	l.wantFindings(`c.proto:1:38 error import-cycle: "a.proto" leads back to this file, so neither of them can be compiled (move what both need into a file that imports neither)`)
	equal(t, "type across the cycle", l.field("p.C.a").Type.Target, l.typ("p.A"))
}

func TestCancelledLoadReturns(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	apis, findings := Load(ctx, Config{Tree: memtree.New(map[string]string{"a.proto": message("a", "A")}), Files: []string{"a.proto"}})
	if len(findings) > 0 || len(apis) > 1 {
		t.Errorf("%d APIs, findings %v", len(apis), findings)
	}
}
