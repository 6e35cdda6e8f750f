package golden

import (
	"os"
	"path/filepath"
	"testing"
)

// stores are what a service can keep its items in.
var stores = []string{"memory", "sqlite", "postgres"}

// storage is where the processes of one service keep what they share.
type storage struct {
	kind     string
	postgres *postgres
}

// settings returns the environment of processes that share a store, which is empty. The test is skipped where there is none.
func (s *storage) settings(t *testing.T) []string {
	t.Helper()
	switch s.kind {
	case "sqlite":
		return []string{"DATABASE_PATH=" + filepath.Join(t.TempDir(), "items.db")}
	case "postgres":
		return []string{"DATABASE_URL=" + s.postgres.database(t)}
	}
	return nil
}

// shared reports whether what one process keeps is seen by the others, and by those that come after it.
func (s *storage) shared() bool { return s.kind != "memory" }

// emptied deletes a folder, and returns it.
func emptied(t *testing.T, folder string) string {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}
