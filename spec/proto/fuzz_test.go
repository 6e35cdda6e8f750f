package proto

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// FuzzLoad reads a file that another one depends on. Whatever it holds, the other one is read,
// places lie in their files, and names stand where the model says.
func FuzzLoad(f *testing.F) {
	for _, seed := range fuzzSeeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if len(content) > 1<<16 {
			t.Skip("longer than a fuzzed file needs to be")
		}
		tree := memtree.New(map[string]string{
			"a.proto": content,
			"b.proto": `syntax = "proto3"; package b; import "a.proto"; message B { B self = 1; M other = 2; }`,
		})
		apis, findings := Load(context.Background(), Config{Tree: tree, Files: []string{"a.proto", "b.proto"}})
		for _, found := range findings {
			if found.Rule == report.Internal || found.Span.IsZero() || found.Message == "" {
				t.Errorf("%s: %s", found.Rule, found.Message)
			}
		}
		self := false
		for _, api := range apis {
			checkModel(t, api)
			self = self || api.Name == "b" && !api.Imported
		}
		if !self {
			t.Error("the file that depends on it was not read")
		}
	})
}

func checkModel(t *testing.T, api *spec.API) {
	node := func(n *spec.Node) {
		if n.Syntax == nil || n.NameSpan.IsZero() {
			return
		}
		// A group's field is written like its message.
		if text := n.NameSpan.Text(); n.Name != "" && !strings.EqualFold(text, n.Name) && !strings.HasSuffix(n.Name, ".proto") {
			t.Errorf("%s stands at %q", n.ID(), text)
		}
		if !utf8.ValidString(n.Doc) {
			t.Errorf("the documentation of %s is not UTF-8", n.ID())
		}
		for _, a := range n.Syntax.Attributes() {
			n.Attr(a.Name)
			n.Syntax.Removal(a.Name)
		}
		if at, _, ok := n.Syntax.Insertion("deprecated", "true"); ok {
			inFile(t, at)
		}
		inFile(t, n.Span)
	}
	spec.Walk(api, &spec.Visitor{
		Document:  func(d *spec.Document) { node(&d.Node) },
		Service:   func(s *spec.Service) { node(&s.Node) },
		Operation: func(o *spec.Operation) { node(&o.Node) },
		OneOf:     func(o *spec.OneOf) { node(&o.Node) },
		EnumValue: func(v *spec.EnumValue) { node(&v.Node) },
		Type:      func(t *spec.Type) { node(&t.Node) },
		Field: func(f *spec.Field) {
			node(&f.Node)
			if f.Type == nil {
				t.Errorf("%s has no type", f.ID())
			}
		},
	})
}

func inFile(t *testing.T, s source.Span) {
	if s.File != nil && (s.Start < 0 || s.End < s.Start || int(s.End) > len(s.File.Content)) {
		t.Errorf("span %d to %d of %d bytes", s.Start, s.End, len(s.File.Content))
	}
}

func fuzzSeeds() []string {
	const head = "syntax = \"proto3\";\npackage a;\n"
	return []string{
		"", "\xEF\xBB\xBF", "\xFF\xFEs\x00", "\x00", "// only a comment", "/*", `"`, "'\\", ";", "}", "syntax",
		head, Options, head + "import \"0\"; \x01", head + "import \"b.proto\"; message M { ' ",
		head + "message M {", head + "message M { string a = ", head + "message M { string a = 1 [", head + "enum E { A = -", head + "service S { rpc R(",
		head + "import \"a.proto\"; import \"b.proto\"; message M {}",
		head + "import \"google/api/annotations.proto\"; service S { rpc R(M) returns (M) { option (google.api.http) = {get: \"/{a=b/*}:c\" additional_bindings {custom {kind: \"X\" path: \"/\"}}}; } } message M {}",
		head + "import \"buf/validate/validate.proto\"; message M { map<string, M> m = 1 [(buf.validate.field).map.keys.string.min_len = 1, (buf.validate.field) = {}]; oneof o { M n = 2; } reserved 3 to max, \"x\"; }",
		head + "import \"bylaw/options.proto\"; message M { /* a */ string a = 1 /* b */ [ /* c */ (bylaw.field) = { max_items: 1 } /* d */ ] /* e */; // f\n }",
		"syntax = \"proto2\"; message M { optional group G = 1 { required int32 x = 1; } extensions 100 to max; extend M { optional G2 g = 100; optional group G2 = 101 {} } }",
		"edition = \"2023\"; option features.field_presence = IMPLICIT; message M { string a = 1 [features.field_presence = EXPLICIT]; export int32 b = 2; }",
		"edition = \"2024\"; export message M {}",
		"extend A{A A=0;}", "\"\\\xfd",
		head + strings.Repeat("message M {", 60) + strings.Repeat("}", 60),
		head + "option (x) = {a: [" + strings.Repeat("{a<", 100) + strings.Repeat(">}", 100) + "]};",
		head + "enum E { option allow_alias = true; A = 0x7fffffff; B = -2147483648; C = 99999999999999999999; }",
		head + "message M { double d = 1 [default = .5e-3, json_name = \"\\u00e9\\x41\\101\" 'z']; }",
	}
}
