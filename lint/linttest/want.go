package linttest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// want is one expectation: a finding on that line that the pattern matches.
type want struct {
	file    string
	line    int // 1-based; 0: on no line in particular
	pattern *regexp.Regexp
	problem string // why the comment can't be read; "" if it can
	met     bool
}

const quoted = "(?:\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)"

var (
	wantComment = regexp.MustCompile("(?://|#) *want(:[+-]\\d+)?((?: +" + quoted + ")+) *$")
	wantMember  = regexp.MustCompile(`"x-want(:[+-]\d+)?": *(` + quoted + `),? *$`)
	wantPattern = regexp.MustCompile(quoted)
)

// extractWants returns the expectations of a fixture and its text with their comments blanked out,
// because a comment beside a proto field would be its documentation. No offset changes.
func extractWants(file, text string) ([]*want, string) {
	var wants []*want
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if at := wantComment.FindStringSubmatchIndex(line); at != nil {
			wants = append(wants, parseWants(file, i+1, submatch(line, at, 1), submatch(line, at, 2))...)
			lines[i] = line[:at[0]] + strings.Repeat(" ", len(line)-at[0])
			continue
		}
		if found := wantMember.FindStringSubmatch(line); found != nil {
			patterns, err := strconv.Unquote(found[2])
			if err != nil {
				patterns = found[2]
			}
			wants = append(wants, parseWants(file, i+1, found[1], patterns)...)
		}
	}
	return wants, strings.Join(lines, "\n")
}

func submatch(line string, at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return line[at[2*n]:at[2*n+1]]
}

func parseWants(file string, line int, offset, patterns string) []*want {
	if offset != "" {
		n, _ := strconv.Atoi(offset[1:]) // the pattern admits only numbers
		line += n
	}
	var wants []*want
	for _, literal := range wantPattern.FindAllString(patterns, -1) {
		w := &want{file: file, line: line}
		text, err := strconv.Unquote(literal)
		if err == nil {
			w.pattern, err = regexp.Compile(text)
		}
		if err != nil {
			w.problem = fmt.Sprintf("%s:%d: the want comment %s can't be read: %v", file, line, literal, err)
		}
		wants = append(wants, w)
	}
	return wants
}

func (w *want) matches(f report.Finding) bool {
	if w.met || w.pattern == nil || w.file != f.Span.Path() {
		return false
	}
	if w.line != 0 && w.line != f.Span.Position().Line {
		return false
	}
	return w.pattern.MatchString(f.Message + "\n" + f.Cure)
}

// matchWants pairs findings with expectations and returns what is left over on either side.
func matchWants(wants []*want, findings []report.Finding) []string {
	var problems []string
	for _, f := range findings {
		met := false
		for _, w := range wants {
			if met = w.matches(f); met {
				w.met = true
				break
			}
		}
		if !met {
			problems = append(problems, "found, and not wanted: "+describe(f))
		}
	}
	for _, w := range wants {
		if w.problem != "" {
			problems = append(problems, w.problem)
		} else if !w.met {
			problems = append(problems, fmt.Sprintf("wanted, and not found: %s:%d: %s", w.file, w.line, w.pattern))
		}
	}
	return problems
}
