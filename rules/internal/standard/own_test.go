package standard_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
)

func TestOwn(t *testing.T) {
	apis := linttest.Load(t, map[string]string{
		"a.proto": `syntax = "proto3";
package a.v1;
import "google/protobuf/empty.proto";
import "b.proto";
service S {
  rpc A(Alone) returns (google.protobuf.Empty);
  rpc B(Twice) returns (Answer);
  rpc C(Twice) returns (Both);
  rpc D(Both) returns (b.v1.Imported);
}
message Alone {}
message Twice {}
message Both {}
message Answer {}
`,
		"b.proto": "syntax = \"proto3\";\npackage b.v1;\nmessage Imported {}\n",
	})
	want := map[string]bool{"Alone": true, "Twice": false, "Both": false, "Answer": true, "Empty": false, "Imported": false}
	for _, api := range apis {
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if request := o.RequestType(); standard.Own(api, request) != want[request.Name] {
					t.Errorf("%s of %s: %v", request.Name, o.Name, !want[request.Name])
				}
				if answer := o.ResponseType(); standard.Own(api, answer) != want[answer.Name] {
					t.Errorf("%s of %s: %v", answer.Name, o.Name, !want[answer.Name])
				}
			}
		}
	}
}
