// Package differential proves the reading of OpenAPI documents against two loaders that others
// wrote: every operation, parameter, property, type, required set and constraint that they find in
// real specs has to be in our model and nothing else, or the difference stands in a table here with
// its reason. It is tests only, so that the command does not link the two.
package differential

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// counts says how much there is in a spec, so that agreement can't mean that nothing was read.
type counts struct{ operations, parameters, schemas, references, properties, values int }

func (r *reading) counts() counts {
	return counts{r.operations, r.parameters, r.schemas, r.references, r.properties, r.values}
}

// corpus lists the real specs with what they hold where each part is counted once (declared) and
// at every use of a parameter, body, response or header (used).
var corpus = []struct {
	name           string
	declared, used counts
	differences    map[string]int // by fact, alike for both loaders: see reasons
}{
	{
		"api.github.com.json", counts{1223, 3526, 40230, 3849, 38764, 10304}, counts{1223, 3526, 43692, 5645, 38986, 10574},
		map[string]int{"nullable": 28, "requiredProperties": 22},
	},
	{
		"ghes-3.18.json", counts{980, 2755, 35439, 3352, 34509, 8755}, counts{980, 2755, 38113, 4531, 34647, 9056},
		map[string]int{"nullable": 23, "requiredProperties": 18},
	},
	{
		"ghes-3.19.json", counts{1039, 2925, 35703, 3471, 34727, 8845}, counts{1039, 2925, 38530, 4783, 34865, 9199},
		map[string]int{"nullable": 23, "requiredProperties": 18},
	},
	{
		"stripe.yaml", counts{494, 1227, 16782, 2397, 11674, 16859}, counts{494, 1227, 16782, 2397, 11674, 16859},
		map[string]int{},
	},
}

// reasons says for each fact in which differences are accepted, why, and which are.
var reasons = map[string]struct {
	why    string
	accept func(d difference, theirs *reading) bool
}{
	"nullable": {
		"a schema that says nothing of its own type is nullable here if a branch of its oneOf or anyOf allows null, or all of its allOf do",
		func(d difference, theirs *reading) bool {
			at := strings.TrimSuffix(d.key, " nullable")
			return d.ours == "true" && theirs.facts[at+" type"] == "" && hasBranches(at, theirs)
		},
	},
	"requiredProperties": {
		"a property in a branch of allOf is required here if the schema around it says so, or another branch",
		func(d difference, theirs *reading) bool { return strings.Contains(d.key, "/allOf/") },
	},
}

func hasBranches(at string, r *reading) bool {
	for _, keyword := range []string{"oneOf", "anyOf", "allOf"} {
		for _, fact := range []string{"type", "ref", "properties"} {
			if r.facts[at+"/"+keyword+"/0 "+fact] != "" {
				return true
			}
		}
	}
	return false
}

func read(t *testing.T, name string) (*spec.API, []byte) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tree := memtree.New(map[string]string{"openapi.yaml": string(content)})
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: tree, Roots: []string{"openapi.yaml"}})
	for _, f := range findings {
		t.Errorf("%s: %s: %s", name, f.Rule, f.Message)
	}
	if len(apis) != 1 {
		t.Fatalf("%s was not read", name)
	}
	return apis[0], content
}

func TestKin(t *testing.T) {
	for _, c := range corpus {
		t.Run(c.name, func(t *testing.T) {
			api, content := read(t, filepath.Join(sharedtest.Corpus(t), "openapi", c.name))
			agree(t, readOurs(api, false), readKin(t, content), c.declared, c.differences)
		})
	}
}

// TestLibopenapi compares with the slower of the two: with two specs where there is no hurry, and
// with all where the corpus is demanded.
func TestLibopenapi(t *testing.T) {
	for _, c := range corpus {
		t.Run(c.name, func(t *testing.T) {
			if strings.HasPrefix(c.name, "ghes") && os.Getenv("BYLAW_REQUIRE_SHARED") != "1" {
				t.Skip("another version of GitHub's spec, which BYLAW_REQUIRE_SHARED=1 compares as well")
			}
			api, content := read(t, filepath.Join(sharedtest.Corpus(t), "openapi", c.name))
			agree(t, readOurs(api, true), readLib(t, content), c.used, c.differences)
		})
	}
}

// TestWritten compares a document that uses what the real ones don't.
func TestWritten(t *testing.T) {
	api, content := read(t, "../../../testdata/openapi/agreement.yaml")
	derived := map[string]int{"nullable": 1} // Either
	agree(t, readOurs(api, false), readKin(t, content), counts{3, 10, 46, 3, 14, 2}, derived)
	agree(t, readOurs(api, true), readLib(t, content), counts{3, 10, 47, 3, 14, 2}, derived)
}

// agree compares two readings, and what they hold with what is expected.
func agree(t *testing.T, ours, theirs *reading, want counts, accepted map[string]int) {
	t.Helper()
	if got := ours.counts(); got != want {
		t.Errorf("ours holds %+v, want %+v", got, want)
	}
	if got := theirs.counts(); got != want {
		t.Errorf("theirs holds %+v, want %+v", got, want)
	}
	differences := map[string]int{}
	shown := 0
	for _, d := range compare(ours, theirs) {
		reason, known := reasons[d.name()]
		if known && reason.accept(d, theirs) {
			differences[d.name()]++
		} else if shown++; shown < 20 {
			t.Error(d)
		}
	}
	if shown >= 20 {
		t.Errorf("and %d more", shown-19)
	}
	for name := range reasons {
		if differences[name] != accepted[name] {
			t.Errorf("%d differences in %s, want %d", differences[name], name, accepted[name])
		}
	}
}
