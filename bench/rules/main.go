// Command rules has protovalidate's conformance suite decide about the rules that bylaw compiles to Go, compares
// them with the run time on random messages, measures them beside it in the same process, and prints the tables.
//
//	go run ./rules
//
// It ends with 1 if a case is wrong, or if the compiled rules allocate for a message that keeps them, or are less than
// five times as fast as the run time.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// target is how many times as fast as the run time the compiled rules have to be.
const target = 5

func main() {
	out, err := proof()
	if err != nil {
		fmt.Fprintf(os.Stderr, "rules: %v\n%s", err, out)
		os.Exit(1)
	}
	report, met := tables(out)
	fmt.Print(report)
	if !met {
		os.Exit(1)
	}
}

// proof runs the long test of the compiler of rules, and returns what it says.
func proof() (string, error) {
	cmd := exec.Command("go", "test", "./generator/protobuf/validate", "-run", "TestConformance", "-v", "-count", "1", "-timeout", "30m")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "BYLAW_PROOF=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

var (
	level   = regexp.MustCompile(`=== RUN +TestConformance/API_(\w+)`)
	suite   = regexp.MustCompile(`(\d+) cases, (\d+) decided by compiled rules, (\d+) with the run time`)
	verdict = regexp.MustCompile(`failed: (\d+), skipped: (\d+), passed: (\d+)`)
	random  = regexp.MustCompile(`(\d+) types, (\d+) messages: .* (\d+) differ`)
	row     = regexp.MustCompile(`Benchmark(Compiled|RunTime)/(\w+)-\d+\s+\d+\s+([\d.]+) ns/op\s+(\d+) B/op\s+(\d+) allocs/op`)
)

// tables makes the report of what the test says, and reports whether the targets are met.
func tables(out string) (report string, met bool) {
	conformance, right := conformanceTable(out)
	speed, fast := speedTable(out)
	return conformance + "\n" + speed, right && fast
}

func conformanceTable(out string) (table string, right bool) {
	var b strings.Builder
	b.WriteString("| Go API of the messages | cases | right | decided by compiled rules | with the run time | random messages | differ |\n|---|---|---|---|---|---|---|\n")
	levels := level.FindAllStringSubmatchIndex(out, -1)
	right = len(levels) > 0
	for i, at := range levels {
		end := len(out)
		if i+1 < len(levels) {
			end = levels[i+1][0]
		}
		part := out[at[0]:end]
		s, v, r := suite.FindStringSubmatch(part), verdict.FindStringSubmatch(part), random.FindStringSubmatch(part)
		if s == nil || v == nil || r == nil {
			return "the test has not said what was decided\n", false
		}
		right = right && v[3] == s[1] && r[3] == "0"
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s of %s types | %s |\n", strings.ToLower(out[at[2]:at[3]]), s[1], v[3], s[2], s[3], r[2], r[1], r[3])
	}
	return b.String(), right
}

// measured are the runs of one benchmark.
type measured struct {
	ns     []float64
	allocs string
}

// least is the fastest run: what else the machine does only makes runs slower.
func (m *measured) least() float64 { return slices.Min(m.ns) }

func speedTable(out string) (table string, fast bool) {
	all := map[string]*measured{}
	for _, m := range row.FindAllStringSubmatch(out, -1) {
		key := m[1] + "/" + m[2]
		if all[key] == nil {
			all[key] = &measured{allocs: m[5]}
		}
		ns, _ := strconv.ParseFloat(m[3], 64)
		all[key].ns = append(all[key].ns, ns)
	}
	var b strings.Builder
	b.WriteString("| an order, fastest of ten runs | compiled | allocations | run time | allocations | times as fast |\n|---|---|---|---|---|---|\n")
	fast = true
	for _, one := range [][2]string{{"good", "good, three patterns in it"}, {"plain", "good, without what is held against patterns"}, {"bad", "bad in four places"}} {
		compiled, runtime := all["Compiled/"+one[0]], all["RunTime/"+one[0]]
		if compiled == nil || runtime == nil {
			return "the benchmark has not been run\n", false
		}
		ratio := runtime.least() / compiled.least()
		fast = fast && ratio >= target && (one[0] == "bad" || compiled.allocs == "0")
		fmt.Fprintf(&b, "| %s | %.0f ns | %s | %.0f ns | %s | %.1f |\n", one[1], compiled.least(), compiled.allocs, runtime.least(), runtime.allocs, ratio)
	}
	return b.String(), fast
}
