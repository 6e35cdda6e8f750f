package route

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	binding = regexp.MustCompile(`\b(get|put|post|delete|patch):\s*"(/[^"]+)"`)
	spanned = regexp.MustCompile(`\{[^}=]*=([^}]*)\}`)
	simple  = regexp.MustCompile(`\{[^}]*\}`)
)

// Every HTTP binding of googleapis, a router for each service, finds its own route, but for the few
// of which a service really has two.
func TestGoogleBindings(t *testing.T) {
	routes, found, ambiguous := 0, 0, 0
	eachService(t, func(service string) {
		var all []Route[string]
		seen := map[string]bool{}
		for _, m := range binding.FindAllStringSubmatch(service, -1) {
			if route := strings.ToUpper(m[1]) + " " + m[2]; !seen[route] {
				seen[route] = true
				all = append(all, Route[string]{strings.ToUpper(m[1]), m[2], route})
			}
		}
		routes += len(all)
		r, err := New(all)
		var twice *AmbiguousError
		if errors.As(err, &twice) && plain(twice.First) == plain(twice.Second) {
			ambiguous++
			return
		}
		if err != nil {
			t.Error(err)
			return
		}
		for _, route := range all {
			path := strings.ReplaceAll(strings.ReplaceAll(plain(route.Template), "**", "p/q"), "*", "z")
			got, outcome := r.Find(route.Method, path, new(Vars))
			if strings.HasSuffix(got, "/documents/*/**}/{collection_id}") && got != route.Handler {
				continue // Firestore tells documents from collections by an odd number of segments
			}
			if outcome != Found || got != route.Handler {
				t.Errorf("%s of %s: got %s %d", path, route.Handler, got, outcome)
			}
			found++
		}
	})
	if routes < 15_000 || found < 15_000 || ambiguous != 5 {
		t.Errorf("%d routes, %d found, %d services that have one twice", routes, found, ambiguous)
	}
}

// plain is a template without the names of its variables.
func plain(template string) string {
	return simple.ReplaceAllString(spanned.ReplaceAllString(template, "$1"), "*")
}

func eachService(t *testing.T, visit func(string)) {
	file, err := os.Open(corpusFile(t, "googleapis-protos.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(unpacked)
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(header.Name, ".proto") {
			text, err := io.ReadAll(archive)
			if err != nil {
				t.Fatal(err)
			}
			for _, service := range strings.Split("\n"+string(text), "\nservice ")[1:] {
				visit(service)
			}
		}
	}
}
