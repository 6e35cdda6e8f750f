package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/CycloneDX/cyclonedx-go" // keeps the module that holds the schema
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestArchivesAreTheSameEachTime(t *testing.T) {
	files := []packedFile{{"bylaw", bytes.Repeat([]byte("x"), 1<<16), 0o755}, {"README.md", []byte("read me"), 0o644}}
	for _, p := range []platform{{"linux", "amd64"}, {"windows", "amd64"}} {
		first, err := archive(p, files)
		if err != nil {
			t.Fatal(err)
		}
		second, _ := archive(p, files)
		if !bytes.Equal(first, second) {
			t.Errorf("%s: two archives of the same differ", p)
		}
		if got := unpacked(t, p, first); got != "bylaw -rwxr-xr-x 65536, README.md -rw-r--r-- 7" {
			t.Errorf("%s holds %s", p, got)
		}
	}
}

// unpacked lists an archive.
func unpacked(t *testing.T, p platform, content []byte) string {
	t.Helper()
	var list []string
	if p.os == "windows" {
		r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.File {
			list = append(list, fmt.Sprintf("%s %s %d", f.Name, f.Mode(), f.UncompressedSize64))
		}
		return strings.Join(list, ", ")
	}
	packed, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(packed); ; {
		h, err := r.Next()
		if err == io.EOF {
			return strings.Join(list, ", ")
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %s %d", h.Name, h.FileInfo().Mode(), h.Size))
	}
}

// cycloneDX returns the published schema of CycloneDX 1.6.
func cycloneDX(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	for id, name := range map[string]string{
		"http://cyclonedx.org/schema/bom-1.6.schema.json": "bom-1.6.schema.json", "http://cyclonedx.org/schema/spdx.schema.json": "spdx.schema.json",
		"http://cyclonedx.org/schema/jsf-0.82.schema.json": "jsf-0.82.schemax.json",
	} {
		file, err := os.Open(filepath.Join(strings.TrimSpace(string(dir)), "schema", name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		document, err := jsonschema.UnmarshalJSON(file)
		if err == nil {
			err = compiler.AddResource(id, document)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	schema, err := compiler.Compile("http://cyclonedx.org/schema/bom-1.6.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// The binary that is looked into is that of this test.
func TestSBOM(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	text, err := sbom("v1.2.3", platform{"linux", "amd64"}, binary)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	schema := cycloneDX(t)
	if err := schema.Validate(document); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
	for _, want := range []string{`"pkg:golang/golang.org/x/mod@v`, `"pkg:golang/github.com/bylaw-dev/bylaw@v1.2.3"`, sum(binary)} {
		if !strings.Contains(string(text), want) {
			t.Errorf("it lacks %s:\n%s", want, text)
		}
	}
	broken, _ := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(string(text), `"library"`, `"librarian"`, 1)))
	if schema.Validate(broken) == nil {
		t.Error("the schema finds nothing wrong with a librarian")
	}
}

func TestFormula(t *testing.T) {
	sums := map[string]string{}
	for _, p := range platforms() {
		sums[archiveName("v1.2.3", p)] = sum([]byte(p.String()))
	}
	text, err := formula("v1.2.3", sums)
	if err != nil {
		t.Fatal(err)
	}
	want := "      url \"https://github.com/bylaw-dev/bylaw/releases/download/v#{version}/bylaw_1.2.3_linux_arm64.tar.gz\"\n      sha256 \"" + sum([]byte("linux/arm64")) + "\"\n    end\n"
	if !strings.Contains(string(text), want) || !strings.Contains(string(text), "version \"1.2.3\"") {
		t.Errorf("the formula:\n%s", text)
	}
	if _, err := exec.LookPath("ruby"); err != nil {
		t.Skip("there is no ruby to read it")
	}
	check := exec.Command("ruby", "-c")
	check.Stdin = bytes.NewReader(text)
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("ruby: %v\n%s\n%s", err, said, text)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"-version", "1.2.3"}, {"-version", "v1.2"}, {"-version", "v1.2.3", "-only", "plan9/386"}} {
		if err := run(t.Context(), args); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
}

// Two folders, two times: the same archives.
func TestReleaseIsReproducible(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("it builds the command twice: BYLAW_PROOF=1 runs it")
	}
	first, second := t.TempDir(), t.TempDir()
	if err := run(t.Context(), []string{"-version", "v1.2.3", "-out", first, "-only", "linux/amd64,windows/amd64"}); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	root, _ := filepath.Abs(filepath.Join("..", ".."))
	script := "git -C " + root + " ls-files -z | (cd " + root + " && xargs -0 cp --parents -t " + elsewhere + ") && cd " + elsewhere +
		" && go run ./internal/release -version v1.2.3 -only linux/amd64,windows/amd64 -out " + second
	if said, err := exec.Command("bash", "-c", script).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	one, err := os.ReadFile(filepath.Join(first, "checksums.txt"))
	two, _ := os.ReadFile(filepath.Join(second, "checksums.txt"))
	if err != nil || string(one) != string(two) || strings.Count(string(one), "\n") != 4 {
		t.Errorf("%v\n%s\n%s", err, one, two)
	}
	check := exec.Command("sha256sum", "--check", "--quiet", "checksums.txt")
	check.Dir = first
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}
