package main

import (
	"errors"
	"fmt"
	"go/token"
	goversion "go/version"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/mod/modfile"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/templates"
)

// module is the Go module that a package is generated into.
type module struct {
	root string // absolute
	path string // "example.com/shop"

	version string // of Go, "1.24"; "": not said
}

// moduleOf returns the module that a folder, which need not be there yet, lies in: that of the next
// go.mod upwards, or, if its path is given, the one that begins at base.
func moduleOf(folder, given, base string) (module, error) {
	for dir := folder; ; dir = filepath.Dir(dir) {
		content, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil {
			return readModule(dir, content, given)
		}
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			return module{}, err
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if given != "" {
		return module{root: base, path: given}, nil
	}
	return module{}, fmt.Errorf("%s lies in no Go module, and generated packages import each other by its path: "+
		"run `go mod init example.com/%s` first, or name the module with --module", relative(folder), path.Base(filepath.ToSlash(folder)))
}

func readModule(dir string, content []byte, given string) (module, error) {
	m := module{root: dir, path: given}
	if m.path == "" {
		m.path = modfile.ModulePath(content)
	}
	if m.path == "" {
		return m, fmt.Errorf("%s names no module", relative(filepath.Join(dir, "go.mod")))
	}
	if parsed, err := modfile.ParseLax("go.mod", content, nil); err == nil && parsed.Go != nil {
		m.version = parsed.Go.Version
	}
	return m, nil
}

// local returns a folder's path below the module, slash-separated.
func (m module) local(folder string) (string, error) {
	local, err := filepath.Rel(m.root, folder)
	if err != nil || !filepath.IsLocal(local) {
		return "", fmt.Errorf("%s lies outside the module at %s: generate into a folder of the module", relative(folder), relative(m.root))
	}
	return filepath.ToSlash(local), nil
}

// tooOld says that generated code needs a newer Go than the module is written for; "" if not.
func (m module) tooOld(needed string) string {
	if m.version == "" || goversion.Compare("go"+m.version, "go"+needed) >= 0 {
		return ""
	}
	return fmt.Sprintf("%s is for Go %s, and generated code needs %s: run `go get go@%s`", relative(filepath.Join(m.root, "go.mod")), m.version, needed, needed)
}

// neededGo returns the version of Go that code generated from a format is written for.
func neededGo(format spec.Format) string {
	packages := templates.Support()
	if format == spec.Proto {
		packages = templates.Kit()
	}
	for _, file := range packages {
		if file.Name != "go.mod" {
			continue
		}
		if parsed, err := modfile.ParseLax(file.Name, file.Data, nil); err == nil && parsed.Go != nil {
			return strings.TrimSuffix(parsed.Go.Version, ".0")
		}
	}
	return ""
}

// packageOf returns the name of the package in a folder; "" where the folder has no say.
func packageOf(folder string) string {
	if folder == "" {
		return ""
	}
	return identifier([]string{filepath.Base(folder)})
}

// packageName returns what the package of an API is called where no one says it: as its file, unless
// that has a name that any spec could have, or else as its title.
func packageName(api *spec.API) string {
	file := path.Base(api.Root.Path)
	for _, text := range []string{strings.TrimSuffix(file, path.Ext(file)), api.Name} {
		if name := identifier(telling(text)); name != "" {
			return name
		}
	}
	return "api"
}

// vague are the words that tell nothing of an API.
var vague = []string{"api", "apis", "openapi", "swagger", "spec", "schema", "index", "main", "root", "rest", "restful", "service", "the", "stdin", "json", "yaml", "yml", "com", "public"}

var (
	word    = regexp.MustCompile(`[A-Za-z0-9]+`)
	edition = regexp.MustCompile(`^v?\d+[a-z0-9]*$`)
)

// telling returns the words of a text that tell something.
func telling(text string) []string {
	return slices.DeleteFunc(word.FindAllString(strings.ToLower(text), -1), func(w string) bool {
		return slices.Contains(vague, w) || edition.MatchString(w)
	})
}

// identifier joins words to the name of a Go package; "" if nothing is left of them.
func identifier(words []string) string {
	name := strings.ToLower(strings.Join(word.FindAllString(strings.Join(words, ""), -1), ""))
	switch {
	case name == "":
		return ""
	case token.IsKeyword(name), name == "main", name[0] >= '0' && name[0] <= '9':
		return "api" + name
	}
	return name
}
