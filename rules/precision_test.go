package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
)

const (
	precisionHeader = "element\tspec\tverdict\twhy"
	sampleSize      = 20
	wantPercent     = 90 // of the findings of a rule that is on by default
)

// judgement is one finding of the corpus, read in its context and judged as a reviewer would.
type judgement struct {
	element, spec string
	accepted      bool
}

// sample is the table of one rule: rules/<group>/testdata/precision/<id>.tsv. Comment lines begin
// with "# ": an element of OpenAPI may begin with "#/".
type sample struct {
	rule   *lint.Rule
	judged []judgement
	notes  []string // the comments, without "# "
}

// TestPrecision demands a table for each rule, and of a rule that is on by default that at least 90 %
// of what it finds in real APIs would be accepted by a reviewer. TestCorpus holds the rows against
// the corpus.
func TestPrecision(t *testing.T) {
	found := goldenCounts(t)
	var table strings.Builder
	fmt.Fprintf(&table, "%-36s %9s %9s  %s\n", "rule", "findings", "accepted", "preset")
	for _, s := range readSamples(t) {
		s.checkSize(t, found[s.rule.ID])
		s.checkPrecision(t)
		fmt.Fprintf(&table, "%-36s %9d %9s  %s\n", s.rule.ID, found[s.rule.ID], s.score(), presetOf(s.rule))
	}
	t.Log("\n" + table.String())
}

// goldenCounts returns how often each rule finds something in the whole corpus.
func goldenCounts(t *testing.T) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, group := range rules.Groups() {
		addCounts(t, counts, corpusGoldens+group.Name+".txt")
	}
	return counts
}

func addCounts(t *testing.T, counts map[string]int, golden string) {
	t.Helper()
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			t.Fatalf("%s: %q is no line of spec, rule and count", golden, line)
		}
		n, err := strconv.Atoi(fields[2])
		if err != nil {
			t.Fatal(err)
		}
		counts[fields[1]] += n
	}
}

func readSamples(t *testing.T) []sample {
	t.Helper()
	var samples []sample
	for _, group := range rules.Groups() {
		samples = append(samples, samplesOf(t, group)...)
	}
	return samples
}

func samplesOf(t *testing.T, group rules.Group) []sample {
	t.Helper()
	var samples []sample
	for _, rule := range group.Rules {
		samples = append(samples, readSample(t, rule))
	}
	return samples
}

func readSample(t *testing.T, rule *lint.Rule) sample {
	t.Helper()
	path := filepath.Join(rule.Group, "testdata", "precision", rule.ID+".tsv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%s has no table of judged findings: %v", rule.ID, err)
		return sample{rule: rule}
	}
	s, mistakes := parseSample(string(text))
	for _, mistake := range mistakes {
		t.Errorf("%s: %s", path, mistake)
	}
	s.rule = rule
	return s
}

func parseSample(text string) (s sample, mistakes []string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != precisionHeader {
		mistakes = append(mistakes, fmt.Sprintf("line 1 is not %q", precisionHeader))
	}
	for i, line := range lines[1:] {
		if note, ok := strings.CutPrefix(line, "# "); ok {
			s.notes = append(s.notes, note)
			continue
		}
		j, mistake := parseJudgement(line)
		if mistake == "" && slices.ContainsFunc(s.judged, j.sameElement) {
			mistake = "the element has a row already"
		}
		if mistake != "" {
			mistakes = append(mistakes, fmt.Sprintf("line %d: %s: %q", i+2, mistake, line))
			continue
		}
		s.judged = append(s.judged, j)
	}
	return s, mistakes
}

func parseJudgement(line string) (j judgement, mistake string) {
	cells := strings.Split(line, "\t")
	if len(cells) != 4 || slices.ContainsFunc(cells, func(cell string) bool { return cell == "" || strings.TrimSpace(cell) != cell }) {
		return j, "not four cells with something in each"
	}
	if verdict := cells[2]; verdict != "accept" && verdict != "reject" {
		return j, "the verdict is neither accept nor reject"
	}
	if !slices.Contains(corpusSpecs(), cells[1]) {
		return j, "the corpus has no such spec"
	}
	return judgement{cells[0], cells[1], cells[2] == "accept"}, ""
}

func (j judgement) sameElement(other judgement) bool {
	return j.element == other.element && j.spec == other.spec
}

// checkSize demands twenty rows, or all there are and a note that says so.
func (s sample) checkSize(t *testing.T, found int) {
	t.Helper()
	want, note := min(found, sampleSize), ""
	switch {
	case found == 0:
		note = "no findings"
	case found == 1:
		note = "only 1 finding"
	case found < sampleSize:
		note = fmt.Sprintf("only %d findings", found)
	}
	if len(s.judged) != want {
		t.Errorf("%s: %d judged findings, want %d: the corpus has %d", s.rule.ID, len(s.judged), want, found)
	}
	says := slices.ContainsFunc(s.notes, func(n string) bool { return n == note || strings.HasPrefix(n, note+":") })
	if note != "" && !says {
		t.Errorf("%s: the table lacks the line %q", s.rule.ID, "# "+note)
	}
	if note == "" && len(s.notes) > 0 {
		t.Errorf("%s: a full table needs no comment: %q", s.rule.ID, s.notes)
	}
}

func (s sample) checkPrecision(t *testing.T) {
	t.Helper()
	onByDefault := s.rule.Presets&(lint.Relaxed|lint.Recommended) != 0
	if onByDefault && s.accepted()*100 < len(s.judged)*wantPercent {
		t.Errorf("%s: a reviewer accepts %s, and what is on by default needs %d %%: make the rule right or move it to Strict",
			s.rule.ID, s.score(), wantPercent)
	}
}

func (s sample) accepted() int {
	n := 0
	for _, j := range s.judged {
		if j.accepted {
			n++
		}
	}
	return n
}

func (s sample) score() string {
	return fmt.Sprintf("%d/%d", s.accepted(), len(s.judged))
}

// presetOf returns the smallest preset that holds the rule.
func presetOf(rule *lint.Rule) string {
	switch {
	case rule.Presets&lint.Relaxed != 0:
		return "relaxed"
	case rule.Presets&lint.Recommended != 0:
		return "recommended"
	case rule.Presets&lint.Strict != 0:
		return "strict"
	}
	return "aip"
}

// checkStillFound fails for rows whose element the rule no longer finds in the spec.
func checkStillFound(t *testing.T, samples []sample, name string, findings []report.Finding) {
	t.Helper()
	found := map[string]bool{}
	for _, f := range findings {
		found[f.Rule+"\t"+string(f.Element)] = true
	}
	for _, s := range samples {
		for _, j := range s.judged {
			if j.spec == name && !found[s.rule.ID+"\t"+j.element] {
				t.Errorf("%s: no longer found in %s: judge another finding than %s", s.rule.ID, name, j.element)
			}
		}
	}
}

func TestParseSample(t *testing.T) {
	for _, c := range []struct{ rows, mistake string }{
		{"a.B\tgoogleapis\taccept\tit is", ""},
		{"#/components/schemas/A\topenapi/stripe.yaml\treject\tit is not\n# only 1 finding", ""},
		{"a.B\tgoogleapis\taccept\t", "four cells"},
		{"a.B\tgoogleapis\taccept", "four cells"},
		{"a.B\tgoogleapis\tmaybe\tit is", "neither accept nor reject"},
		{"a.B\tgoogleapi\taccept\tit is", "no such spec"},
		{"a.B\tgoogleapis\taccept\tit is\na.B\tgoogleapis\treject\tit is not", "a row already"},
	} {
		_, mistakes := parseSample(precisionHeader + "\n" + c.rows + "\n")
		if got := strings.Join(mistakes, "\n"); (got == "") != (c.mistake == "") || !strings.Contains(got, c.mistake) {
			t.Errorf("%q: got %q, want %q", c.rows, got, c.mistake)
		}
	}
	if _, mistakes := parseSample("element\tverdict\n"); len(mistakes) != 1 {
		t.Errorf("a wrong header: %q", mistakes)
	}
}
