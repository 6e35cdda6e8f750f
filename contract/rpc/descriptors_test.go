package rpc_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/internal/rpctest"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestDescriptors writes descriptors, and reads them again: without what only others need.
func TestDescriptors(t *testing.T) {
	text := strings.Replace(rpctest.Shop, `import "google/protobuf/timestamp.proto";`, `import "google/protobuf/timestamp.proto";
import "google/api/annotations.proto";
import "buf/validate/validate.proto";`, 1)
	text = strings.Replace(text, "string id = 1;", "string id = 1 [(buf.validate.field).string.max_len = 77];", 2)
	set := rpctest.Load(t, text)
	d, err := set.FindDescriptorByName("shop.v1.Orders")
	if err != nil {
		t.Fatal(err)
	}
	made := rpc.DescriptorsOf(d.(protoreflect.ServiceDescriptor), text)
	content, err := base64.StdEncoding.DecodeString(made.Encoded)
	if err != nil || len(made.Key) != 32 || len(content) > 3000 || strings.Contains(string(content), "validate") {
		t.Errorf("%d bytes, %s, %v", len(content), made.Key, err)
	}
	c := &contract.Contract{Metadata: []spec.Member{rpc.Plugins([]rpc.Descriptors{made})}}
	plugins := contract.Object(spec.Member{Key: "protobuf", Value: contract.Object(
		spec.Member{Key: "descriptorKey", Value: contract.Text(made.Key)}, spec.Member{Key: "service", Value: contract.Text("Orders/Get")})})
	i := &contract.Interaction{Kind: contract.SyncMessage, Transport: "grpc", Plugins: plugins}
	files, err := rpc.NewLibrary(nil).Files(c, i)
	if err != nil {
		t.Fatal(err)
	}
	m, err := rpc.Method(files, i)
	if err != nil {
		t.Fatal(err)
	}
	whole := `{"id":"a","total_cents":1,"create_time":{"seconds":5},"lines":[{"quantity":-1}],"stock":{"a":1},"sizes":[1,2],"cash":{}}`
	bytes := set.Bytes(t, "Order", whole)
	if v, unknown, err := rpc.Decode(m.Output(), bytes, false); unknown > 0 || err != nil || string(contract.AppendJSON(nil, v)) != whole {
		t.Errorf("%d unknown, %v", unknown, err)
	}
}
