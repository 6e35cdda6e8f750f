package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
)

// TestConformance holds the generated checks against JSON-Schema-Test-Suite 2020-12: each required
// case is decided right, or its schema is refused before anything is generated.
func TestConformance(t *testing.T) {
	s := loadSuite(t)
	got := s.decide(t, s.names("."), Options{Strict: true, Annotate: true})
	if total := got.right + got.wrong + got.refused; total != 1299 || got.wrong > 0 || got.right < 1294 {
		t.Errorf("%d cases: %d right, %d wrong, %d refused; want 1299, 1294 of them right and none wrong", total, got.right, got.wrong, got.refused)
	}
}

// TestConformanceOfFormats does the same with the cases of formats, which are asserted.
func TestConformanceOfFormats(t *testing.T) {
	s := loadSuite(t)
	got := s.decide(t, s.names("optional/format"), Options{Strict: true})
	if got.wrong > 0 || got.right < 757 {
		t.Errorf("%d cases are decided right and %d wrong; want 757 of 764, and none wrong", got.right, got.wrong)
	}
}

// TestConformanceOfOptions does the same with what validators may support besides.
func TestConformanceOfOptions(t *testing.T) {
	s := loadSuite(t)
	got := s.decide(t, s.names("optional"), Options{Strict: true, Annotate: true})
	if got.wrong > 0 || got.right < 157 {
		t.Errorf("%d cases are decided right and %d wrong; want 157 of 162, and none wrong", got.right, got.wrong)
	}
}

type conformanceTally struct{ right, wrong, refused int }

// conformanceSubject is one schema of the suite, lowered.
type conformanceSubject struct {
	file    string
	group   suiteGroup
	refusal *report.Finding
	checks  []int
}

// decide lowers every schema of the files into one package, runs it on all instances and compares.
func (s *conformanceSuite) decide(t *testing.T, files []string, o Options) conformanceTally {
	t.Helper()
	m := &trialModule{}
	subjects := s.lower(m, files, o)
	var trials []trial
	for _, one := range subjects {
		for _, test := range one.group.Tests {
			for _, check := range one.checks {
				trials = append(trials, trial{check, test.Data})
			}
		}
	}
	verdicts := m.run(t, trials)
	var all conformanceTally
	for _, one := range subjects {
		if one.refusal != nil {
			all.refused += len(one.group.Tests)
			one.checkRefusal(t)
			continue
		}
		for i := range one.group.Tests {
			if one.compare(t, i, verdicts[:len(one.checks)]) {
				all.right++
			} else {
				all.wrong++
			}
			verdicts = verdicts[len(one.checks):]
		}
	}
	t.Logf("%d cases of %d files: %d decided right, %d decided wrong, %d refused with a position", all.right+all.wrong+all.refused, len(files), all.right, all.wrong, all.refused)
	return all
}

func (one *conformanceSubject) checkRefusal(t *testing.T) {
	t.Logf("refused: %s, %s (%d cases): %s", one.file, one.group.Description, len(one.group.Tests), shown(one.refusal))
	if one.refusal.Span.IsZero() {
		t.Errorf("%s, %s: the refusal has no position", one.file, one.group.Description)
	}
}

// compare reports whether all verdicts on a test are right.
func (one *conformanceSubject) compare(t *testing.T, i int, verdicts []string) bool {
	test, right := one.group.Tests[i], true
	for way, verdict := range verdicts {
		if valid := strings.HasPrefix(verdict, "valid"); valid != test.Valid {
			if way > 0 && test.Valid && pastInt64(verdict) {
				t.Logf("by decision: %s, %s, way %d: %.40s is beyond Go's integers", one.file, one.group.Description, way, test.Data)
				continue
			}
			right = false
			t.Errorf("%s, %s, %s, way %d: %s is %s\n%s", one.file, one.group.Description, test.Description, way, test.Data, verdict, one.group.Schema)
		}
	}
	return right
}

// pastInt64 reports whether a number was refused because it doesn't fit an int64. Where a contract
// says integer, Go reads one, and a number beyond is told as a violation rather than cut off.
func pastInt64(verdict string) bool {
	return strings.Contains(verdict, "at most 9223372036854775807") || strings.Contains(verdict, "at least -9223372036854775808")
}

func shown(f *report.Finding) string {
	p := f.Span.Position()
	return fmt.Sprintf("%s:%d:%d: %s", f.Span.Path(), p.Line, p.Column, f.Message)
}

func (s *conformanceSuite) lower(m *trialModule, files []string, o Options) []*conformanceSubject {
	names := trialNames()
	var subjects []*conformanceSubject
	for _, file := range files {
		for _, g := range s.files[file] {
			one := &conformanceSubject{file: file, group: g}
			api, findings := s.load(g.Schema)
			if one.refusal = firstError(findings); one.refusal == nil {
				one.checks, one.refusal = m.addAll(api, names, o)
			}
			subjects = append(subjects, one)
		}
	}
	return subjects
}

func firstError(findings []report.Finding) *report.Finding {
	for i := range findings {
		if findings[i].Severity == report.Error {
			return &findings[i]
		}
	}
	return nil
}
