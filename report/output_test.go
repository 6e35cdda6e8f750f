package report

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestParseOutputs(t *testing.T) {
	for _, test := range []struct{ values, want string }{
		{"", "text>"},
		{"json", "json>"},
		{"json=-", "json>"},
		{"sarif=x.sarif github", "sarif>x.sarif github>"},
		{"text github", "text> github>"},
		{"json=a.json json=b.json json", "json>a.json json>b.json json>"},
		{"json=out=1.json", "json>out=1.json"},
		{"yaml", `error: there is no output format "yaml": use text, json, sarif, github, markdown, html, junit, gitlab, checkstyle or rdjson`},
		{"json=", `error: the format "json=" names no file: write json=PATH, or json alone for standard output`},
		{"=x", `error: there is no output format "": use text, json, sarif, github, markdown, html, junit, gitlab, checkstyle or rdjson`},
		{"JSON", `error: there is no output format "JSON": use text, json, sarif, github, markdown, html, junit, gitlab, checkstyle or rdjson`},
		{"text json", "error: the formats text and json can't share standard output: give one a file, as in json=PATH"},
		{"sarif json=-", "error: the formats sarif and json can't share standard output: give one a file, as in json=PATH"},
		{"text text", "error: the formats text and text can't share standard output: give one a file, as in text=PATH"},
		{"json=a/x sarif=./a//x", "error: the formats json and sarif would both write ./a//x: give each a file of its own"},
	} {
		outputs, err := ParseOutputs(strings.Fields(test.values))
		var got []string
		for _, o := range outputs {
			got = append(got, o.Format.Name+">"+o.Path)
		}
		text := strings.Join(got, " ")
		if err != nil {
			text += "error: " + err.Error()
		}
		if text != test.want {
			t.Errorf("%q: got %q, want %q", test.values, text, test.want)
		}
	}
}

func TestWriteOutputs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reports", "deep", "x.json")
	outputs, err := ParseOutputs([]string{"json=" + path, "text"})
	if err != nil {
		t.Fatal(err)
	}
	s := shopSummary(t)
	var stdout strings.Builder
	if err := WriteOutputs(outputs, &stdout, s, Options{Width: 100, Color: true}); err != nil {
		t.Fatal(err)
	}
	if want := printed(t, Text, s, Options{Width: 100, Color: true}); stdout.String() != want {
		t.Error("standard output is not the text report")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != printed(t, JSON, s, Options{}) {
		t.Errorf("the file is not the JSON report (%v)", err)
	}
}

func TestWriteOutputsTriesAll(t *testing.T) {
	dir := t.TempDir()
	outputs, err := ParseOutputs([]string{"sarif=" + dir, "github=" + filepath.Join(dir, "notes"), "text"})
	if err != nil {
		t.Fatal(err)
	}
	var stdout strings.Builder
	err = WriteOutputs(outputs, &stdout, &Summary{}, Options{})
	if err == nil || !strings.HasPrefix(err.Error(), "the sarif output was not written: open "+dir) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "notes")); err != nil || stdout.Len() == 0 {
		t.Errorf("the other outputs were not written (%v)", err)
	}
}

func TestWriteFileIsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.json")
	write := func(text string, err error) error {
		return WriteFile(path, func(w io.Writer) error {
			io.WriteString(w, text)
			return err
		})
	}
	if err := write("first", nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	if err := write("half of it", full); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	checkFile(t, path, "first")
	if err := write("second", nil); err != nil {
		t.Fatal(err)
	}
	checkFile(t, path, "second")
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode was not kept: %v (%v)", info.Mode(), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v (%v)", entries, err)
	}
}

func TestWriteFileThroughLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip("this system makes no links:", err)
	}
	if err := WriteFile(link, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	checkFile(t, target, "new")
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced (%v)", err)
	}
}

// A pipe of our own stands for devices, which a broken WriteFile would replace for the whole machine.
func TestWriteFileToPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", path).Run(); err != nil {
		t.Skip("this system makes no named pipes:", err)
	}
	reader, err := os.OpenFile(path, os.O_RDWR, 0) // for both, so that opening it doesn't wait
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := WriteFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Fatalf("the pipe was replaced (%v)", err)
	}
	got := make([]byte, 4)
	if _, err := io.ReadFull(reader, got); err != nil || string(got) != "text" {
		t.Errorf("read %q (%v)", got, err)
	}
}

func TestNoTerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got := TerminalOptions(file, func(string) string { return "" }); got.Color || got.Width != 0 {
		t.Errorf("a file is taken for a terminal: %+v", got)
	}
}

func TestTerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this system gives no pseudo-terminal:", err)
	}
	defer terminal.Close()
	for _, test := range []struct {
		name, value string
		want        bool
	}{
		{"TERM", "xterm-256color", true}, {"TERM", "dumb", false}, {"NO_COLOR", "1", false}, {"NO_COLOR", "", true},
	} {
		got := TerminalOptions(terminal, func(name string) string {
			if name == test.name {
				return test.value
			}
			return ""
		})
		if got.Color != test.want {
			t.Errorf("%s=%s: colour is %v, want %v", test.name, test.value, got.Color, test.want)
		}
	}
}

func checkFile(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q (%v), want %q", filepath.Base(path), got, err, want)
	}
}
