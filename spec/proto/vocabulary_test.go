package proto_test

import (
	"context"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

func TestCompanyOptionsMeanOurs(t *testing.T) {
	tree := memtree.New(map[string]string{
		"acme/v1/options.proto": `syntax = "proto3";
package acme.v1;
import "google/protobuf/descriptor.proto";
message Policy { string pii = 1; bool bounded = 2; }
extend google.protobuf.FieldOptions { Policy policy = 50001; string owner = 50002; }
`,
		"shop/v1/shop.proto": `syntax = "proto3";
package shop.v1;
import "acme/v1/options.proto";
import "bylaw/options.proto";
message User {
  string email = 1 [(acme.v1.policy) = {pii: "contact"}, (acme.v1.owner) = "crm"];
  string phone = 2 [(acme.v1.policy).pii = "contact", (bylaw.field).pii = "identifier"];
  string note = 3 [(acme.v1.policy).bounded = true];
  string plain = 4;
}
`,
	})
	apis, findings := proto.Load(context.Background(), proto.Config{
		Tree: tree, Files: []string{"shop/v1/shop.proto"},
		Options: map[string]string{"acme.v1.policy.pii": "pii", "acme.v1.policy.bounded": "bounded", "acme.v1.owner": "owner"},
	})
	for _, f := range findings {
		t.Errorf("%s: %s", f.Rule, f.Message)
	}
	for _, api := range apis {
		if api.Name != "shop.v1" {
			continue
		}
		fields := api.Types[0].Fields
		if p := fields[0].Policy; p == nil || p.PII != "contact" || p.Owner != "crm" {
			t.Errorf("email: %+v", p)
		}
		if p := fields[1].Policy; p == nil || p.PII != "identifier" {
			t.Errorf("phone: bylaw's own option must count: %+v", p)
		}
		if p := fields[2].Policy; p == nil || p.Bounded == nil || !*p.Bounded {
			t.Errorf("note: %+v", p)
		}
		if p := fields[3].Policy; p != nil {
			t.Errorf("plain: %+v", p)
		}
		return
	}
	t.Fatal("the package was not loaded")
}
