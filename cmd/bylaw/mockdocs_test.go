package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The session on the page about mocks is what the contract on it gives.
func TestMockPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/mock.md")
	if err != nil {
		t.Fatal(err)
	}
	contract := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(page)
	session := regexp.MustCompile("(?s)```console\n(.*?)```").FindSubmatch(page)
	file := filepath.Join(t.TempDir(), "web.yaml")
	if err := os.WriteFile(file, contract[1], 0o600); err != nil {
		t.Fatal(err)
	}
	m := startMocking(t, "--contracts", file)
	steps := strings.Split(strings.TrimPrefix(string(session[1]), "$ "), "\n$ ")
	if len(steps) < 5 {
		t.Fatalf("only %d commands", len(steps))
	}
	for _, step := range steps[1:] {
		command, want, _ := strings.Cut(step, "\n")
		if got := curled(t, m.base, command); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s\nsays\n%s\nand not\n%s", command, got, want)
		}
	}
	if !strings.Contains(string(page), "DELETE /_bylaw/interactions") {
		t.Error("the page doesn't have all that can be asked of it")
	}
}

var quotedOrNot = regexp.MustCompile(`'[^']*'|\S+`)

// curled does what a command line for curl says.
func curled(t *testing.T, base, command string) string {
	t.Helper()
	words := quotedOrNot.FindAllString(command, -1)
	method, address, body, header, code := http.MethodGet, "", "", http.Header{}, false
	for i := 1; i < len(words); i++ {
		value := ""
		if strings.HasPrefix(words[i], "-") {
			value = strings.Trim(words[i+1], "'")
		}
		switch words[i] {
		case "-d":
			method, body = http.MethodPost, value
		case "-H":
			name, text, _ := strings.Cut(value, ": ")
			header.Set(name, text)
		case "-w":
			code = true
		default:
			address = strings.Replace(words[i], "localhost:8080", base, 1)
			continue
		}
		i++
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if code {
		return string(content) + fmt.Sprint(response.StatusCode)
	}
	return string(content)
}
