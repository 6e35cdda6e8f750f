package workspace

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// pointer is what git holds of a file that is kept in Git LFS.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const pointer = `^version https://git-lfs\.github\.com/spec/v1\n(?:[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize [0-9]+\n?$`

var errLFS = errors.New("is kept in Git LFS, and its content at that commit is not in this clone: run `git lfs fetch --all`")

// large returns the content that a blob stands for: what Git LFS has fetched if the blob is a
// pointer to it, else the blob's own.
func (t *gitTree) large(name string, blob []byte) ([]byte, error) {
	const longest = 1024 // as the specification of pointers says
	if len(blob) >= longest || !bytes.HasPrefix(blob, []byte("version https://git-lfs")) {
		return blob, nil
	}
	found := regexp.MustCompile(pointer).FindSubmatch(blob)
	if found == nil {
		return blob, nil
	}
	content, err := t.fetched(string(found[1]))
	if err != nil {
		t.note("%s %s", t.display(name), errLFS)
		return nil, &fileError{name, errLFS}
	}
	return content, nil
}

// fetched reads an object of Git LFS that this clone has.
func (t *gitTree) fetched(oid string) ([]byte, error) {
	folder, _, err := t.repository.line(t.objects.ctx, "rev-parse", "--git-common-dir")
	if err != nil {
		return nil, err
	}
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(t.repository.top, folder)
	}
	file, err := os.Open(filepath.Join(folder, "lfs", "objects", oid[:2], oid[2:4], oid))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := readLimited(oid, file, 0)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(content); !strings.EqualFold(hex.EncodeToString(sum[:]), oid) {
		return nil, errors.New("the object is damaged")
	}
	return content, nil
}
