package golden

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLibrary generates the module library anew, in a copy, for what its code imports isn't committed. What
// is must be what has been read (`make golden` writes it), and a team's gates must pass: vet, tests, staticcheck.
func TestLibrary(t *testing.T) {
	module := t.TempDir()
	if err := os.CopyFS(module, os.DirFS("library")); err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{"gen", "internal/platform", ".bylaw"} {
		if err := os.RemoveAll(filepath.Join(module, made)); err != nil {
			t.Fatal(err)
		}
	}
	bylaw := build(t, "..", "./cmd/bylaw")
	run(t, module, bylaw, "generate")
	compare(t, "library/gen", filepath.Join(module, "gen"))
	run(t, module, "go", "vet", "./...")
	run(t, module, "go", "test", "./...")
	run(t, module, build(t, "..", "honnef.co/go/tools/cmd/staticcheck"), "./...")
	library := build(t, module, "./cmd/library")
	asTheReadmeSays(t, library)
	recordsCalls(t, bylaw, library)
}

// asTheReadmeSays sends what the README sends, and looks for the violations that it names in the answers.
func asTheReadmeSays(t *testing.T, command string) {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	sent := regexp.MustCompile(`(?s)--data '(.*?)'.*?-d '(.*?)'`).FindSubmatch(readme[bytes.Index(readme, []byte("cmd/library")):])
	said := regexp.MustCompile(`(?s)four violations: (.*?)\. The`).FindSubmatch(readme)
	if sent == nil || said == nil {
		t.Fatal("the README shows no requests to the library")
	}
	overHTTP, _ := serveBoth(t, command, "-addr", "127.0.0.1:0", "-grpc-addr", "127.0.0.1:0")
	overREST := post(t, overHTTP+"/v1/shelves/poetry/books", sent[1])
	named := regexp.MustCompile("(?s)`(book\\.[a-z.]+)`\\s(\\w+)").FindAllSubmatch(said[1], -1)
	for _, v := range named {
		if !strings.Contains(overREST, `"field":"`+string(v[1])+`","code":"`+string(v[2])+`"`) {
			t.Errorf("the README promises %s %s, and the answer is %s", v[1], v[2], overREST)
		}
	}
	if len(named) != 4 || strings.Count(overREST, `"field"`) != 4 {
		t.Errorf("the README names %d of the violations in %s", len(named), overREST)
	}
	overConnect := post(t, overHTTP+"/library.v1.LibraryService/CreateBook", sent[2])
	if !strings.Contains(overConnect, "book.title") || !strings.Contains(overConnect, "book.isbn.digits") || strings.Count(overConnect, `"field"`) != 2 {
		t.Errorf("the README promises two violations, and the answer is %s", overConnect)
	}
}

func post(t *testing.T, url string, body []byte) string {
	t.Helper()
	response, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

// compare fails for every file that is in only one of two folders, or not the same in both.
func compare(t *testing.T, read, made string) {
	t.Helper()
	want, got := contents(t, read), contents(t, made)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s is no longer what is generated: run make golden, and read the diff", name)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s is generated and not committed: run make golden", name)
	}
	if len(want) == 0 {
		t.Errorf("%s is empty", read)
	}
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, name))
		found[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
