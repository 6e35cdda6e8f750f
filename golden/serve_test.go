package golden

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"
)

// serve starts a server and returns the base URL that it says it listens on.
func serve(t *testing.T, command string, args ...string) string {
	t.Helper()
	return start(t, command, 1, args...)[0]
}

// serveBoth starts a server of two protocols, and returns its base URL and the address for gRPC.
func serveBoth(t *testing.T, command string, args ...string) (overHTTP, overGRPC string) {
	t.Helper()
	said := start(t, command, 2, args...)
	return said[0], strings.TrimPrefix(said[1], "grpc://")
}

// start starts a command that says where it listens, in so many lines, and ends it with the test.
func start(t *testing.T, command string, lines int, args ...string) (said []string) {
	t.Helper()
	cmd := exec.Command(command, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // it was killed
	})
	reader := bufio.NewReader(out)
	for range lines {
		line, err := reader.ReadString('\n')
		if err != nil {
			t.Fatal("the server said too little: ", err)
		}
		said = append(said, strings.TrimSpace(strings.TrimPrefix(line, "listening on ")))
	}
	return said
}
