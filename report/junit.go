package report

import (
	"bufio"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// JUnit prints the findings as the XML that GitLab, Jenkins and other CI servers show as tests.
//
// There is one suite for each file, because Jenkins lists tests by class, which is the file here,
// and GitLab links the file of a test. A test is a finding. Its name is made of what its fingerprint
// is made of, the rule and the element, and never of a line or a message: these servers tell what a
// change adds from what was there before by the name. A finding that fails the run (--fail-on) is a
// failure, or an error if it is a diagnostic of the tool itself; any other is a test that passes, with
// the finding as its output.
//
// A suite named bylaw always stands first, so that no report is empty, which Jenkins takes for a
// mistake: a test that says what was checked, one that is skipped for each thing that was not, and
// the findings that are about no file. How many findings each file that was checked has is not
// known here, so that files without any have no suite, but for what Summary.Passed names: a test each.
func JUnit(w io.Writer, s *Summary, _ Options) error {
	out := bufio.NewWriter(w)
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(junitReportOf(s)); err != nil {
		return err
	}
	out.WriteString("\n")
	return out.Flush()
}

// The parts of the format that are written. It has no standard; these are what
// https://docs.gitlab.com/ci/testing/unit_test_reports and the schema of Jenkins' xunit plugin read.
type (
	junitReport struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitTally
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitTally
		Cases []junitCase `xml:"testcase"`
	}
	junitTally struct {
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Time     string `xml:"time,attr"` // some readers demand it; no clock is read
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    string        `xml:"line,attr,omitempty"`
		Time    string        `xml:"time,attr"`
		Failure *junitVerdict `xml:"failure"`
		Error   *junitVerdict `xml:"error"`
		Skipped *junitVerdict `xml:"skipped"`
		Output  *junitOutput  `xml:"system-out"`
	}
	junitOutput struct {
		Text string `xml:",cdata"` // so that its lines are lines
	}
	junitVerdict struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",cdata"`
	}
)

func junitReportOf(s *Summary) junitReport {
	report := junitReport{Name: "bylaw", Suites: []junitSuite{junitRun(s)}}
	at := map[string]int{"": 0}
	suite := func(path string) *junitSuite {
		if _, ok := at[path]; !ok {
			at[path] = len(report.Suites)
			report.Suites = append(report.Suites, junitSuite{Name: visible(path)})
		}
		return &report.Suites[at[path]]
	}
	ordinals := map[string]int{}
	for i := range s.Findings {
		f := &s.Findings[i]
		path := fileOf(f)
		name := path + "\x00" + junitName(f)
		ordinals[name]++
		in := suite(path)
		in.Cases = append(in.Cases, junitCaseOf(s, f, ordinals[name]))
	}
	for _, p := range s.Passed {
		name := p.Span.Path() + "\x00" + visible(p.What)
		ordinals[name]++
		in := suite(p.Span.Path())
		in.Cases = append(in.Cases, junitPassed(p, ordinals[name]))
	}
	report.Time = "0"
	for i := range report.Suites {
		suite := &report.Suites[i]
		suite.junitTally = junitCount(suite.Cases)
		report.add(suite.junitTally)
	}
	return report
}

// junitRun is the suite of the run itself.
func junitRun(s *Summary) junitSuite {
	checked := junitCase{Name: "checked", Class: "bylaw", Time: "0", Output: &junitOutput{scope(s)}}
	if s.Checked == (Counts{}) {
		checked.Skipped, checked.Output = &junitVerdict{Message: "nothing was checked"}, nil
	}
	cases := []junitCase{checked}
	for _, n := range s.NotChecked {
		cases = append(cases, junitCase{
			Name: "not checked: " + visible(n.What), Class: "bylaw", Time: "0", Skipped: &junitVerdict{Message: visible(n.Why)},
		})
	}
	return junitSuite{Name: "bylaw", Cases: cases}
}

func junitCaseOf(s *Summary, f *Finding, ordinal int) junitCase {
	c := junitCase{Name: junitNumbered(junitName(f), ordinal), Class: visible(fileTitle(fileOf(f))), Time: "0"}
	if !f.Span.IsZero() {
		c.File, c.Line = visible(f.Span.Path()), strconv.Itoa(f.Span.Position().Line)
	}
	text := junitText(f)
	verdict := &junitVerdict{Message: visible(f.Message), Type: visible(f.Rule), Text: text}
	_, own := diagnostic(f.Rule)
	switch {
	case !fails(s, f):
		c.Output = &junitOutput{text}
	case own:
		c.Error = verdict
	default:
		c.Failure = verdict
	}
	return c
}

// junitPassed is a test that passed.
func junitPassed(p Passed, ordinal int) junitCase {
	c := junitCase{Name: junitNumbered(visible(p.What), ordinal), Class: visible(fileTitle(p.Span.Path())), Time: "0"}
	if !p.Span.IsZero() {
		c.File, c.Line = visible(p.Span.Path()), strconv.Itoa(p.Span.Position().Line)
	}
	return c
}

// fails reports whether the finding makes the command fail. That bylaw itself broke, or was told
// what it does not understand, does so whatever the threshold.
func fails(s *Summary, f *Finding) bool {
	own := f.Rule == Internal || f.Rule == Config && f.Severity == Error
	return own || s.FailOn != Off && f.Severity >= s.FailOn
}

// junitNumbered keeps apart tests of one name.
func junitNumbered(name string, ordinal int) string {
	if ordinal > 1 {
		name += " (" + strconv.Itoa(ordinal) + ")"
	}
	return name
}

func junitName(f *Finding) string {
	return strings.TrimSpace(visible(f.Rule) + " " + visible(string(f.Element)))
}

// junitText is the finding as text output shows it, without colours.
func junitText(f *Finding) string {
	var text strings.Builder
	t := textPrinter{Writer: bufio.NewWriterSize(&text, 512), width: defaultWidth}
	t.finding(f)
	t.Flush()
	return "\n" + xmlText(strings.TrimRight(text.String(), "\n")) + "\n"
}

// xmlText replaces the characters that visible leaves alone and XML forbids, even as data.
func xmlText(text string) string {
	return strings.NewReplacer("\uFFFE", "\uFFFD", "\uFFFF", "\uFFFD").Replace(text)
}

func junitCount(cases []junitCase) junitTally {
	tally := junitTally{Tests: len(cases), Time: "0"}
	for i := range cases {
		switch c := &cases[i]; {
		case c.Failure != nil:
			tally.Failures++
		case c.Error != nil:
			tally.Errors++
		case c.Skipped != nil:
			tally.Skipped++
		}
	}
	return tally
}

func (t *junitTally) add(other junitTally) {
	t.Tests += other.Tests
	t.Failures += other.Failures
	t.Errors += other.Errors
	t.Skipped += other.Skipped
}
