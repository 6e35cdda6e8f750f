package schema

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestRandomSchemas holds generated checks of random schemas against another validator on random
// values. BYLAW_PROOF=1 does so for many seeds; BYLAW_SEED=n for that one.
func TestRandomSchemas(t *testing.T) {
	seeds, count, values := []uint64{1}, 150, 60
	if os.Getenv("BYLAW_PROOF") == "1" {
		seeds, count, values = nil, 300, 200
		for seed := range uint64(20) {
			seeds = append(seeds, seed+1)
		}
	}
	if seed, err := strconv.ParseUint(os.Getenv("BYLAW_SEED"), 10, 64); err == nil {
		seeds = []uint64{seed}
	}
	for _, seed := range seeds {
		differ(t, seed, count, values)
	}
}

// randomSchema is one random schema with values.
type randomSchema struct {
	schema  []byte
	values  [][]byte
	oracle  *jsonschema.Schema
	refused bool
	check   int
}

func differ(t *testing.T, seed uint64, count, values int) {
	t.Helper()
	g := &schemaMaker{random: rand.New(rand.NewPCG(seed, 2020))}
	m := &trialModule{}
	names := naming.NewScope("r", "n", "m", "e", "checks", "main", "trial", "decide", "wire", "regexp")
	s := &conformanceSuite{}
	var all []*randomSchema
	var trials []trial
	refused := 0
	for range count {
		one := g.one(t, values)
		api, findings := s.load(one.schema)
		if f := firstError(findings); f != nil {
			if f.Rule != report.ReferenceCycle {
				t.Fatalf("%s\n%s", shown(f), one.schema)
			}
			refused++
			continue
		}
		types := New(api, names, Options{Strict: true, Annotate: true})
		check := types.checkOf(api.Types[0], "Subject")
		decls, findings := types.Decls()
		if f := firstError(findings); f != nil {
			refused++
			continue
		}
		one.check = m.add(decls, check)
		for _, v := range one.values {
			trials = append(trials, trial{one.check, v})
		}
		all = append(all, one)
	}
	verdicts := m.run(t, trials)
	valid, wrong := 0, 0
	for _, one := range all {
		for _, v := range one.values {
			want := one.oracle.Validate(instance(t, v))
			got := verdicts[0]
			verdicts = verdicts[1:]
			if want == nil {
				valid++
			}
			if (want == nil) != (got == "valid") {
				if wrong++; wrong <= 5 {
					t.Errorf("seed %d: %s\n%s is %s, and to the oracle: %v", seed, one.schema, v, got, want)
				}
			}
		}
	}
	t.Logf("seed %d: %d schemas (%d more refused), %d values of which %d fit, %d disagreements", seed, len(all), refused, len(trials), valid, wrong)
	if len(all) < count*3/4 || valid < len(trials)/10 || valid > len(trials)*9/10 {
		t.Errorf("seed %d tells little: %d schemas, %d of %d values fit", seed, len(all), valid, len(trials))
	}
}

// one makes a schema that the oracle takes, and values for it.
func (g *schemaMaker) one(t *testing.T, values int) *randomSchema {
	document := g.document()
	schema, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource("https://example.com/root", instance(t, schema)); err != nil {
		t.Fatalf("%v\n%s", err, schema)
	}
	oracle, err := compiler.Compile("https://example.com/root")
	if err != nil {
		t.Fatalf("%v\n%s", err, schema)
	}
	one := &randomSchema{schema: schema, oracle: oracle}
	for range values {
		text, err := json.Marshal(g.fitting(document, document, 4))
		if err != nil {
			t.Fatal(err)
		}
		one.values = append(one.values, text)
	}
	return one
}

func instance(t *testing.T, text []byte) any {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}
