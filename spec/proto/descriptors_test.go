package proto

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	protobuf "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// described loads files and returns the descriptors of the chosen ones.
func described(t *testing.T, files map[string]string, chosen ...string) []*Descriptors {
	t.Helper()
	_, sets, _ := LoadLinked(context.Background(), Config{Tree: memtree.New(files), Files: chosen, Descriptors: true})
	return sets
}

func names(d *Descriptors) (names []string) {
	for _, f := range d.Files {
		names = append(names, f.GetName())
	}
	return names
}

func TestDescriptors(t *testing.T) {
	sets := described(t, map[string]string{
		"api/proto/shop/v1/orders.proto": `syntax = "proto3";
package shop.v1;
import "shop/v1/items.proto";
import "google/api/annotations.proto";
import "buf/validate/validate.proto";
import "acme/policy.proto";
// Orders takes orders.
service Orders {
  // Get returns one.
  rpc Get(Item) returns (Item) { option (google.api.http) = { get: "/v1/{name}" }; option (acme.team) = "orders"; }
}
message Order { string customer = 1 [(buf.validate.field).string.min_len = 3]; }
`,
		"api/proto/shop/v1/items.proto": "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { string name = 1; }\n",
		"api/proto/acme/policy.proto": "syntax = \"proto2\";\npackage acme;\nimport \"google/protobuf/descriptor.proto\";\n" +
			"extend google.protobuf.MethodOptions { optional string team = 50123; }\n",
		"other/lone.proto": "edition = \"2023\";\nmessage Lone {}\n",
	}, "api/proto/shop/v1/orders.proto", "other/lone.proto")
	if len(sets) != 2 {
		t.Fatalf("%d sets, want 2", len(sets))
	}
	shop, lone := sets[0], sets[1]
	want := []string{
		"shop/v1/items.proto", "google/protobuf/descriptor.proto", "google/api/http.proto", "google/api/annotations.proto",
		"google/protobuf/duration.proto", "google/protobuf/field_mask.proto", "google/protobuf/timestamp.proto", "buf/validate/validate.proto",
		"acme/policy.proto", "shop/v1/orders.proto",
	}
	got := names(shop)
	if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		t.Errorf("the files are %v, want %v", got, want)
	}
	if !slices.Equal(shop.Chosen, []string{"shop/v1/orders.proto"}) || shop.Paths["shop/v1/orders.proto"] != "api/proto/shop/v1/orders.proto" {
		t.Errorf("chosen are %v at %v", shop.Chosen, shop.Paths)
	}
	if !shop.Builtin["google/api/http.proto"] || shop.Builtin["shop/v1/items.proto"] || len(shop.Paths) != 3 {
		t.Errorf("%v are built in, %v in the tree", shop.Builtin, shop.Paths)
	}
	if got := names(lone); !slices.Equal(got, []string{"other/lone.proto"}) {
		t.Errorf("the lone file is %v", got)
	}
	registry, err := shop.Registry()
	if err != nil {
		t.Fatal(err)
	}
	method := find(t, registry, "shop.v1.Orders.Get")
	rule, _ := protobuf.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule)
	if rule.GetGet() != "/v1/{name}" {
		t.Errorf("the rule is %v", rule)
	}
	if unknown := method.Options().ProtoReflect().GetUnknown(); len(unknown) == 0 {
		t.Error("an option that is not this program's is lost")
	}
	customer := find(t, registry, "shop.v1.Order.customer")
	if rules, _ := protobuf.GetExtension(customer.Options(), validate.E_Field).(*validate.FieldRules); rules.GetString().GetMinLen() != 3 {
		t.Errorf("the rules are %v", rules)
	}
	if said := method.ParentFile().SourceLocations().ByDescriptor(method).LeadingComments; said != " Get returns one.\n" {
		t.Errorf("the comment is %q", said)
	}
}

func find(t *testing.T, in interface {
	FindDescriptorByName(protoreflect.FullName) (protoreflect.Descriptor, error)
}, name protoreflect.FullName) protoreflect.Descriptor {
	t.Helper()
	found, err := in.FindDescriptorByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What is wrong, or needs what is wrong, is left out, and nothing else is.
func TestDescriptorsLeaveOutWhatIsWrong(t *testing.T) {
	sets := described(t, map[string]string{
		"a.proto":     "syntax = \"proto3\";\nimport \"b.proto\";\nmessage A { B b = 1; }\n",
		"b.proto":     "syntax = \"proto3\";\nimport \"c.proto\";\nmessage B { Nothing n = 1; }\n",
		"c.proto":     "syntax = \"proto3\";\nmessage C {}\n",
		"loop1.proto": "syntax = \"proto3\";\nimport \"loop2.proto\";\nmessage L1 {}\n",
		"loop2.proto": "syntax = \"proto3\";\nimport \"loop1.proto\";\nmessage L2 {}\n",
	}, "a.proto", "b.proto", "c.proto", "loop1.proto", "loop2.proto")
	var got []string
	for _, s := range sets {
		got = append(got, names(s)...)
	}
	if !slices.Equal(got, []string{"c.proto"}) {
		t.Errorf("%v are linked, want c.proto", got)
	}
}

// Names that imports give win, and no two files have the same.
func TestImportNames(t *testing.T) {
	sets := described(t, map[string]string{
		"x/a.proto":        "syntax = \"proto3\";\npackage a;\nimport \"common.proto\";\nmessage A { common.C c = 1; }\n",
		"x/common.proto":   "syntax = \"proto3\";\npackage common;\nimport \"d/common.proto\";\nmessage C { D d = 1; }\n",
		"x/d/common.proto": "syntax = \"proto3\";\npackage common;\nmessage D {}\n",
		"common.proto":     "syntax = \"proto3\";\npackage top;\nimport \"x/d/common.proto\";\nmessage T { common.D d = 1; }\n",
	}, "x/a.proto", "x/common.proto", "common.proto")
	if len(sets) != 1 {
		t.Fatalf("%d sets, want 1", len(sets))
	}
	got := map[string]string{}
	for name, at := range sets[0].Paths {
		got[at] = name
	}
	for at, want := range map[string]string{
		"x/a.proto": "x/a.proto", "x/common.proto": "common.proto", "x/d/common.proto": "d/common.proto", "common.proto": "tree/common.proto/common.proto",
	} {
		if got[at] != want {
			t.Errorf("%s is called %q, want %q", at, got[at], want)
		}
	}
	if _, err := sets[0].Registry(); err != nil {
		t.Error(err)
	}
}

// Files that lie in the folders of their package are called by them, whatever is above.
func TestUnimportedNames(t *testing.T) {
	for _, test := range []struct{ at, pkg, want string }{
		{"shop/v1/a.proto", "shop.v1", "shop/v1/a.proto"},
		{"api/shop/v1/a.proto", "shop.v1", "shop/v1/a.proto"},
		{"api/a.proto", "shop.v1", "api/a.proto"},
		{"a.proto", "shop.v1", "a.proto"},
	} {
		sets := described(t, map[string]string{test.at: "syntax = \"proto3\";\npackage " + test.pkg + ";\n"}, test.at)
		if len(sets) != 1 || sets[0].Files[0].GetName() != test.want {
			t.Errorf("%s of %s is called %v, want %s", test.at, test.pkg, sets[0].Chosen, test.want)
		}
	}
}

// Every file of googleapis comes out, and each set is one that descriptors can be made of.
func TestDescriptorsOfCorpus(t *testing.T) {
	tree := newDiskTree(t, filepath.Join(sharedtest.Corpus(t), "googleapis"))
	wanted := tree.stable()
	if os.Getenv("BYLAW_PROOF") == "" {
		t.Log("BYLAW_PROOF is not set: of google/s* only")
		wanted = slices.DeleteFunc(wanted, func(name string) bool { return !strings.HasPrefix(name, "google/s") })
	}
	_, sets, _ := LoadLinked(context.Background(), Config{Tree: tree, Files: wanted, Descriptors: true})
	files := map[string]bool{}
	for _, s := range sets {
		if _, err := s.Registry(); err != nil {
			t.Error(err)
		}
		for _, name := range s.Chosen {
			files[name] = true
		}
	}
	if len(files) != len(wanted) {
		t.Errorf("%d of %d files are linked", len(files), len(wanted))
	}
}
