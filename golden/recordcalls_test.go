package golden

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// recordsCalls records what a consumer asks of the library over gRPC, holds the contract against the .proto files that it came
// of, and plays it against another library: one that is as new, and one that holds less.
func recordsCalls(t *testing.T, bylaw, library string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a recording is ended by an interrupt, which Windows doesn't have")
	}
	protos, err := filepath.Abs(filepath.Join("library", "proto"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "reader.json")
	record(t, bylaw, library, protos, file)
	said := run(t, ".", bylaw, "contract", "check", "--spec", protos, file)
	if !strings.Contains(said, "6 interactions of 1 contract held against the spec.") {
		t.Errorf("the spec doesn't hold what was recorded by it: %s", said)
	}
	fresh := func() string {
		_, overGRPC := serveBoth(t, library, "-addr", "127.0.0.1:0", "-grpc-addr", "127.0.0.1:0")
		return "http://" + overGRPC
	}
	if said = run(t, ".", bylaw, "verify", "--grpc-url", fresh(), file); !strings.Contains(said, "The service holds all that its consumers rely on: 6 interactions.") {
		t.Errorf("another library doesn't hold it: %s", said)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	planted := strings.Replace(string(written), `"grpc-status": "NOT_FOUND"`, `"grpc-status": "ABORTED"`, 1)
	if err := os.WriteFile(file, []byte(planted), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := exec.Command(bylaw, "verify", "--grpc-url", fresh(), file).CombinedOutput()
	if !strings.Contains(string(out), "expected the status ABORTED, but got NOT_FOUND: there is no book") {
		t.Errorf("a planted mistake isn't found: %s", out)
	}
}

// record has a consumer call all that it can through the recorder.
func record(t *testing.T, bylaw, library, protos, file string) {
	t.Helper()
	_, overGRPC := serveBoth(t, library, "-addr", "127.0.0.1:0", "-grpc-addr", "127.0.0.1:0")
	cmd := exec.Command(bylaw, "record", "--spec", protos, "--upstream", "http://"+overGRPC, "--consumer", "reader", "--provider", "library", "-o", file, "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	address := ""
	for lines.Scan() && !strings.Contains(lines.Text(), "Ctrl-C") {
		if found := regexp.MustCompile(`base URL\s+http://(\S+)`).FindStringSubmatch(lines.Text()); found != nil {
			address = found[1]
		}
	}
	direct, through := connect(t, overGRPC), connect(t, address)
	service := reflected(t, direct, "library.v1.LibraryService")
	for _, call := range []struct{ method, body, says string }{
		{"CreateBook", `{"parent": "shelves/poetry", "book": {"title": "Leaves of Grass", "authors": ["Walt Whitman"], "genre": "GENRE_POETRY"}, "requestId": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}`, "shelves/poetry/books/"},
		{"GetBook", `{"name": "shelves/poetry/books/000001"}`, "Leaves of Grass"},
		{"GetBook", `{"name": "shelves/poetry/books/none"}`, "NotFound"},
		{"ListBooks", `{"parent": "shelves/poetry"}`, "Leaves of Grass"},
		{"ImportBooks", `{"parent": "shelves/poetry", "book": {"title": "Drum-Taps"}}`, `bookCount`},
		{"Discuss", `{"text": "I sing"}`, "I sing"},
	} {
		answer, err := invoke(t.Context(), through, service.Methods().ByName(protoreflect.Name(call.method)), call.body)
		if err != nil {
			answer = err.Error()
		}
		if !strings.Contains(answer, call.says) {
			t.Errorf("%s through the recorder: %s", call.method, answer)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var rest strings.Builder
	for lines.Scan() {
		rest.WriteString(lines.Text() + "\n")
	}
	_ = cmd.Wait() // which says that it was stopped
	if !strings.Contains(rest.String(), "6 interactions of 6 exchanges written") {
		t.Errorf("not all is recorded: %s", rest.String())
	}
}

func connect(t *testing.T, address string) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
