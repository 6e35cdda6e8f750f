package main

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// What is larger than bylaw reads is said when it is written.
func TestTooLong(t *testing.T) {
	if notes := tooLong(workspace.MaxFile); len(notes) > 0 {
		t.Errorf("says %q of what is read", notes)
	}
	if notes := tooLong(workspace.MaxFile + 1<<20); len(notes) != 1 || !strings.Contains(notes[0], "has 65 MiB, and of one file no more than 64 MiB are read") {
		t.Errorf("says %q", notes)
	}
}
