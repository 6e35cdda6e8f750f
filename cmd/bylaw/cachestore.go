package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"

	"github.com/bylaw-dev/bylaw/cache"
)

// cacheVariable names the folder that results are kept in; "off": none are.
const cacheVariable = "BYLAW_CACHE"

// cacheStore returns where results are kept; nil: nowhere.
func cacheStore(getenv func(string) string) *cache.Store {
	switch folder := getenv(cacheVariable); folder {
	case "off":
		return nil
	case "":
		user, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		return cache.Open(filepath.Join(user, "bylaw", "results"), cache.DefaultLimit)
	default:
		return cache.Open(folder, cache.DefaultLimit)
	}
}

// programID returns what tells this program from every other build of it: the ID that the linker makes of all
// that it links, or else a hash of the file.
func programID() (string, bool) {
	path, err := os.Executable()
	if err != nil {
		return "", false
	}
	file, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer file.Close()
	head := make([]byte, 64<<10)
	n, _ := io.ReadFull(file, head)
	if id := buildID(head[:n]); id != "" {
		return id, true
	}
	h := sha256.New()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", false
	}
	if _, err := io.Copy(h, file); err != nil {
		return "", false
	}
	return hex.EncodeToString(h.Sum(nil)), true
}

// buildID returns the build ID that stands at the beginning of a program: in a note of ELF, and elsewhere as text
// (cmd/internal/buildid). "" if there is none.
func buildID(head []byte) string {
	const prefix, end = "\xff Go build ID: \"", "\"\n \xff"
	if _, rest, ok := bytes.Cut(head, []byte(prefix)); ok {
		if id, _, ok := bytes.Cut(rest, []byte(end)); ok {
			return string(id)
		}
	}
	if !bytes.HasPrefix(head, []byte("\x7fELF")) {
		return ""
	}
	at := bytes.Index(head, []byte("\x04\x00\x00\x00Go\x00\x00")) // the note's type, and its name
	if at < 4 {
		return ""
	}
	size, from := int(binary.LittleEndian.Uint32(head[at-4:])), at+8
	if size < 0 || from+size > len(head) {
		return ""
	}
	return string(head[from : from+size])
}
