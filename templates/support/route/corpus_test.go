package route

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// githubRoutes reads every method and path of GitHub's contract.
func githubRoutes(t *testing.T) []Route[string] {
	file, err := os.Open(corpusFile(t, "api.github.com.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.NewDecoder(unpacked).Decode(&document); err != nil {
		t.Fatal(err)
	}
	var routes []Route[string]
	for _, path := range sortedKeys(document.Paths) {
		for _, method := range sortedKeys(document.Paths[path]) {
			if slices.Contains([]string{"get", "put", "post", "delete", "patch"}, method) {
				routes = append(routes, Route[string]{strings.ToUpper(method), path, path})
			}
		}
	}
	return routes
}

// corpusFile finds the corpus that may lie beside the project.
func corpusFile(t *testing.T, name string) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		found := filepath.Join(dir, "..", "shared", "corpus", name)
		if _, err := os.Stat(found); err == nil {
			return found
		}
	}
	const reason = "needs the folder ../shared/corpus beside the project, which is not there"
	if os.Getenv("BYLAW_REQUIRE_SHARED") == "1" {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}

// naive is a router that anyone would believe: one regular expression a template, and of those that
// match the one whose segments are the most specific, from left to right.
type naive struct {
	method, template string
	pattern          *regexp.Regexp
	rank             string // a letter for each segment
}

var variable = regexp.MustCompile(`\\\{[^}]*\\\}`)

func newNaive(routes []Route[string]) []naive {
	var all []naive
	for _, r := range routes {
		pattern := variable.ReplaceAllString(regexp.QuoteMeta(r.Template), `([^/]+)`)
		all = append(all, naive{r.Method, r.Template, regexp.MustCompile(`^` + pattern + `$`), ranks(r.Template)})
	}
	slices.SortStableFunc(all, func(a, b naive) int { return strings.Compare(a.rank, b.rank) })
	return all
}

func ranks(template string) string {
	letters := ""
	for _, segment := range strings.Split(template, "/") {
		switch {
		case !strings.Contains(segment, "{"):
			letters += "a"
		case strings.HasPrefix(segment, "{") && strings.IndexByte(segment, '}') == len(segment)-1:
			letters += "c"
		default:
			letters += "b"
		}
	}
	return letters
}

func find(all []naive, method, path string) string {
	var allowed []string
	for _, n := range all {
		if strings.Count(n.template, "/") != strings.Count(path, "/") {
			continue // no variable spans segments here
		}
		if texts := n.pattern.FindStringSubmatch(path); texts != nil {
			if n.method == method {
				return n.template + " " + strings.Join(texts[1:], " ")
			}
			allowed = append(allowed, n.method)
		}
	}
	if allowed == nil {
		return "404"
	}
	slices.Sort(allowed)
	return "405 " + strings.Join(slices.Compact(allowed), ", ")
}

func ours(r *Router[string], method, path string) string {
	var vars Vars
	template, outcome := r.Find(method, path, &vars)
	switch outcome {
	case NotFound:
		return "404"
	case MethodNotAllowed:
		return "405 " + r.Allow(path)
	}
	return template + " " + strings.Join(vars.texts, " ")
}

// Every template of GitHub's contract is asked for, with values that look like the literals of other
// templates, with every method, with a segment more and with one less.
func TestAgreesWithRegularExpressions(t *testing.T) {
	routes := githubRoutes(t)
	if len(routes) < 1000 {
		t.Fatalf("only %d routes: the contract was not read", len(routes))
	}
	r, err := New(routes)
	if err != nil {
		t.Fatal(err)
	}
	slow := newNaive(routes)
	count := 0
	braces := regexp.MustCompile(`\{[^}]*\}`)
	for i, route := range routes {
		if i > 0 && routes[i-1].Template == route.Template {
			continue
		}
		for _, value := range []string{"7", "comments", "a...b", "a.json"} {
			path := braces.ReplaceAllString(route.Template, value)
			for _, variant := range []string{path, path + "/", path + "/x", path[:strings.LastIndex(path, "/")]} {
				for _, method := range []string{route.Method, "TRACE"} {
					count++
					if got, want := ours(r, method, variant), find(slow, method, variant); got != want {
						t.Errorf("%s %s: got %s, want %s", method, variant, got, want)
					}
				}
			}
		}
	}
	t.Logf("%d routes, %d requests", len(routes), count)
}

// Whatever the path is, what is found is what the regular expressions find.
func FuzzFind(f *testing.F) {
	routes := []Route[string]{}
	for _, template := range []string{"/", "/a", "/a/", "/a/{x}", "/a/{x}.json", "/a/b", "/a/{x}...{y}", "/a/{x}/c", "/a/b/{y}", "/{p}/b", "/{p}/{q}/c", "/a/v{x}:w"} {
		routes = append(routes, Route[string]{"GET", template, template})
	}
	r, err := New(routes)
	if err != nil {
		f.Fatal(err)
	}
	slow := newNaive(routes)
	for _, seed := range []string{"/", "/a/b/c", "/a/x...y", "/a/.json", "/a/v1:w", "//", "/a/v.json:w", "/%41%2f", "/a/%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		got := ours(r, "GET", path)
		plain, ok := normal(path)
		if !ok || strings.ContainsAny(path, "\n%") {
			return // . of a regular expression and literals with escapes differ on purpose
		}
		if want := find(slow, "GET", plain); got != want {
			t.Errorf("%q: got %s, want %s", path, got, want)
		}
	})
}

// spans are templates with variables that span segments, and what they mean.
var spans = map[string]*regexp.Regexp{
	"/v/{a=**}":                  regexp.MustCompile(`^/v(?:/(.*))?$`),
	"/v/{a=**}:x":                regexp.MustCompile(`^/v/(.+):x$`),
	"/v/{a=s/*/b/*}":             regexp.MustCompile(`^/v/(s/[^/]+/b/[^/]+)$`),
	"/v/{a=s/*}:x":               regexp.MustCompile(`^/v/(s/[^/]+):x$`),
	"/v/{a=s/*/b}:x":             regexp.MustCompile(`^/v/(s/[^/]+/b):x$`),
	"/{a=s/**}/{b}":              regexp.MustCompile(`^/(s(?:/.*)?)/([^/]+)$`),
	"/{a=**}/b/{c}-{d}":          regexp.MustCompile(`^/(?:(.*)/)?b/([^/]+)-([^/]+)$`),
	"/{q}/{a=**}/{r}:x/{z=*}":    regexp.MustCompile(`^/([^/]+)/(?:(.*)/)?([^/]+):x/([^/]+)$`),
	"/{q}-{s}/{a=t/**}/{r}.json": regexp.MustCompile(`^/([^/]+)-([^/]+)/(t(?:/.*)?)/([^/]+)\.json$`),
}

// A template alone matches what its regular expression matches, with the same variables.
func FuzzSpans(f *testing.F) {
	routers := map[string]*Router[string]{}
	for template := range spans {
		routers[template] = router(f, "GET "+template)
	}
	for _, seed := range []string{"/v", "/v/a/b:x", "/v/s/1/b/2", "/v/s/1:x", "/s/b/c-d", "/b/c-d", "/q/r:x/z", "/q-s/t/r.json", "/v/s/1/b:x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if strings.ContainsAny(path, "\n%") {
			return
		}
		for _, template := range sortedKeys(spans) {
			got, want := ours(routers[template], "GET", path), "404"
			if texts := spans[template].FindStringSubmatch(path); texts != nil {
				want = template + " " + strings.Join(texts[1:], " ")
			}
			if got != want {
				t.Errorf("%q: got %s, want %s", path, got, want)
			}
		}
	})
}
