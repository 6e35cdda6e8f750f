package protobuf

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/templates"
)

// hostile holds names that mean something to Go, or to what is generated.
var hostile = map[string]string{
	"type/func.proto": `syntax = "proto3";
package type.func;
import "hostile_linux.proto";
import "buf/validate/validate.proto";
import "google/api/annotations.proto";
service string {
  rpc Import(range) returns (range) { option (google.api.http) = { post: "/v1/{type=a/*}:func" body: "*" }; }
  rpc type(stream range) returns (stream error);
  rpc context(error) returns (stream error) { option (google.api.http) = { get: "/v1/context" }; }
}
service Unimplemented { rpc Register(error) returns (error); }
message range {
  string type = 1 [(buf.validate.field).string.min_len = 1];
  int32 func = 2;
  string string = 3;
  bool x = 4;
  bool v = 5;
  repeated error errors = 6 [(buf.validate.field).repeated.max_items = 3];
  map<string, range> map = 7;
  oneof select {
    string reset = 8 [(buf.validate.field).string.uuid = true];
    int64 proto_message = 9 [(buf.validate.field).int64.gt = 3];
  }
  hostile.Odd descriptor = 10;
  optional string nil = 11 [json_name = "ünïcode \"quoted\" ` + "`" + `", (buf.validate.field).string.pattern = "^[\"` + "`" + `\\\\]+$"];
  string marshal = 12;
  string get_type = 13;
}
message error { error error = 1; enum int { len = 0; true = 1; } int int32 = 2; }
`,
	"hostile_linux.proto": `syntax = "proto2";
package hostile;
import "google/protobuf/descriptor.proto";
message Odd {
  required string valid = 1;
  optional group Group = 2 { optional bytes utf8 = 1 [default = "\x00\"` + "`" + `"]; }
  extensions 100 to max;
  extend Odd { optional string nested = 100; }
  message _ { optional int32 _ = 1; }
}
extend google.protobuf.FieldOptions { optional string note = 50001; }
`,
	"hybrid.proto": `edition = "2023";
package hybrid;
import "google/protobuf/go_features.proto";
import "buf/validate/validate.proto";
option features.(pb.go).api_level = API_HYBRID;
service Hybrid { rpc Do(Ask) returns (Answer); }
message Ask { string name = 1 [(buf.validate.field).string.min_len = 1]; Answer answer = 2; }
message Answer { option features.(pb.go).api_level = API_OPAQUE; int32 size = 1 [(buf.validate.field).int32.gte = 0]; oneof of { string a = 2; bool b = 3; } }
`,
	"a b/we\"ird.proto": `edition = "2023";
package hostile;
message Weird { string délégué = 1; }
`,
}

// TestHostileNames generates from names that mean something to Go: it compiles, and the tests pass that
// were generated too.
func TestHostileNames(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	contract := map[string]string{}
	for name, text := range hostile {
		contract[name] = strings.ReplaceAll(text, "délégué", "delegate")
	}
	files, findings := generate(t, generator.AllOutputs, contract)
	if slices.ContainsFunc(findings, func(f report.Finding) bool { return f.Severity == report.Error }) {
		t.Fatal(said(findings))
	}
	t.Log(said(findings))
	vet(t, files)
}

// vet compiles and tests files, with what they import, in a module of their own.
func vet(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range templates.Kit() {
		switch f.Name {
		case "go.mod":
			text, _, _ := strings.Cut(string(f.Data), "replace ")
			text = strings.Replace(text, "module "+templates.KitModule, "module example.com/shop", 1)
			write("go.mod", strings.Replace(text, "\t"+templates.SupportModule+" v0.0.0\n", "", 1))
		case "go.sum":
			write("go.sum", string(f.Data))
		}
	}
	var packages []string
	for name, text := range files {
		write(name, text)
		for _, imported := range Imports(generator.File{Path: name, Content: []byte(text)}) {
			if kit, ok := strings.CutPrefix(imported, "example.com/shop/internal/platform/"); ok {
				packages = append(packages, kit)
			}
		}
	}
	support, err := generator.Support(generator.Options{Module: "example.com/shop", Support: "internal/platform"}, packages)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range support {
		write(f.Path, string(f.Content))
	}
	for _, verb := range []string{"vet", "vet -tags=protoopaque", "test"} {
		command := exec.Command("go", append(strings.Fields(verb), "./gen/...")...)
		command.Dir = dir
		command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off")
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("go %s: %v\n%s", verb, err, out)
		}
	}
}
