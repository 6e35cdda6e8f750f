package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/bylaw-dev/bylaw/internal/rpctest"
)

// TestRecordCalls records calls and REST by .proto files as a user would, and verifies the contract.
func TestRecordCalls(t *testing.T) {
	dir := t.TempDir()
	text := strings.Replace(rpctest.Shop, `import "google/protobuf/timestamp.proto";`, "import \"google/protobuf/timestamp.proto\";\nimport \"google/api/annotations.proto\";", 1)
	text = strings.Replace(text, "string id = 1;\n  int64", "string id = 1;\n  string customer = 20 [(bylaw.field).pii = \"contact\"];\n  int64", 1)
	text = strings.Replace(text, "import \"google/api", "import \"bylaw/options.proto\";\nimport \"google/api", 1)
	text = strings.Replace(text, "rpc Get(GetRequest) returns (Order);", "rpc Get(GetRequest) returns (Order) { option (google.api.http) = {get: \"/v1/orders/{id}\"}; }", 1)
	if err := os.WriteFile(filepath.Join(dir, "orders.proto"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	set := rpctest.Load(t, text)
	order := set.Bytes(t, "Order", `{"id": "a", "customer": "Grace Hopper", "total_cents": 5, "lines": [{"sku": "A", "quantity": 1}]}`)
	address := rpctest.Serve(t, func(_ string, stream grpc.ServerStream) error {
		var asked []byte
		if err := stream.RecvMsg(&asked); err != nil {
			return err
		}
		return stream.SendMsg(&order)
	})
	answers := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id": "a", "customer": "Grace Hopper", "totalCents": "5"}`)
	}))
	defer answers.Close()
	rest := answers.URL
	r := startRecordOf(t, "--spec", "orders.proto", "--upstream", rest, "--grpc-upstream", "http://"+address, "-o", "contract.json")
	client, err := grpc.NewClient(strings.TrimPrefix(r.base, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.ForceCodec(rpctest.Codec{})))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	request, answer := set.Bytes(t, "GetRequest", `{"id": "a"}`), []byte{}
	if err := client.Invoke(t.Context(), "/shop.v1.Orders/Get", &request, &answer); err != nil || string(answer) != string(order) {
		t.Fatal(err)
	}
	if status, _ := get(t, r.base+"/v1/orders/7"); status != 200 {
		t.Error(status)
	}
	_ = r.stop() // which says that it was stopped
	for _, said := range []string{"gRPC      http://" + address, "2 interactions of 2 exchanges written to contract.json."} {
		if !strings.Contains(r.out.String(), said) {
			t.Errorf("it doesn't say %q:\n%s%s", said, r.out, r.err)
		}
	}
	content, err := os.ReadFile("contract.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, written := range []string{`"service": "Orders/Get"`, `"protoDescriptors"`, `"\$\.lines\[\*\]\.quantity"`} {
		if !regexp.MustCompile(written).Match(content) {
			t.Errorf("%s isn't written:\n%s", written, content)
		}
	}
	if all := string(content) + r.out.String() + r.err.String(); strings.Contains(all, "Grace") || !strings.Contains(all, "$.customer of the answer 200 is not written (personal data: contact)") {
		t.Errorf("personal data is in it, or it isn't said that it isn't:\n%s", all)
	}
	for _, args := range [][]string{{"verify", "--provider", rest, "--grpc-url", "http://" + address, "contract.json"}, {"contract", "check", "--spec", "orders.proto", "contract.json"}} {
		var out buffer
		if code := run(args, streams{in: strings.NewReader(""), out: &out, err: &out}); code != exitClean {
			t.Errorf("%v: exit code %d\n%s", args, code, out.String())
		}
	}
}
