package cache

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestStore(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "a", "b"), 1<<20)
	if _, ok := s.Get("k"); ok {
		t.Error("there is something in an empty store")
	}
	s.Put("k", []byte("one"))
	s.Put("k", []byte("two"))
	s.Put("empty", nil)
	for key, want := range map[string]string{"k": "two", "empty": ""} {
		if got, ok := s.Get(key); !ok || string(got) != want {
			t.Errorf("%s is %q, %t", key, got, ok)
		}
	}
	if n, size := s.Info(); n != 2 || size < 6 {
		t.Errorf("%d blobs of %d bytes", n, size)
	}
	if err := s.Clear(); err != nil {
		t.Error(err)
	}
	if n, _ := s.Info(); n != 0 {
		t.Errorf("%d blobs are left", n)
	}
}

func TestNilStoreHoldsNothing(t *testing.T) {
	var s *Store
	s.Put("k", []byte("x"))
	if _, ok := s.Get("k"); ok || s.Folder() != "" || s.Clear() != nil {
		t.Error("a nil store does something")
	}
}

// TestForeignEntries puts the entry of one key in the place of another: it is whole, and not this key's.
func TestForeignEntries(t *testing.T) {
	s := Open(t.TempDir(), 1<<20)
	s.Put("a", []byte("x"))
	content, err := os.ReadFile(s.file("a"))
	if err != nil {
		t.Fatal(err)
	}
	os.MkdirAll(filepath.Dir(s.file("b")), 0o700)
	os.WriteFile(s.file("b"), content, 0o600)
	if _, ok := s.Get("b"); ok {
		t.Error("the entry of another key counts")
	}
	for _, torn := range [][]byte{nil, content[:5], content[:20], content[:len(content)-1], append(bytes.Clone(content), 'x')} {
		os.WriteFile(s.file("a"), torn, 0o600)
		if got, ok := s.Get("a"); ok {
			t.Errorf("%q counts: %q", torn, got)
		}
	}
}

func TestSweepDropsWhatWasUsedLongestAgo(t *testing.T) {
	s := Open(t.TempDir(), 4<<10)
	for i := range 8 {
		key := fmt.Sprint(i)
		s.Put(key, make([]byte, 1000))
		at := time.Now().Add(time.Duration(i-20) * time.Hour)
		os.Chtimes(s.file(key), at, at)
	}
	if _, ok := s.Get("0"); !ok { // now it is the one that was used last
		t.Fatal("the first is gone too early")
	}
	left := filepath.Join(s.folder, started+"1")
	os.WriteFile(left, nil, 0o600)
	old := time.Now().Add(-2 * sweepEvery)
	os.Chtimes(left, old, old)
	s.Sweep()
	if _, ok := s.Get("0"); !ok {
		t.Error("what was used just now is gone")
	}
	if _, ok := s.Get("1"); ok {
		t.Error("what was used longest ago is there")
	}
	if _, size := s.Info(); size > 4<<10 {
		t.Errorf("%d bytes are left", size)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what was left half written is still there")
	}
}

func TestManyAtOnce(t *testing.T) {
	s := Open(t.TempDir(), 64<<10)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 50 {
				key, blob := fmt.Sprint(n%5), bytes.Repeat([]byte{byte('a' + i)}, 5000)
				s.Put(key, blob)
				if got, ok := s.Get(key); ok && (len(got) != 5000 || bytes.Count(got, got[:1]) != 5000) {
					t.Error("a blob is mixed of two")
				}
				if n%10 == 0 {
					s.Sweep()
				}
			}
		})
	}
	group.Wait()
}
