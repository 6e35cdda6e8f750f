package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestRandomSchemas holds what is generated for random schemas against another validator on random
// values. BYLAW_PROOF=1 does so for many seeds; BYLAW_SEED=n for that one.
func TestRandomSchemas(t *testing.T) {
	for _, seed := range seeds(t) {
		differ(t, seed, schemaMaker{}, Options{Strict: true, Annotate: true})
	}
}

// TestRandomTypedSchemas does the same with schemas that all have a type, as those of API contracts
// have, so that Go types are made of them.
func TestRandomTypedSchemas(t *testing.T) {
	for _, seed := range seeds(t) {
		differ(t, seed, schemaMaker{typed: true, nulls: true}, Options{Strict: true, Annotate: true})
	}
}

// TestRandomContracts does the same with schemas read as those of API contracts are. None allows null:
// where alternatives do, a contract means more than JSON Schema says.
func TestRandomContracts(t *testing.T) {
	for _, seed := range seeds(t) {
		differ(t, seed, schemaMaker{typed: true}, Options{Annotate: true})
	}
}

func seeds(t *testing.T) []uint64 {
	if seed, err := strconv.ParseUint(os.Getenv("BYLAW_SEED"), 10, 64); err == nil {
		return []uint64{seed}
	}
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Log("one seed; BYLAW_PROOF=1 takes many")
		return []uint64{1}
	}
	var many []uint64
	for seed := range uint64(8) {
		many = append(many, seed+1)
	}
	return many
}

// batch returns how many schemas a seed makes, and how many values for each.
func batch() (schemas, values int) {
	if os.Getenv("BYLAW_PROOF") == "1" {
		return 300, 200
	}
	return 120, 40
}

// randomSchema is one random schema with values.
type randomSchema struct {
	schema []byte
	values [][]byte
	oracle *jsonschema.Schema
	checks []int
	told   bool // that there is a disagreement
}

func differ(t *testing.T, seed uint64, g schemaMaker, o Options) {
	t.Helper()
	count, values := batch()
	g.random = rand.New(rand.NewPCG(seed, 2020))
	m, names := &trialModule{}, trialNames()
	var all []*randomSchema
	var trials []trial
	for range count {
		one := g.one(t, values)
		if !one.lower(t, m, names, o) {
			continue
		}
		for _, v := range one.values {
			for _, check := range one.checks {
				trials = append(trials, trial{check, v})
			}
		}
		all = append(all, one)
	}
	verdicts := m.run(t, trials)
	valid, total, wrong, told := 0, 0, 0, 0
	for _, one := range all {
		for _, v := range one.values {
			fits, agrees := one.compare(t, seed, v, verdicts[:len(one.checks)])
			verdicts = verdicts[len(one.checks):]
			total++
			if fits {
				valid++
			}
			if !agrees {
				wrong++
			}
		}
		if one.told {
			told++
		}
		if told > 5 {
			break
		}
	}
	t.Logf("seed %d: %d schemas (%d more refused), %d values of which %d fit, %d disagreements", seed, len(all), count-len(all), total, valid, wrong)
	if wrong > 0 || len(all) < count*3/4 || valid < total/10 || valid > total*9/10 {
		t.Errorf("seed %d: %d disagreements; %d schemas, %d of %d values fit", seed, wrong, len(all), valid, total)
	}
}

// lower puts the schema into the program. A cycle is the only reason to refuse it.
func (one *randomSchema) lower(t *testing.T, m *trialModule, names *naming.Scope, o Options) bool {
	api, findings := new(conformanceSuite).load(one.schema)
	f := firstError(findings)
	if f == nil {
		one.checks, f = m.addAll(api, names, o)
	}
	if f != nil && f.Rule != report.ReferenceCycle && f.Rule != "generate/cycle" {
		t.Errorf("%s\n%s", shown(f), one.schema)
	}
	if os.Getenv("BYLAW_KEEP") != "" && f == nil {
		t.Logf("%s: %s", strings.Join(one.ways(m), " "), one.schema)
	}
	return f == nil
}

func (one *randomSchema) ways(m *trialModule) []string {
	return m.checks[one.checks[0] : one.checks[len(one.checks)-1]+1]
}

// compare reports whether the value fits by the oracle's verdict, and whether all of ours agree.
func (one *randomSchema) compare(t *testing.T, seed uint64, value []byte, verdicts []string) (fits, agrees bool) {
	oracle := one.oracle.Validate(instance(t, value))
	agrees = true
	for way, verdict := range verdicts {
		written, valid := strings.CutPrefix(verdict, "valid")
		if valid && oracle == nil && written != "" && !beyondGo(value) && !same(instance(t, []byte(written)), instance(t, value)) {
			one.tell(t, seed, "%s comes back as %s", value, written)
			agrees = false
		}
		if (oracle == nil) == valid || way > 0 && oracle == nil && beyondGo(value) {
			continue
		}
		agrees = false
		one.tell(t, seed, "%s by way %d is %s, and to the oracle: %v", value, way, verdict, oracle)
	}
	return oracle == nil, agrees
}

// tell reports the first disagreement about the schema.
func (one *randomSchema) tell(t *testing.T, seed uint64, format string, arguments ...any) {
	if !one.told {
		t.Errorf("seed %d: %s\n%s", seed, one.schema, fmt.Sprintf(format, arguments...))
	}
	one.told = true
}

// same reports whether what was written says what was read, but for members that the contract doesn't
// name.
func same(written, read any) bool {
	switch w := written.(type) {
	case map[string]any:
		r, ok := read.(map[string]any)
		for name, value := range w {
			if other, there := r[name]; !there || !same(value, other) {
				return false
			}
		}
		return ok
	case []any:
		r, ok := read.([]any)
		for i := range w {
			if !ok || len(w) != len(r) || !same(w[i], r[i]) {
				return false
			}
		}
		return ok && len(w) == len(r)
	case json.Number:
		a, okA := new(big.Rat).SetString(w.String())
		r, ok := read.(json.Number)
		b, okB := new(big.Rat).SetString(r.String())
		return ok && okA && okB && a.Cmp(b) == 0
	}
	return written == read
}

// beyondGo reports whether the value has a number that Go's types can't hold: where one is read, that
// is a violation, which a validator doesn't know of.
func beyondGo(value []byte) bool {
	return bytes.Contains(value, []byte("12345678901234567890")) || bytes.Contains(value, []byte("e400"))
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
