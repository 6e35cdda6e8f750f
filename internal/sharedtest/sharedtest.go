// Package sharedtest gives tests the corpus of real specs and the public conformance suites that
// lie beside the project. They are never committed here, so a test that wants them is skipped with
// the reason where they are absent, and fails where BYLAW_REQUIRE_SHARED=1 demands them.
package sharedtest

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Corpus unpacks the corpus once per machine and content and returns its folder, which holds
// googleapis/**.proto and openapi/*.{json,yaml}. Callers must not write to it.
func Corpus(tb testing.TB) string {
	tb.Helper()
	from := shared(tb, "corpus")
	to := filepath.Join(os.TempDir(), "bylaw-corpus-"+fingerprint(tb, from))
	if _, err := os.Stat(to); err == nil {
		return to
	}
	partial, err := os.MkdirTemp(os.TempDir(), "bylaw-corpus-partial-")
	check(tb, err)
	unpackAll(tb, from, partial)
	// Another process may have finished first; its folder is as good as ours.
	if err := os.Rename(partial, to); err != nil {
		check(tb, os.RemoveAll(partial))
		if _, err := os.Stat(to); err != nil {
			tb.Fatal(err)
		}
	}
	return to
}

// Conformance opens a gzipped file of the conformance folder ("api-linter-cases.jsonl.gz").
func Conformance(tb testing.TB, name string) io.Reader {
	tb.Helper()
	return open(tb, filepath.Join(shared(tb, "conformance"), name))
}

// shared finds ../shared/<folder> from the project's root, wherever in it the test runs.
func shared(tb testing.TB, folder string) string {
	tb.Helper()
	dir, err := os.Getwd()
	check(tb, err)
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			found := filepath.Join(filepath.Dir(dir), "shared", folder)
			if _, err := os.Stat(found); err == nil {
				return found
			}
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	reason := "needs the folder ../shared/" + folder + " beside the project, which is not there"
	if os.Getenv("BYLAW_REQUIRE_SHARED") == "1" {
		tb.Fatal(reason)
	}
	tb.Skip(reason)
	return ""
}

func fingerprint(tb testing.TB, dir string) string {
	entries, err := os.ReadDir(dir)
	check(tb, err)
	sum := sha256.New()
	for _, entry := range entries {
		info, err := entry.Info()
		check(tb, err)
		io.WriteString(sum, entry.Name()+info.ModTime().UTC().String())
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

func unpackAll(tb testing.TB, from, to string) {
	entries, err := os.ReadDir(from)
	check(tb, err)
	for _, entry := range entries {
		path := filepath.Join(from, entry.Name())
		switch name := entry.Name(); {
		case name == "googleapis-protos.tar.gz":
			untar(tb, path, filepath.Join(to, "googleapis"))
		case strings.HasSuffix(name, ".json.gz"), strings.HasSuffix(name, ".yaml.gz"):
			write(tb, filepath.Join(to, "openapi", strings.TrimSuffix(name, ".gz")), open(tb, path))
		}
	}
}

func untar(tb testing.TB, archive, to string) {
	reader := tar.NewReader(open(tb, archive))
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		check(tb, err)
		if header.Typeflag == tar.TypeReg && filepath.IsLocal(header.Name) {
			write(tb, filepath.Join(to, header.Name), reader)
		}
	}
}

func open(tb testing.TB, path string) io.Reader {
	file, err := os.Open(path)
	check(tb, err)
	tb.Cleanup(func() { file.Close() })
	reader, err := gzip.NewReader(file)
	check(tb, err)
	return reader
}

func write(tb testing.TB, path string, from io.Reader) {
	check(tb, os.MkdirAll(filepath.Dir(path), 0o755))
	file, err := os.Create(path)
	check(tb, err)
	_, err = io.Copy(file, from)
	check(tb, errors.Join(err, file.Close()))
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
