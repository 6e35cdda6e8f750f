package workspace

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// tarball returns a tar archive with the entries, in order.
func tarball(t *testing.T, entries ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, header := range entries {
		text := header.Uname // which stands for the content here
		header.Uname = ""
		if header.Typeflag == 0 {
			header.Typeflag = tar.TypeReg
		}
		if header.Typeflag == tar.TypeReg {
			header.Size = int64(len(text))
		}
		header.Mode = 0o644
		check(t, w.WriteHeader(&header))
		if header.Typeflag == tar.TypeReg {
			_, err := io.WriteString(w, text)
			check(t, err)
		}
	}
	check(t, w.Close())
	return out.Bytes()
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(content)
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}

func zipped(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		entry, err := w.Create(name)
		check(t, err)
		if !strings.HasSuffix(name, "/") {
			_, err = io.WriteString(entry, orders)
			check(t, err)
		}
	}
	check(t, w.Close())
	return out.Bytes()
}

// unpacked opens an archive of that name and content.
func unpacked(t *testing.T, name string, content []byte) (*archive, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	check(t, os.WriteFile(file, content, 0o644))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	return openArchive(ctx, name, file)
}

func TestArchives(t *testing.T) {
	plain := tarball(t, tar.Header{Name: "./api/", Typeflag: tar.TypeDir}, tar.Header{Name: "./api/orders.yaml", Uname: orders},
		tar.Header{Name: "readme.md", Uname: "#"}, tar.Header{Name: "api/schema", Uname: schema})
	for name, content := range map[string][]byte{
		"a.tar": plain, "a.tar.gz": gzipped(t, plain), "A.TGZ": gzipped(t, plain), "a.zip": zipped(t, "api/", "api/orders.yaml", "readme.md", "api/schema"),
	} {
		a, err := unpacked(t, name, content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		equal(t, name, a.Paths(), []string{"api/orders.yaml"})
		if got, err := a.read("api/orders.yaml"); err != nil || string(got) != orders {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
		if got, err := a.read("api/schema"); err != nil || len(got) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := a.read("readme.md"); err == nil {
			t.Errorf("%s: a file that was not kept is read", name)
		}
	}
}

func TestArchivesThatGitMakes(t *testing.T) {
	root := repository(t, map[string]string{"api/orders.yaml": orders, "api/größe.yaml": payment})
	out := folder(t, nil)
	write(t, root, map[string]string{"api/orders.yaml": orders + "# now\n"})
	for _, name := range []string{"base.tar", "base.tar.gz", "base.zip"} {
		for _, prefix := range []string{"", "shop-1.2.0/"} {
			git(t, root, "archive", "--output", filepath.Join(out, name), "--prefix="+prefix, "HEAD")
			base, _ := openBase(t, root, filepath.Join(out, name))
			equalDelta(t, base.Delta, "M api/orders.yaml")
			if got := content(t, base, "api/größe.yaml"); got != payment {
				t.Errorf("%s holds %q", name, got)
			}
			if got := base.Display("api/orders.yaml"); !strings.HasSuffix(got, name+":"+prefix+"api/orders.yaml") {
				t.Errorf("shown as %s", got)
			}
		}
	}
}

func TestHostileArchives(t *testing.T) {
	for _, name := range []string{"../x.yaml", "a/../../x.yaml", "/etc/x.yaml", `..\x.yaml`, `C:\x.yaml`, "a/..", "../x/../y.yaml", "a\x00.yaml"} {
		if strings.Contains(name, "\x00") {
			if _, err := unpacked(t, "a.zip", zipped(t, name)); err == nil {
				t.Errorf("%q is taken", name)
			}
			continue
		}
		for kind, content := range map[string][]byte{
			"a.tar": tarball(t, tar.Header{Name: "ok.yaml", Uname: orders}, tar.Header{Name: name, Uname: orders}), "a.zip": zipped(t, "ok.yaml", name),
		} {
			if _, err := unpacked(t, kind, content); err == nil || !strings.Contains(err.Error(), "is not within it") {
				t.Errorf("%s with %q: %v", kind, name, err)
			}
		}
	}
	whole := gzipped(t, tarball(t, tar.Header{Name: "a.yaml", Uname: strings.Repeat(orders, 1000)}))
	for name, content := range map[string][]byte{
		"empty.tar": make([]byte, 10240), "empty.zip": zipped(t), "nothing.tar": nil, "nothing.zip": nil, "no.tar.gz": []byte("hello"),
		"no.tar": []byte(strings.Repeat("hello", 1000)), "no.zip": []byte("PK\x03\x04"), "cut.tgz": whole[:len(whole)/2],
		"cut.zip": zipped(t, "a.yaml")[:60], "a.tar.xz": nil, "a.tar.zst": nil, "a.7z": nil,
	} {
		if a, err := unpacked(t, name, content); err == nil {
			t.Errorf("%s is taken: %q", name, a.Paths())
		} else if !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinksAndDevicesInArchives(t *testing.T) {
	a, err := unpacked(t, "a.tar", tarball(t,
		tar.Header{Name: "link.yaml", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, tar.Header{Name: "hard.yaml", Typeflag: tar.TypeLink, Linkname: "a.yaml"},
		tar.Header{Name: "pipe.yaml", Typeflag: tar.TypeFifo}, tar.Header{Name: "device.yaml", Typeflag: tar.TypeChar}, tar.Header{Name: "a.yaml", Uname: orders}))
	check(t, err)
	equal(t, "paths", a.Paths(), []string{"a.yaml"})
	equal(t, "skips", reasons(a.list("").skips), []string{
		"device.yaml: no regular file", "hard.yaml: no regular file", "link.yaml: symbolic link", "pipe.yaml: no regular file"})
	if _, err := a.read("link.yaml"); err == nil {
		t.Error("a link is read")
	}
}

// zeros is a file of nothing but zeros.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestBombs(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	entry, err := w.Create("a.yaml")
	check(t, err)
	_, err = io.CopyN(entry, zeros{}, 10<<20)
	check(t, err)
	check(t, w.Close())
	file := filepath.Join(t.TempDir(), "bomb.zip")
	check(t, os.WriteFile(file, out.Bytes(), 0o644))
	nearly := newArchive("bomb.zip")
	nearly.kept = maxKept - 9<<20
	if err := nearly.unpack(t.Context(), file); err == nil || !strings.Contains(err.Error(), "more than 1 GiB of specs") {
		t.Errorf("%d bytes that unpack to more than is kept: %v", out.Len(), err)
	}
	nearly = newArchive("bomb.zip")
	nearly.unpacked = maxUnpacked - 9<<20
	if err := nearly.unpack(t.Context(), file); err == nil || !strings.Contains(err.Error(), "more than 8 GiB") {
		t.Errorf("%d bytes that unpack to more than is read: %v", out.Len(), err)
	}

	out.Reset()
	w = zip.NewWriter(&out)
	entry, err = w.Create("large.yaml")
	check(t, err)
	_, err = io.CopyN(entry, zeros{}, MaxFile+1)
	check(t, err)
	check(t, w.Close())
	a, err := unpacked(t, "large.zip", out.Bytes())
	check(t, err)
	if _, err := a.read("large.yaml"); err == nil || !strings.Contains(err.Error(), source.ErrTooLarge.Error()) {
		t.Errorf("got %v", err)
	}

	many := newArchive("many.tar")
	many.entries = maxEntries
	if err := many.entry("a.yaml", 0, strings.NewReader("")); err == nil {
		t.Error("more entries than are allowed are taken")
	}
}

func FuzzUntar(f *testing.F) {
	f.Add([]byte("hello"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := filepath.Join(t.TempDir(), "a.tar")
		check(t, os.WriteFile(file, content, 0o644))
		a, err := openArchive(t.Context(), "a.tar", file)
		if err != nil {
			return
		}
		for _, name := range a.Paths() {
			if !isClean(name) {
				t.Errorf("%q is a path of the archive", name)
			}
		}
	})
}
