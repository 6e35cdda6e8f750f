//go:build unix

package workspace

import (
	"syscall"
	"testing"
)

func makePipe(t *testing.T, at string) {
	t.Helper()
	if err := syscall.Mkfifo(at, 0o644); err != nil {
		t.Skipf("needs a named pipe: %v", err)
	}
}
