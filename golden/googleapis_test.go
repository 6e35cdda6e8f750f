package golden

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// googleapi is a package of googleapis that a server is generated from.
type googleapi struct {
	folder   string
	services []string
	call     string // a line of Go that calls one of its methods with the generated client over conn
	get      string // a path that curl asks for; "": it has no REST
}

// googleapis are of different kinds, so that each kind of method and message is generated, compiled,
// served and called.
var googleapis = []googleapi{
	{"google/pubsub/v1", []string{"Publisher", "Subscriber", "SchemaService"}, // resource names, maps, a stream both ways
		`NewPublisherClient(conn).GetTopic(ctx, &pubsub.GetTopicRequest{Topic: "projects/p/topics/t"})`, "/v1/projects/p/topics/t"},
	{"google/cloud/speech/v1", []string{"Speech", "Adaptation"}, // a stream both ways, long-running operations
		`NewAdaptationClient(conn).GetPhraseSet(ctx, &speech.GetPhraseSetRequest{Name: "projects/p/locations/l/phraseSets/s"})`, "/v1/projects/p/locations/l/phraseSets/s"},
	{"google/firestore/v1", []string{"Firestore"}, // oneofs, ** in paths, server streams
		`NewFirestoreClient(conn).GetDocument(ctx, &firestore.GetDocumentRequest{Name: "projects/p/databases/d/documents/a/b"})`, "/v1/projects/p/databases/d/documents/a/b"},
	{"google/spanner/v1", []string{"Spanner"}, // Struct and Value, server streams
		`NewSpannerClient(conn).GetSession(ctx, &spanner.GetSessionRequest{Name: "projects/p/instances/i/databases/d/sessions/s"})`, "/v1/projects/p/instances/i/databases/d/sessions/s"},
	{"google/logging/v2", []string{"LoggingServiceV2", "ConfigServiceV2", "MetricsServiceV2"}, // many bindings of one method, Any, field masks
		`NewConfigServiceV2Client(conn).GetSink(ctx, &logging.GetSinkRequest{SinkName: "projects/p/sinks/s"})`, "/v2/projects/p/sinks/s"},
	{"google/cloud/secretmanager/v1", []string{"SecretManagerService"}, // oneofs, Duration and Timestamp, imported packages
		`NewSecretManagerServiceClient(conn).GetSecret(ctx, &secretmanager.GetSecretRequest{Name: "projects/p/secrets/s"})`, "/v1/projects/p/secrets/s"},
	{"google/example/library/v1", []string{"LibraryService"}, // resource names, custom verbs
		`NewLibraryServiceClient(conn).GetShelf(ctx, &library.GetShelfRequest{Name: "shelves/s"})`, "/v1/shelves/s"},
	{"google/cloud/tasks/v2", []string{"CloudTasks"}, // bytes, maps, IAM's messages
		`NewCloudTasksClient(conn).GetQueue(ctx, &tasks.GetQueueRequest{Name: "projects/p/locations/l/queues/q"})`, "/v2/projects/p/locations/l/queues/q"},
	{"google/cloud/functions/v2", []string{"FunctionService"}, // long-running operations, Any, required oneofs
		`NewFunctionServiceClient(conn).GetFunction(ctx, &functions.GetFunctionRequest{Name: "projects/p/locations/l/functions/f"})`, "/v2/projects/p/locations/l/functions/f"},
	{"google/bytestream", []string{"ByteStream"}, // streams only, and no REST
		`NewByteStreamClient(conn).QueryWriteStatus(ctx, &bytestream.QueryWriteStatusRequest{ResourceName: "r"})`, ""},
	{"google/api/servicecontrol/v1", []string{"QuotaController", "ServiceController"}, // deep messages, enums, extensions of meaning
		`NewServiceControllerClient(conn).Check(ctx, &servicecontrol.CheckRequest{ServiceName: "s"})`, ""},
}

// alias names a package in the program that serves all of them: pubsub, speech, bytestream.
func (g googleapi) alias() string {
	if base := path.Base(g.folder); base[0] != 'v' {
		return base
	}
	return path.Base(path.Dir(g.folder))
}

// TestGoogleapis generates servers from services that others wrote, and holds them to what they are
// for: they compile, keep vet, pass the tests that were generated with them, and answer over gRPC
// and to curl.
func TestGoogleapis(t *testing.T) {
	corpus := sharedtest.Corpus(t)
	module := t.TempDir()
	command := build(t, "..", "./cmd/bylaw")
	dependencies(t, module)
	for _, g := range googleapis {
		copyFolder(t, filepath.Join(corpus, "googleapis", g.folder), filepath.Join(module, "proto", g.folder))
	}
	for _, imported := range []string{"google/iam/v1", "google/logging/type"} { // what has no Go module that we know
		copyFolder(t, filepath.Join(corpus, "googleapis", imported), filepath.Join(module, "proto", imported))
	}
	said := run(t, module, command, "generate", "proto")
	write(t, filepath.Join(module, "cmd", "serve", "main.go"), serveAll())
	write(t, filepath.Join(module, "cmd", "call", "main.go"), callAll())
	need(t, module, said)
	run(t, module, "go", "vet", "./...")
	run(t, module, "go", "test", "./...")
	overHTTP, overGRPC := serveBoth(t, build(t, module, "./cmd/serve"))
	t.Log(run(t, module, build(t, module, "./cmd/call"), overGRPC))
	for _, g := range googleapis {
		if g.get != "" {
			curl(t, overHTTP+g.get)
		}
	}
}

// dependencies gives a new module the versions that the committed one was read with.
func dependencies(t *testing.T, module string) {
	t.Helper()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join("library", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(module, name), strings.Replace(string(text), "module example.com/library", "module example.com/google", 1))
	}
}

// need adds the modules that the command says the new code needs.
func need(t *testing.T, module, said string) {
	t.Helper()
	_, rest, ok := strings.Cut(said, "`go get ")
	modules, _, closed := strings.Cut(rest, "`")
	if !ok || !closed {
		t.Fatalf("it doesn't say what is needed:\n%s", said)
	}
	run(t, module, "go", append([]string{"get"}, strings.Fields(modules)...)...)
	run(t, module, "go", "mod", "tidy")
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(to, 0o755); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(from, "*.proto"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s holds no .proto (%v)", from, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(to, filepath.Base(file)), string(text))
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// imports is the import of every generated package.
func imports() string {
	var b strings.Builder
	for _, g := range googleapis {
		fmt.Fprintf(&b, "\t%s \"example.com/google/gen/%s\"\n", g.alias(), g.folder)
	}
	return b.String()
}

// serveAll is a program that serves the fakes of all services on one port each for gRPC and REST.
func serveAll() string {
	var b strings.Builder
	for _, g := range googleapis {
		for _, service := range g.services {
			fmt.Fprintf(&b, "\t%[1]s.Register%[2]sServer(server, new(%[1]s.Fake%[2]s))\n", g.alias(), service)
		}
	}
	return fmt.Sprintf(`package main

import (
	"fmt"
	"net"
	"net/http"

	"example.com/google/internal/platform/edge"
	"example.com/google/internal/platform/rest"
%s)

func main() {
	server := edge.New(edge.Options{})
%s	overGRPC, err := server.GRPC()
	check(err)
	overREST, err := rest.New(server, rest.Options{})
	check(err)
	web, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	wire, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Printf("listening on http://%%s\n", web.Addr())
	fmt.Printf("listening on grpc://%%s\n", wire.Addr())
	go func() { check(overGRPC.Serve(wire)) }()
	check(http.Serve(web, overREST))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
`, imports(), b.String())
}

// callAll is a program that calls one method of each package.
func callAll() string {
	var b strings.Builder
	for _, g := range googleapis {
		fmt.Fprintf(&b, "\tsay(%s.%s)\n", g.alias(), g.call)
	}
	return fmt.Sprintf(`package main

import (
	"context"
	"fmt"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"

	"example.com/google/internal/platform/rpcclient"
%s)

func main() {
	transport, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	conn := rpcclient.New(transport, rpcclient.Options{})
	ctx := context.Background()
%s}

// say prints what has been answered; say(client.Call(…)) takes both of its results.
func say(answer proto.Message, err error) {
	if err != nil {
		panic(err)
	}
	fmt.Println(answer.ProtoReflect().Descriptor().FullName(), proto.Size(answer), "bytes")
}
`, imports(), b.String())
}

// curl asks as people do where it is installed, and as net/http does elsewhere.
func curl(t *testing.T, url string) {
	t.Helper()
	if _, err := exec.LookPath("curl"); err == nil {
		if out := run(t, ".", "curl", "--silent", "--show-error", "--fail-with-body", url); !strings.HasPrefix(out, "{") {
			t.Errorf("%s answers %s", url, out)
		}
		return
	}
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("%s answers %s %s (%v)", url, response.Status, &body, err)
	}
}
