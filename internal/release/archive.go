package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// packedFile is one file of an archive.
type packedFile struct {
	name    string
	content []byte
	mode    os.FileMode
}

// moment is when all files of an archive were changed: no clock is in it. It is the earliest that zip knows.
var moment = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// packed returns what an archive holds: the command, and what whoever passes it on must pass on, too.
func packed(p platform, binary []byte) ([]packedFile, error) {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return nil, err
	}
	name := "bylaw"
	if p.os == "windows" {
		name = "bylaw.exe"
	}
	files := []packedFile{{name, binary, 0o755}}
	for _, name := range []string{"LICENSE", "NOTICE", "README.md", "CHANGELOG.md"} {
		content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), name))
		if err != nil {
			return nil, err
		}
		files = append(files, packedFile{name, content, 0o644})
	}
	return files, nil
}

func archive(p platform, files []packedFile) ([]byte, error) {
	if p.os == "windows" {
		return zipped(files)
	}
	return tarred(files)
}

func tarred(files []packedFile) ([]byte, error) {
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(packed)
	for _, f := range files {
		header := &tar.Header{Name: f.name, Mode: int64(f.mode), Size: int64(len(f.content)), ModTime: moment, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	err = packed.Close()
	return out.Bytes(), err
}

func zipped(files []packedFile) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: moment}
		header.SetMode(f.mode)
		part, err := w.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(f.content); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
