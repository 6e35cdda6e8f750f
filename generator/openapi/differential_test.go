package openapi

import (
	"bytes"
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestMessages has random messages written by protojson, and judged by the schema that is exported of their type.
func TestMessages(t *testing.T) {
	types, messages := 0, 0
	judge := func(tree source.Tree, files []string) {
		for _, linked := range link(t, tree, files) {
			n, m := linked.judge(t)
			types, messages = types+n, messages+m
		}
	}
	judge(memory{"api.proto": typesOnly}, []string{"api.proto"})
	corpus := openFolder(t, filepath.Join(sharedtest.Corpus(t), "googleapis"))
	for _, name := range []string{
		"google/pubsub/v1/pubsub.proto", "google/cloud/kms/v1/service.proto", "google/firestore/v1/firestore.proto",
		"google/spanner/v1/spanner.proto", "google/logging/v2/logging.proto", "google/cloud/talent/v4/job_service.proto",
	} {
		judge(corpus, []string{name})
	}
	t.Logf("%d messages of %d types", messages, types)
	if types < 240 {
		t.Errorf("only %d types were judged", types)
	}
}

// typesOnly has every type that ProtoJSON writes in a way of its own, and no rules.
const typesOnly = `
edition = "2023";
package types.v1;
import "google/api/annotations.proto";
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
service Types { rpc Echo(All) returns (All) { option (google.api.http) = {post: "/v1/echo" body: "*"}; } }
message All {
  double a = 1; float b = 2; int32 c = 3; int64 d = 4; uint32 e = 5; uint64 f = 6; sint32 g = 7; sint64 h = 8;
  fixed32 i = 9; fixed64 j = 10; sfixed32 k = 11; sfixed64 l = 12; bool m = 13; string n = 14; bytes o = 15; Enum p = 16;
  repeated int64 q = 17; map<int64, bytes> r = 18; map<bool, All> s = 19; map<string, Enum> t = 20;
  google.protobuf.Any u = 21; google.protobuf.Duration v = 22; google.protobuf.FieldMask w = 23; google.protobuf.Struct x = 24;
  google.protobuf.Value y = 25; google.protobuf.ListValue z = 26; google.protobuf.Timestamp aa = 27;
  google.protobuf.Int64Value bb = 28; google.protobuf.BytesValue cc = 29; google.protobuf.BoolValue dd = 30; google.protobuf.FloatValue ee = 31;
  All ff = 32; repeated All gg = 33; All hh = 34 [features.message_encoding = DELIMITED];
  oneof one { string ii = 35; int64 jj = 36; All kk = 37; }
  oneof two { Enum ll = 38; google.protobuf.Timestamp mm = 39; }
  string snake_case_1 = 40; string named = 41 [json_name = "another"];
}
enum Enum { ENUM_UNSPECIFIED = 0; ENUM_ONE = 1; ENUM_TWO = -2; }
`

// linked is a package with its descriptors.
type linked struct {
	api   *spec.API
	files *protoregistry.Files
}

func link(t *testing.T, tree source.Tree, files []string) []linked {
	t.Helper()
	apis, sets, findings := proto.LoadLinked(context.Background(), proto.Config{Tree: tree, Files: files, ImportPaths: []string{"."}, Descriptors: true})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatal(f.Message)
		}
	}
	var all []linked
	for _, set := range sets {
		registry, err := set.Registry()
		if err != nil {
			t.Fatal(err)
		}
		for _, api := range apis {
			if !api.Imported && Bound(api) {
				all = append(all, linked{api, registry})
			}
		}
	}
	return all
}

// judge holds random messages of every component against its schema, and counts types and messages.
func (l linked) judge(t *testing.T) (types, messages int) {
	e := newExporter(l.api)
	d := e.document()
	oracle := newOracle(t, d)
	random := filler{rand.New(rand.NewPCG(1, 2))}
	for _, c := range e.schemas.found {
		if c.typ.Kind != spec.KindObject || c.variant != (variant{}) {
			continue
		}
		found, err := l.files.FindDescriptorByName(protoreflect.FullName(c.typ.ID()))
		if err != nil {
			t.Fatal(err)
		}
		types++
		for i := range 20 {
			m := random.message(found.(protoreflect.MessageDescriptor), i%4)
			text, err := protojson.MarshalOptions{AllowPartial: true}.Marshal(m)
			if err != nil {
				t.Fatalf("%s: %v", c.typ.ID(), err)
			}
			messages++
			if err := oracle.judge(t, *c.references[0], text); err != nil {
				t.Errorf("%s: %v\n%s", c.typ.ID(), err, text)
				break
			}
		}
	}
	return types, messages
}

// oracle is another's reader of the schemas of a document.
type oracle struct{ compiler *jsonschema.Compiler }

func newOracle(t *testing.T, d *Document) *oracle {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(d.JSON()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource(documentURL, document); err != nil {
		t.Fatal(err)
	}
	return &oracle{c}
}

const documentURL = "https://example.com/api.json"

// judge returns what is wrong with a value by the schema that a reference leads to.
func (o *oracle) judge(t *testing.T, reference spec.Value, text []byte) error {
	t.Helper()
	schema, err := o.compiler.Compile(documentURL + reference.Text)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}
